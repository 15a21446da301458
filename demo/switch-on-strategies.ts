import type { StrategyCode } from '../src/model/strategy.ts';
import { strategyLibrary } from '../src/strategy/library.ts';
import { demoPortal } from './demo-app.ts';
import { askAsAdmin } from './signed-request.ts';

type Choices = {
  salesDirector: string;
  fallback: string;
  /** Dates that are worked although they may be days off. */
  worked?: readonly string[];
};

/**
 * Lets strategies become tasks, as the admin does in the settings: says who is who, settles the resources
 * that are asked for, and switches everything on.
 */
export async function switchOnStrategies(
  serviceUrl: string,
  { salesDirector, fallback, worked }: Choices,
  { portalId = demoPortal, now = () => new Date() }: { portalId?: number; now?: () => Date } = {},
): Promise<void> {
  const codes = Object.keys(strategyLibrary) as StrategyCode[];
  const kam = [{ kind: 'property', property: 'hubspot_owner_id' }];
  const director = [{ kind: 'owner', ownerId: salesDirector }];
  const chains = { kam, sales_director: director, executive_sponsor: director, manager: director };
  await askAsAdmin(serviceUrl, {
    method: 'PUT',
    path: '/settings/execution',
    body: {
      roles: { chains, fallbackOwnerId: fallback },
      ...(worked && { calendar: { name: 'none', edits: { off: [], worked } } }),
    },
    portalId,
    now: now(),
  });
  for (const code of codes) {
    await askAsAdmin(serviceUrl, {
      method: 'POST',
      path: `/settings/strategies/${code}/resources`,
      body: { as: 'confirmed', note: 'agreed for the demo' },
      portalId,
      now: now(),
    });
  }
  await askAsAdmin(serviceUrl, {
    method: 'POST',
    path: '/settings/strategies/switch',
    body: { codes, isOn: true },
    portalId,
    now: now(),
  });
}
