import type { Sandbox } from '../../sandbox/sandbox.ts';
import { dayIn } from '../../src/model/day.ts';
import type { PortalId } from '../../src/model/ids.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** How much faster simulated time goes while the service works; in between it leaps. */
const pace = 300;
const tickMs = 5;
const lookEveryMs = 1;

type Place = Pick<Sandbox, 'clock' | 'webhooksIdle'> & { portalId: PortalId; timeZone: string };

/** Simulated time: it goes fast, and leaps where nothing is under way. Goes on until it is ended. */
export function createTime({ clock, webhooksIdle, portalId, timeZone }: Place) {
  const ticking = setInterval(() => clock.advanceDays((pace * tickMs) / dayMs), tickMs);

  /** Resolves when HubSpot has told of everything that happened. */
  async function told(): Promise<void> {
    while (!webhooksIdle(portalId)) await new Promise((go) => setTimeout(go, lookEveryMs));
  }

  return {
    today: () => dayIn(timeZone)(clock.now().getTime()),
    told,

    /** HubSpot tells within seconds: no leap overtakes what it is telling, which would be refused as old. */
    async leapTo(hour: number): Promise<void> {
      await told();
      const passed = clock.now().getTime() % dayMs;
      const wanted = hour * hourMs;
      clock.advanceDays((wanted > passed ? wanted - passed : wanted - passed + dayMs) / dayMs);
    },

    end: () => clearInterval(ticking),
  };
}
