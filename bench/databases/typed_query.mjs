// The typed two-hop query in DuckDB and Kuzu: "nonprofits of the same region reachable in two hops over participation ties that are
// valid on day D: count, and the ten with the largest weight".
//
//   node typed_query.mjs DIR --day 2020-07-01 --starts FILE [--singles N] [--threads N]
//
// DIR holds vertices.csv (id,kind,sector,region) and ties.csv (relation,source,target,begin,end,weight); ids are whole numbers, days ISO,
// an empty begin or end is open, the end is the first day no more. FILE has one start a line. Prints JSON: for each database its version,
// how long loading took, latencies in microseconds of the first N starts one by one, the mean of all starts in one statement with one
// thread and with N, and checksums.
//
// A result's weight is the sum over the ways to it of the product of the two ties' weights; the start itself is one if it fits.
// Each database is used in its fast way: one table for the relation, by source and by target, prepared statements, all in memory.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';

const relation = 'participates_in';
const kind = 'organization';
const sector = 'nonprofit';

function options(words) {
  const asked = { folder: words[0], day: '2020-07-01', starts: '', singles: Infinity, threads: 2 };
  for (let at = 1; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, '');
    if (!(name in asked) || at + 1 === words.length) throw new Error(`'${words[at]}' is no option or lacks a value`);
    asked[name] = typeof asked[name] === 'number' ? Number(words[at + 1]) : words[at + 1];
  }
  if (!asked.folder || !asked.starts) throw new Error('expected a folder and --starts FILE');
  return asked;
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

/// Runs `query(start)` -> {count, weights} for each start, after a tenth of them to warm up.
async function measure(starts, query) {
  for (const start of starts.slice(0, Math.ceil(starts.length / 10))) await query(start);
  const times = [];
  let results = 0;
  let weight = 0;
  for (const start of starts) {
    const begin = performance.now();
    const found = await query(start);
    times.push((performance.now() - begin) * 1e3);
    results += found.count;
    for (const w of found.weights) weight += w;
  }
  times.sort((a, b) => a - b);
  return { queries: starts.length, p50_us: quantile(times, 0.5), p99_us: quantile(times, 0.99), results, top_weight: weight };
}

async function duckdb({ folder, day, threads, singles }, starts) {
  const { DuckDBInstance, version } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const db = await instance.connect();
  const begin = performance.now();
  const csv = (name) => `read_csv('${join(folder, name).replaceAll("'", "''")}', header = true, nullstr = '')`;
  await db.run(`create table vertices as select id::integer as id, kind, sector, region from ${csv('vertices.csv')} order by id`);
  await db.run(`create temp table held as select source::integer as source, target::integer as target,
                  coalesce("begin"::date, date '0001-01-01') as "begin", coalesce("end"::date, date '9999-12-31') as "end", weight::double as weight
                from ${csv('ties.csv')} where relation = '${relation}'`);
  await db.run('create table by_source as select * from held order by source');
  await db.run('create table by_target as select * from held order by target');
  await db.run('drop table held');
  for (const index of ['vertices(id)', 'by_source(source)', 'by_target(target)']) {
    await db.run(`create index i_${index.replace(/\W/g, '_')} on ${index}`);
  }
  const load_s = (performance.now() - begin) / 1e3;
  const valid = (tie) => `${tie}."begin" <= date '${day}' and ${tie}."end" > date '${day}'`;
  const single = await db.prepare(
    `with home as (select region from vertices where id = $1),
       reached as (select b.source as id, sum(a.weight * b.weight) as weight
                   from by_source a join by_target b on b.target = a.target join vertices v on v.id = b.source
                   where a.source = $1 and ${valid('a')} and ${valid('b')}
                     and v.kind = '${kind}' and v.sector = '${sector}' and v.region = (select region from home)
                   group by b.source)
     select count(*) over () as count, weight from reached order by weight desc, id limit 10`);
  // The planner scans by_target for a join; asked for the few targets by name it uses the index. Two statements, and the better counts.
  const programs = await db.prepare(`select target, weight from by_source a where source = $1 and ${valid('a')}`);
  const region = await db.prepare('select region from vertices where id = $1');
  const joined = async (start) => {
    single.bindInteger(1, start);
    const rows = (await single.runAndReadAll()).getRows();
    return { count: rows.length ? Number(rows[0][0]) : 0, weights: rows.map((row) => row[1]) };
  };
  const stepwise = async (start) => {
    programs.bindInteger(1, start);
    region.bindInteger(1, start);
    const hops = (await programs.runAndReadAll()).getRows();
    if (hops.length === 0) return { count: 0, weights: [] };
    const home = (await region.runAndReadAll()).getRows()[0][0];
    const listed = hops.map(([target, weight]) => `(${target}, ${weight}::double)`).join(', ');
    const text = typeof home === 'string' ? `'${home.replaceAll("'", "''")}'` : String(home);
    const rows = (await db.runAndReadAll(
      `with hop(target, weight) as (values ${listed}),
         reached as (select b.source as id, sum(hop.weight * b.weight) as weight
                     from by_target b join hop on b.target = hop.target join vertices v on v.id = b.source
                     where b.target in (${hops.map((hop) => hop[0]).join(', ')}) and ${valid('b')}
                       and v.kind = '${kind}' and v.sector = '${sector}' and v.region = ${text}
                     group by b.source)
       select count(*) over () as count, weight from reached order by weight desc, id limit 10`)).getRows();
    return { count: rows.length ? Number(rows[0][0]) : 0, weights: rows.map((row) => row[1]) };
  };
  const few = starts.slice(0, singles);
  const one = await measure(few, joined);
  const two = await measure(few.slice(0, Math.max(1, Math.floor(few.length / 4))), stepwise);
  const better = two.p50_us < one.p50_us ? two : one;

  // All starts in one statement.
  await db.run(`create temp table starts as select * from (values ${starts.map((start, at) => `(${at}, ${start})`).join(', ')}) s(nth, id)`);
  const batch = `with reached as (select s.nth, b.source as id, sum(a.weight * b.weight) as weight
        from starts s join vertices h on h.id = s.id join by_source a on a.source = s.id join by_target b on b.target = a.target
          join vertices v on v.id = b.source
        where ${valid('a')} and ${valid('b')} and v.kind = '${kind}' and v.sector = '${sector}' and v.region = h.region
        group by s.nth, b.source),
      ranked as (select nth, weight, row_number() over (partition by nth order by weight desc, id) as place, count(*) over (partition by nth) as count
                 from reached)
    select nth, any_value(count) as count, list(weight order by place) filter (place <= 10) as weights from ranked group by nth`;
  const batches = [];
  for (const used of new Set([1, threads])) {
    await db.run(`set threads = ${used}`);
    const of = { threads: used, mean_us: Infinity };
    for (let k = 0; k < 3; ++k) {
      const from = performance.now();
      const answers = await db.runAndReadAll(batch);
      of.mean_us = Math.min(of.mean_us, (performance.now() - from) * 1e3 / starts.length);
      of.results = of.top_weight = 0;
      for (const [, count, weights] of answers.getRows()) {
        of.results += Number(count);
        for (const w of weights.items) of.top_weight += w;
      }
    }
    batches.push(of);
  }
  db.closeSync();
  return { name: 'DuckDB', version: version(), load_s, ...better, batches };
}

async function kuzu({ folder, day, threads, singles }, starts) {
  const { default: library } = await import('kuzu');
  const db = new library.Database(':memory:');
  const connection = new library.Connection(db, threads);
  const run = async (text) => {
    const result = await connection.query(text);
    const rows = await result.getAll();
    result.close();
    return rows;
  };
  const begin = performance.now();
  const path = (name) => `'${join(folder, name).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  await run('create node table vertex(id int64 primary key, kind string, sector string, region string)');
  await run(`copy vertex from (load with headers (id int64, kind string, sector string, region string) from ${path('vertices.csv')} (header = true) return *)`);
  await run('create rel table tie(from vertex to vertex, valid_from date, valid_to date, weight double)');
  await run(`copy tie from (load with headers (relation string, source int64, target int64, b string, e string, weight double)
               from ${path('ties.csv')} (header = true) where relation = '${relation}'
               return source, target, case when b is null or b = '' then date('0001-01-01') else date(b) end,
                 case when e is null or e = '' then date('9999-12-31') else date(e) end, weight)`);
  const load_s = (performance.now() - begin) / 1e3;
  const valid = (tie) => `${tie}.valid_from <= date('${day}') and ${tie}.valid_to > date('${day}')`;
  // Two matches: within one, Kuzu would not walk back over the same tie, and the start itself would be missing.
  const statement = await connection.prepare(
    `match (s:vertex {id: $start})-[a:tie]->(p:vertex) where ${valid('a')}
     match (p)<-[b:tie]-(v:vertex) where ${valid('b')} and v.kind = '${kind}' and v.sector = '${sector}' and v.region = s.region
     with v.id as id, sum(a.weight * b.weight) as weight
     return count(*) as found, list_reverse_sort(collect(weight))[1:10] as weights`);
  if (!statement.isSuccess()) throw new Error(statement.getErrorMessage());
  const query = async (start) => {
    const result = await connection.execute(statement, { start });
    const [row] = await result.getAll();
    result.close();
    return { count: Number(row.found), weights: row.weights ?? [] };
  };
  const few = starts.slice(0, Math.max(1, Math.floor(Math.min(singles, starts.length) / 10)));  // tens of milliseconds each
  const single = await measure(few, query);
  return { name: 'Kuzu', version: library.VERSION, load_s, ...single };
}

const asked = options(process.argv.slice(2));
const starts = readFileSync(asked.starts, 'utf8').split('\n').filter(Boolean).map(Number);
const measured = [];
for (const database of [duckdb, kuzu]) {
  try {
    measured.push(await database(asked, starts));
  } catch (wrong) {
    measured.push({ name: database.name, error: String(wrong.message ?? wrong) });
  }
}
console.log(JSON.stringify({ day: asked.day, threads: asked.threads, databases: measured }, null, 1));
process.exit(0);  // Kuzu's destructors may outlive its database
