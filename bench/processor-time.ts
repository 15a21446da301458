import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const ticksPerSecond = 100;

/** Processor seconds that a process has used, of all its threads; 0 where the system does not tell. */
export function processorSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** Processor seconds that all cores have used since the machine was started, whoever used them. */
export function machineSeconds(): number {
  const busyMs = cpus().reduce((sum, { times: { user, nice, sys, irq } }) => {
    return sum + user + nice + sys + irq;
  }, 0);
  return busyMs / 1_000;
}
