import { unevenSteps } from './cadence.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

const readableParts = new Set(['perStrategy', 'perStep', 'cadence', 'winBacks']);

/**
 * Lives through the months and says what came of them. Returns the exit code: 1 where the portal's tasks
 * and the service's own counts differ, a task is there twice, an owner got more than agreed, a change was
 * missed, an event was lost, HubSpot's limit was hit, or a step of the calendar came more or less often than
 * its periods.
 */
export async function reportSimulation(
  options: SimulationOptions & { json: boolean },
): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(`${options.companies} companies live through ${options.months} months …`);
  const result = await simulate({
    ...options,
    onMonth: ({ daysIn, tasks }) => say(`  day ${daysIn}: ${tasks} tasks so far`),
  });
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else for (const [name, value] of Object.entries(result)) say(lineOf(name, value));
  const { differences, duplicates, unrecognised, ownerDaysOverBudget } = result;
  const { missedRecords, webhookEventsLost, rateLimitHits } = result;
  const uneven = unevenSteps(result.cadence).length;
  const wrong = differences.length + duplicates + unrecognised + ownerDaysOverBudget;
  return wrong + missedRecords + webhookEventsLost + rateLimitHits + uneven === 0 ? 0 : 1;
}

function lineOf(name: string, value: unknown): string {
  const text = readableParts.has(name) ? JSON.stringify(value, null, 1) : JSON.stringify(value);
  return `  ${name.padEnd(20)} ${text}`;
}
