import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import recipes from '../../docs/recipes.json' with { type: 'json' };
import type { Change } from '../../sandbox/changes.ts';
import { type Enrolment, Workflow } from '../../sandbox/workflows.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createStrategyStore } from '../../src/execution/strategy-store.ts';
import { readManifest } from '../../src/manifest.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const dayMs = 86_400_000;
/** What became of each recipe, by its key. */
const played = new Map<string, readonly Enrolment[]>();

let app: Awaited<ReturnType<typeof runningPortal>>;

/** A portal in which what the recipes wait for happens: customers fall silent, answer, sign and leave. */
beforeAll(async () => {
  app = await runningPortal({ portals: [{ portalId: portal, companies: 60 }] });
  ownProperties();
  await app.install();
  await app.quiet();
  await switchWinBackOn();
  await app.quiet();

  for (const recipe of recipes) {
    const { key, why: _, ...workflow } = recipe;
    played.set(key, app.sandbox.addWorkflow(portal, Workflow.parse(workflow)));
  }
  for (const id of app.companyIds()) typeOf.set(id, app.property(id, 'mainstay_nine_box'));
  app.sandbox.portal(portal).portal.onChange(noteTypes);
  await happen();
}, 120_000);
afterAll(() => app[Symbol.asyncDispose]());

async function happen(): Promise<void> {
  const calm = new Set(scored('mainstay_risk_level', 'low'));
  const valuable = scored('mainstay_value_tier', 'high').filter((id) => calm.has(id));
  const [first = 0, second = 0, third = 0] = valuable;
  await app.signed('POST', `/cards/companies/${first}/inputs`, {
    id: 'competitor-1',
    kind: 'competitor',
    value: 'yes',
  });
  const in30Days = app.sandbox.clock.now().getTime() + 30 * dayMs;
  app.user.update(companyType, second, { contract_end: dateOf(in30Days) });
  await app.signed('PUT', '/settings/mapping', { renewalProperty: 'contract_end' });
  app.user.update(companyType, third, { nps_last_score: 3 });
  win(app.user.create(companyType, { name: 'First order' }), 4_000);
  const small = scored('mainstay_value_tier', 'mid').find((id) => id !== first) ?? 0;
  for (const amount of [400_000, 500_000, 600_000]) win(small, amount);
  await allOver();

  app.user.update(companyType, third, { nps_last_score: 12 });
  app.advance(150 * dayMs);
  await allOver();
  for (const id of scored('mainstay_health_band', 'at_risk')) win(id, 30_000);
  await allOver();
  app.advance(300 * dayMs);
  await allOver();
}

/** Every change is scored and written, and nobody is within a workflow. */
async function allOver(): Promise<void> {
  await app.quiet();
  await until(() => [...played.values()].flat().every(({ isOver }) => isOver));
}

/** What a change of type said of itself, as it stood when all values of the write were there. */
const typeChanges: { before: string | null; from: string | null; at: number; saidAt: number }[] =
  [];
const typeOf = new Map<number, string | null>();

function noteTypes(change: Change): void {
  if (change.kind !== 'propertyChange' || change.name !== 'mainstay_nine_box') return;
  const { id, at, value } = change;
  const before = typeOf.get(id) ?? 'unscored';
  typeOf.set(id, value);
  setImmediate(() => {
    const from = app.property(id, 'mainstay_prev_type');
    const saidAt = Date.parse(app.property(id, 'mainstay_changed_at') ?? '');
    typeChanges.push({ before, from, at, saidAt });
  });
}

function scored(property: string, value: string): number[] {
  return app.companyIds().filter((id) => app.property(id, property) === value);
}

function win(companyId: number, amount: number): void {
  const deal = { dealname: 'Order', amount, pipeline: 'default', dealstage: 'closedwon' };
  const closedate = new Date(app.sandbox.clock.now().getTime() - dayMs).toISOString();
  app.user.create(dealType, { ...deal, closedate }, companyId);
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function ownProperties(): void {
  const { catalogue } = app.sandbox.portal(portal).portal;
  const phone = catalogue.find(companyType, 'phone');
  if (!phone) throw new Error('no property to copy');
  const number = { type: 'number', fieldType: 'number' } as const;
  const date = { type: 'date', fieldType: 'date' } as const;
  catalogue.add(companyType, { ...phone, ...number, name: 'nps_last_score' });
  catalogue.add(companyType, { ...phone, ...date, name: 'contract_end' });
}

async function switchWinBackOn(): Promise<void> {
  const db = await openDatabase(app.databaseUrl);
  const strategies = createStrategyStore(db, {
    library: Object.values(strategyLibrary),
    settingsFor: executionDefaults,
  });
  const at = app.sandbox.clock.now();
  await strategies.saveSettings(portal, { switchedOn: ['win_back'] }, { author: '1', at });
  await db.destroy();
}

const enrolmentsOf = (key: string) => played.get(key) ?? [];
const statusesOf = (key: string) =>
  enrolmentsOf(key).flatMap(({ executions }) => executions.map(({ outputs }) => outputs['status']));

describe('a recipe', () => {
  it('comes ten times', () => {
    expect(recipes).toHaveLength(10);
    expect(new Set(recipes.map(({ key }) => key)).size).toBe(10);
  });

  it.each(recipes.map(({ key, ...recipe }) => [key, recipe] as const))(
    '%s rests on properties and options that there are',
    (_key, { enrol, reEnrolOn }) => {
      const options = new Map(
        readManifest().properties.map((property) => [
          property.name,
          property.type === 'enumeration' ? property.options : null,
        ]),
      );
      const filters = enrol.flat().map((filter) => ({
        name: filter.propertyName,
        wanted: [
          'values' in filter ? (filter.values ?? []) : [],
          'value' in filter ? (filter.value ?? '').replaceAll('*', '') : [],
        ].flat(),
      }));
      const ours = filters.filter(({ name }) => name.startsWith('mainstay_'));
      for (const { name, wanted } of ours) {
        expect([...options.keys()]).toContain(name);
        const known = options.get(name);
        if (known) expect(known).toEqual(expect.arrayContaining(wanted));
      }
      for (const name of reEnrolOn.filter((each) => each.startsWith('mainstay_'))) {
        expect([...options.keys()]).toContain(name);
      }
    },
  );

  it.each(recipes.map(({ key }) => [key]))('%s enrols companies and goes through', (key) => {
    const enrolments = enrolmentsOf(key);
    const executions = enrolments.flatMap((enrolment) => enrolment.executions);

    expect(enrolments.length).toBeGreaterThan(0);
    expect(executions.filter(({ state }) => state === 'FAILED' || state === 'EXPIRED')).toEqual([]);
    expect(enrolments.some(({ noted }) => noted.length > 0)).toBe(true);
  });

  it('enrols an account again when it falls again', () => {
    const fallen = Map.groupBy(enrolmentsOf('at_risk'), ({ companyId }) => companyId);

    expect([...fallen.values()].some((times) => times.length > 1)).toBe(true);
  });

  it('starts a play once, and hears of an input that cannot be used', () => {
    expect(statusesOf('competitor_play')[0]).toBe('done');
    expect(statusesOf('survey_answer')).toEqual(['done', 'invalid_input']);
    expect(enrolmentsOf('survey_answer').map(({ noted }) => noted.length)).toEqual([0, 1]);
  });

  it('finds in step what changed, from what and when', () => {
    expect(typeChanges.length).toBeGreaterThan(20);
    for (const { before, from, at, saidAt } of typeChanges) {
      expect(from).toBe(before);
      expect(Math.abs(at - saidAt)).toBeLessThan(5_000);
    }
  });
});
