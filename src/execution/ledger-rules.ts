import type { Day } from '../model/day.ts';
import type { NoiseLimits } from '../model/execution-settings.ts';
import type { KnownTask } from '../strategy/day-plan.ts';

/** Room for tasks that follow from others, beside those that the day's plan made. */
export function roomsOf(known: readonly KnownTask[], today: Day, limits: NoiseLimits) {
  const counts = new Map<string, { created: number; open: number }>();
  const countOf = (ownerId: string) => counts.get(ownerId) ?? { created: 0, open: 0 };
  for (const { ownerId, createdOn, isOpen } of known) {
    const { created, open } = countOf(ownerId);
    counts.set(ownerId, {
      created: created + (createdOn === today ? 1 : 0),
      open: open + (isOpen ? 1 : 0),
    });
  }
  return {
    /** Whether the owner has room for one more, which is then taken. */
    take(ownerId: string): boolean {
      const { created, open } = countOf(ownerId);
      counts.set(ownerId, { created: created + 1, open: open + 1 });
      return created < limits.newTasksPerOwnerPerDay && open < limits.openTasksPerOwner;
    },
  };
}
