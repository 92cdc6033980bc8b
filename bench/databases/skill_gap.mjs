// The skill gap of every organization in DuckDB, by the best holder, with bounds and coverage.
//
//   node skill_gap.mjs ORGANIZATIONS [--threads N]
//
// Makes the columns of bench/skills.cpp by the same formulas, with the tables in the order of the question. Prints JSON: the version, the
// better of three times in seconds, and sums over the answer.
import { performance } from 'node:perf_hooks';

const [organizations, option, threads = '2'] = process.argv.slice(2);
if (!Number(organizations) || (option && option !== '--threads')) throw new Error('expected a number of organizations and --threads N');
const { DuckDBInstance, version } = await import('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', { threads });
const db = await instance.connect();
const people = Number(organizations) * 10;
await db.run(`create table employs as select (p // 10)::integer as organization, p::integer as person from range(${people}) t(p) order by p`);
await db.run(`create table held as select p::integer as person, ((p * 7919 + j * 53) % 1000)::integer as skill,
                case when said % 16 = 0 then null else (said % 5)::double end as level
              from (select p, j, (p * 2654435761 + j * 40503) // 128 as said from range(${people}) t(p), range(20) u(j)) order by person, skill`);
await db.run(`create table required as select o::integer as organization, ((o * 613 + j * 89) % 1000)::integer as skill,
                (1 + (o + j) % 4)::double as level, (1 + (o * 3 + j) % 5)::double as importance
              from range(${organizations}) t(o), range(10) u(j) order by organization, skill`);
const question = `
  with staff as (select organization, count(*) as people from employs group by organization),
    best as (select e.organization, h.skill, max(h.level) as held, count(h.level) as known
             from held h join employs e on e.person = h.person
               join required r on r.organization = e.organization and r.skill = h.skill
             group by e.organization, h.skill),
    cells as (select r.organization, r.importance as w, r.level as r, b.held as h,
                case when coalesce(b.known, 0) < s.people then 4.0 else b.held end as most,
                case when coalesce(b.known, 0) < s.people then greatest(coalesce(b.held, 0), 0) else b.held end as least
              from required r left join staff s on s.organization = r.organization
                left join best b on b.organization = r.organization and b.skill = r.skill),
    gaps as (select organization, sum(w * greatest(0, r - h)) / nullif(sum(w * r) filter (h is not null), 0) as gap,
               sum(w * greatest(0, r - most)) / sum(w * r) as low, sum(w * greatest(0, r - least)) / sum(w * r) as high,
               count(h) / count(*) as coverage
             from cells group by organization)
  select count(gap), coalesce(sum(gap), 0), sum(low), sum(high), sum(coverage) from gaps`;
let seconds = Infinity, row;
for (let k = 0; k < 3; ++k) {
  const begin = performance.now();
  row = (await db.runAndReadAll(question)).getRows()[0];
  seconds = Math.min(seconds, (performance.now() - begin) / 1e3);
}
const [known, gap, low, high, coverage] = row.map(Number);
db.closeSync();
console.log(JSON.stringify({ version: version(), seconds, known, gap, low, high, coverage }));
