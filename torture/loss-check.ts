import type { Database } from '../src/database/schema.ts';
import type { FaultKind } from './faults.ts';
import { findLostEvents } from './lost-events.ts';
import type { TortureOptions } from './options.ts';
import type { Scene } from './scene.ts';

/** Looks after each round for events of it that the service ought to know of and does not. */
export function createLossCheck(
  scene: Scene,
  db: Database,
  { journal }: Pick<TortureOptions, 'journal'>,
) {
  const { relay, sandbox } = scene;
  let acknowledged = 0;
  let missed = 0;
  let givenUp = 0;

  return {
    /** Those that were acknowledged; those that went astray as well where the journal told of them. */
    async check(played: readonly FaultKind[]) {
      const taken = relay.acknowledged().slice(acknowledged);
      const astray = relay.missed().slice(missed);
      acknowledged += taken.length;
      // A start that takes long on a busy machine outlasts every try of a post.
      const givenUpBefore = givenUp;
      givenUp = await sandbox.givenUp();
      // While the app is not installed nobody tells of new links, and nothing can be concluded from them.
      const isAway = played.includes('uninstall');
      const areTold = journal === 'used' && !isAway;
      const areLacking = astray.length > 0 || givenUp > givenUpBefore;
      const hidesLinks = isAway || (areLacking && !areTold);
      const events = areTold ? [...taken, ...astray] : taken;
      const lost = await findLostEvents({ db, ...scene }, events, { comparesLinks: !hidesLinks });
      return { events: events.length, lost, hidesLinks };
    },
    /** What went astray until now was found by a comparison, or is not looked for. */
    leaveOut(): void {
      missed = relay.missed().length;
    },
  };
}
