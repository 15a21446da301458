import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultSpec } from '../sandbox/faults.ts';
import type { Random } from '../sandbox/random.ts';
import type { Scene } from './scene.ts';

/** How often each comes up in a shuffled deck of all of them; every deck is played to its end. */
const deck = {
  kill: 6,
  'rate-limit': 1,
  'server-error': 1,
  'server-error-after-the-work': 1,
  hang: 1,
  drop: 1,
  slow: 1,
  'duplicate-webhooks': 1,
  'shuffle-webhooks': 1,
  'missed-webhook': 1,
  'cut-webhook': 1,
  'clock-skew': 1,
  uninstall: 1,
  'revoked-token': 1,
  'next-day': 1,
  'disk-full': 1,
  'database-restart': 1,
  'refused-record': 1,
} as const;

export type FaultKind = keyof typeof deck;

/** After these everything is compared, which finds what was lost: they wait until that was looked for. */
const leaps: readonly FaultKind[] = ['revoked-token', 'next-day'];

const longestSkewMs = 4 * 60_000;
const outageMs = 1_200;

/** What the stand-in is told to do wrong. */
function standInFault(kind: FaultKind, random: Random, dealId: string): FaultSpec | undefined {
  const some = { probability: 0.5, count: 4 + random.below(12) };
  switch (kind) {
    case 'rate-limit':
      return { kind: 'status', status: 429, retryAfterSeconds: 1, ...some };
    case 'server-error':
      return { kind: 'status', status: random.pick([500, 502, 503, 504, 423]), ...some };
    case 'server-error-after-the-work':
      return { kind: 'status', status: 500, when: 'after', ...some };
    case 'hang':
      return { kind: 'hang', when: random.pick(['before', 'after'] as const), count: 2 };
    case 'drop':
      return { kind: 'drop', when: random.pick(['before', 'after'] as const), ...some };
    case 'slow':
      return { kind: 'slow', delayMs: 1_500, ...some };
    case 'duplicate-webhooks':
    case 'shuffle-webhooks':
      return { kind, ...some };
    case 'refused-record':
      return { kind: 'refuse-record', objectType: '0-3', objectId: dealId, count: 40 };
    default:
      return undefined;
  }
}

/** Plays faults, each once its turn comes; leaps through time when they are asked for. */
export function createFaultDeck(scene: Scene, random: Random) {
  let cards: FaultKind[] = [];
  let ahead: FaultKind[] = [];
  let played: FaultKind[] = [];

  function draw(): FaultKind {
    if (cards.length === 0) {
      cards = (Object.keys(deck) as FaultKind[])
        .filter((kind) => kind !== 'database-restart' || scene.database.restart !== undefined)
        .filter((kind) => kind !== 'disk-full' || scene.database.restart === undefined)
        .flatMap((kind) => Array<FaultKind>(deck[kind]).fill(kind));
    }
    const [card = 'kill'] = cards.splice(random.below(cards.length), 1);
    return card;
  }

  async function play(kind: FaultKind): Promise<void> {
    const [deal] = kind === 'refused-record' ? await scene.sandbox.dump('deals') : [];
    const fault = standInFault(kind, random, deal?.id ?? '0');
    if (fault) await scene.sandbox.addFault(fault);
    else await playOwn(kind);
  }

  async function playOwn(kind: FaultKind): Promise<void> {
    switch (kind) {
      case 'kill':
        await scene.service.end('SIGKILL');
        return scene.service.start();
      case 'missed-webhook':
      case 'cut-webhook':
        return scene.troubleNextPost(kind === 'cut-webhook' ? 'cut' : 'miss');
      case 'clock-skew':
        return scene.skewClock((random.next() * 2 - 1) * longestSkewMs);
      case 'uninstall':
        await scene.sandbox.uninstall();
        await sleep(outageMs);
        return scene.connect();
      case 'revoked-token':
        await scene.sandbox.revoke();
        await scene.nextDay();
        await sleep(outageMs);
        return scene.connect();
      case 'next-day':
        return scene.nextDay();
      case 'disk-full':
        await scene.disk.fill(scene.service.pid());
        await sleep(outageMs);
        return scene.disk.free(scene.service.pid());
      default:
        return scene.database.restart?.();
    }
  }

  async function playAndNote(kind: FaultKind): Promise<void> {
    await play(kind);
    played.push(kind);
  }

  return {
    async next(): Promise<void> {
      const kind = draw();
      if (leaps.includes(kind)) ahead.push(kind);
      else await playAndNote(kind);
    },
    async leap(): Promise<void> {
      for (const kind of ahead) await playAndNote(kind);
      ahead = [];
    },
    /** What was played since this was last asked. */
    takePlayed(): FaultKind[] {
      const taken = played;
      played = [];
      return taken;
    },
  };
}
