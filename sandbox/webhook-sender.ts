import type { RegisteredApp } from './app-registration.ts';
import type { Clock } from './clock.ts';
import type { createFaults } from './faults.ts';
import { createRandom } from './random.ts';
import { signV1, signV3 } from './signatures.ts';
import type { WebhookEvent } from './webhook-events.ts';

export type WebhookOptions = {
  /** How long events gather before they are sent. */
  coalesceMs: number;
  timeoutMs: number;
  /** 1 for HubSpot's retries over a day; smaller for tests. */
  retryScale: number;
};

const MOST_EVENTS = 100;
const MOST_RETRIES = 10;
const FIRST_RETRY_MS = 60_000;
const LAST_RETRY_MS = 24 * 3_600_000;

type Delivery = {
  events: WebhookEvent[];
  attempt: number;
  firstTriedAt: number;
  /** The lane's epoch when it was made: a delivery of a former install is not repeated. */
  epoch: number;
};
type Retry = { delivery: Delivery; dueAt: number };

type Lane = {
  portalId: number;
  /** Events not yet in a delivery. */
  gathering: WebhookEvent[];
  ready: Delivery[];
  retries: Retry[];
  inFlight: number;
  eventsInFlight: number;
  epoch: number;
  timer: NodeJS.Timeout | undefined;
  /** When the timer fires, in the machine's time. */
  timerAt: number;
};

export type WebhookSender = ReturnType<typeof createWebhookSender>;

type Deps = {
  app: RegisteredApp;
  clock: Clock;
  faults: ReturnType<typeof createFaults>;
  options: WebhookOptions;
};

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] as Item, mixed[index] as Item];
  }
  return mixed;
}

/** Properties of one record written at one moment arrive in any order, its creation not first. */
function mixedWithinMoments(events: readonly WebhookEvent[], random: () => number): WebhookEvent[] {
  const moments = new Map<string, WebhookEvent[]>();
  for (const event of events) {
    const key = `${event.occurredAt}/${String(event['objectId'] ?? event['fromObjectId'])}`;
    const moment = moments.get(key);
    if (moment) moment.push(event);
    else moments.set(key, [event]);
  }
  return [...moments.values()].flatMap((moment) => shuffled(moment, random));
}

/** Delivers events to the app as HubSpot does: in bundles, signed, at least once, in no order. */
export function createWebhookSender({ app, clock, faults, options }: Deps) {
  const lanes = new Map<number, Lane>();
  const random = createRandom(7).next;
  const stats = { posts: 0, events: 0, acknowledged: 0, failedPosts: 0, missed: 0, givenUp: 0 };
  let isClosed = false;

  function laneOf(portalId: number): Lane {
    let lane = lanes.get(portalId);
    if (!lane) {
      const empty = {
        gathering: [],
        ready: [],
        retries: [],
        inFlight: 0,
        eventsInFlight: 0,
        epoch: 0,
        timer: undefined,
        timerAt: 0,
      };
      lane = { portalId, ...empty };
      lanes.set(portalId, lane);
    }
    return lane;
  }

  function bundle(lane: Lane): void {
    let events = mixedWithinMoments(lane.gathering.splice(0), random);
    if (events.length === 0) return;
    if (faults.onWebhook('shuffle-webhooks', lane.portalId)) events = shuffled(events, random);
    for (let start = 0; start < events.length; start += MOST_EVENTS) {
      const part = events.slice(start, start + MOST_EVENTS);
      lane.ready.push({ events: part, attempt: 0, firstTriedAt: clock.nowMs(), epoch: lane.epoch });
    }
  }

  function wake(lane: Lane, delayMs: number): void {
    const at = Date.now() + delayMs;
    if (isClosed || (lane.timer && lane.timerAt <= at)) return;
    clearTimeout(lane.timer);
    lane.timerAt = at;
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      pump(lane);
    }, delayMs);
  }

  function pump(lane: Lane): void {
    if (isClosed) return;
    bundle(lane);
    const due = lane.retries.filter(({ dueAt }) => dueAt <= clock.nowMs());
    lane.retries = lane.retries.filter(({ dueAt }) => dueAt > clock.nowMs());
    lane.ready.push(...due.map(({ delivery }) => delivery));
    while (lane.ready.length > 0 && lane.inFlight < app.manifest().maxConcurrentRequests) {
      const delivery = lane.ready.shift();
      if (!delivery) break;
      lane.inFlight++;
      lane.eventsInFlight += delivery.events.length;
      void post(lane, delivery).finally(() => {
        lane.inFlight--;
        lane.eventsInFlight -= delivery.events.length;
        pump(lane);
      });
    }
    const next = Math.min(...lane.retries.map(({ dueAt }) => dueAt));
    if (Number.isFinite(next)) wake(lane, Math.min(2 ** 30, Math.max(1, next - clock.nowMs())));
  }

  function retryLater(lane: Lane, delivery: Delivery): void {
    if (delivery.epoch !== lane.epoch) return;
    const age = clock.nowMs() - delivery.firstTriedAt;
    if (delivery.attempt >= MOST_RETRIES || age > LAST_RETRY_MS) {
      stats.givenUp += delivery.events.length;
      return;
    }
    // 1, 2, 4 … minutes, each up to half more or less: ten of them stay within the day.
    const delay = FIRST_RETRY_MS * 2 ** delivery.attempt * (0.5 + random()) * options.retryScale;
    lane.retries.push({
      delivery: { ...delivery, attempt: delivery.attempt + 1 },
      dueAt: clock.nowMs() + Math.min(delay, LAST_RETRY_MS / 6),
    });
  }

  async function post(lane: Lane, delivery: Delivery): Promise<void> {
    const { webhookUrl, clientSecret } = app.get();
    if (!webhookUrl) return;
    const body = JSON.stringify(
      delivery.events.map((event) => ({ ...event, attemptNumber: delivery.attempt })),
    );
    stats.posts++;
    stats.events += delivery.events.length;
    const timestamp = clock.nowMs();
    try {
      const answer = await fetch(webhookUrl, {
        method: 'POST',
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'HubSpot Webhooks',
          'x-hubspot-request-timestamp': String(timestamp),
          'x-hubspot-signature-v3': signV3(
            clientSecret,
            { method: 'POST', uri: webhookUrl, body },
            timestamp,
          ),
          'x-hubspot-signature': signV1(clientSecret, body),
          'x-hubspot-signature-version': 'v1',
        },
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      stats.acknowledged += delivery.events.length;
    } catch {
      stats.failedPosts++;
      retryLater(lane, delivery);
    }
  }

  const isIdle = (lane: Lane) =>
    lane.inFlight + lane.gathering.length + lane.ready.length + lane.retries.length === 0;

  // A day that passes makes retries due.
  clock.onMove(() => {
    for (const lane of lanes.values()) pump(lane);
  });

  return {
    stats: () => ({
      ...stats,
      pending: [...lanes.values()].reduce(
        (sum, lane) =>
          sum +
          lane.eventsInFlight +
          lane.gathering.length +
          lane.ready.reduce((events, delivery) => events + delivery.events.length, 0) +
          lane.retries.reduce((events, { delivery }) => events + delivery.events.length, 0),
        0,
      ),
    }),
    send(events: readonly WebhookEvent[]): void {
      for (const event of events) {
        if (faults.onWebhook('miss-webhooks', event.portalId)) {
          stats.missed++;
          continue;
        }
        const lane = laneOf(event.portalId);
        lane.gathering.push(event);
        if (faults.onWebhook('duplicate-webhooks', event.portalId)) lane.gathering.push(event);
        if (lane.gathering.length >= MOST_EVENTS) pump(lane);
        else wake(lane, options.coalesceMs);
      }
    },
    isIdle: (portalId: number) => isIdle(laneOf(portalId)),
    /** Retries wait for their time no longer. */
    retryNow(): void {
      for (const lane of lanes.values()) {
        for (const retry of lane.retries) retry.dueAt = 0;
        pump(lane);
      }
    },
    drop(portalId: number): void {
      const lane = laneOf(portalId);
      lane.gathering = [];
      lane.ready = [];
      lane.retries = [];
      lane.epoch++;
    },
    close(): void {
      isClosed = true;
      for (const lane of lanes.values()) clearTimeout(lane.timer);
    },
  };
}
