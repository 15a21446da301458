import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { PortalProgress } from '../src/refresh/portal-progress.ts';

const names = { company: 'companies', deal: 'deals', ticket: 'tickets' } as const;

/** Shows the first read on the terminal: counts, rate and time left of each kind of record. */
export function createProgressBars() {
  const bars = new Map<string, SingleBar>();
  const all = new MultiBar(
    {
      format: '  {name} {bar} {value}/{total}  {perSecond}/s  {left} left',
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );

  return {
    show({ backfill }: PortalProgress): void {
      for (const { objectType, done, total, perSecond, secondsLeft } of backfill) {
        const name = names[objectType].padEnd(9);
        const left = secondsLeft === null ? '?' : `${secondsLeft} s`;
        const bar = bars.get(objectType) ?? all.create(total ?? 0, 0, { name, perSecond, left });
        bars.set(objectType, bar);
        bar.setTotal(Math.max(total ?? 0, done));
        bar.update(done, { name, perSecond, left });
      }
    },
    stop: () => all.stop(),
  };
}
