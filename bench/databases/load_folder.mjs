// Loading a data folder into DuckDB to a first answer: both tables, the ends of ties found by a join, and how many ties have no end.
//
//   node load_folder.mjs DIR [--threads N]
//
// DIR holds vertices.csv with a column id and ties.csv with relation, source, target, begin, end and weight. Prints JSON: the version, how
// long all of it took in seconds, the better of two, and the answer.
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';

const [folder, option, threads = '2'] = process.argv.slice(2);
if (!folder || (option && option !== '--threads')) throw new Error('expected a folder and --threads N');
const { DuckDBInstance, version } = await import('@duckdb/node-api');

async function load() {
  const instance = await DuckDBInstance.create(':memory:', { threads });
  const db = await instance.connect();
  const begin = performance.now();
  const csv = (name) => `read_csv('${join(folder, name).replaceAll("'", "''")}', header = true, nullstr = '')`;
  await db.run(`create table vertices as select row_number() over () as number, * from ${csv('vertices.csv')}`);
  await db.run(`create table listed as select * from ${csv('ties.csv')}`);
  await db.run(`create table ties as select relation, s.number as source, t.number as target, "begin", "end", weight
                from listed join vertices s on s.id = listed.source join vertices t on t.id = listed.target`);
  const rows = (await db.runAndReadAll('select count(*) from ties where "end" is null')).getRows();
  const seconds = (performance.now() - begin) / 1e3;
  db.closeSync();
  return { seconds, open_ties: Number(rows[0][0]) };
}

const first = await load();
const second = await load();
console.log(JSON.stringify({ version: version(), ...first, seconds: Math.min(first.seconds, second.seconds) }));
