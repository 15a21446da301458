import { readOptions } from './options.ts';
import { reportSimulation } from './simulation/report-simulation.ts';

/** `npm run demo`: a portal to look at, or with `--simulate` one that lives through months. */
const options = readOptions(process.argv);
if (options.simulate === undefined) await import('./live-portal.ts');
else process.exitCode = await reportSimulation({ ...options, months: options.simulate });
