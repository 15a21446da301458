import { benches } from './catalogue.ts';

/** Measures one benchmark and sends its figures to the process that started this one. */
const bench = benches[process.argv[2] ?? ''];
if (!bench || !process.send) throw new Error('started by bench.ts, with the name of a benchmark');
for (const figure of await bench.measure()) process.send(figure);
process.disconnect();
