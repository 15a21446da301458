import type { ActionRunner } from './action-runner.ts';
import type { RegisteredApp } from './app-registration.ts';
import type { CallStats } from './call-stats.ts';
import type { Clock } from './clock.ts';
import type { createFaults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { createLocks } from './locks.ts';
import type { Oauth } from './oauth.ts';
import type { Portal } from './portal.ts';
import type { createRateLimits } from './rate-limit.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** Everything one sandbox runs on, shared by its routes. */
export type Hub = {
  clock: Clock;
  app: RegisteredApp;
  portals: Map<number, Portal>;
  oauth: Oauth;
  limits: ReturnType<typeof createRateLimits>;
  faults: ReturnType<typeof createFaults>;
  locks: ReturnType<typeof createLocks>;
  webhooks: WebhookSender;
  journal: Journal;
  actions: ActionRunner;
  stats: CallStats;
  latencyMs: number;
  autoConsent: boolean;
};
