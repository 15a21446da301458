import { readOptions } from './options.ts';
import { runTorture } from './run-torture.ts';

/** `npm run torture`: ends with one line of JSON, and with 1 when anything was lost or is wrong. */
const options = readOptions(process.argv);
const say = options.json ? () => {} : (line: string) => void process.stderr.write(`${line}\n`);
const result = await runTorture(options, say);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exitCode = result.lostWebhooks + result.mismatches + result.duplicateTasks > 0 ? 1 : 0;
