import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createStrategyStore } from '../../src/execution/strategy-store.ts';
import { createStrategyVersionStore } from '../../src/execution/strategy-version-store.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { portalId } from '../../src/model/ids.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { empty } from '../support/database.ts';
import { acme, aPortal, globex, noon, sealedTokens } from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const { core } = strategyLibrary;
const by = { author: '75', at: noon };
const second = {
  strategy: { ...core, version: 2 },
  author: '75',
  publishedAt: noon.getTime(),
  note: 'shorter',
  parent: 1,
};

/** What the stores of strategies promise, whatever engine is below them. */
export function describeStrategyStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(async () => {
    await empty(opened.db);
    const portals = createPortalStore(opened.db);
    for (const id of [acme, globex])
      await portals.install({ ...aPortal(), id }, sealedTokens, noon);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  const stores = () => ({
    strategies: createStrategyStore(opened.db, {
      library: Object.values(strategyLibrary),
      settingsFor: executionDefaults,
    }),
    versions: createStrategyVersionStore(opened.db),
  });

  it('follow the library until something is published, each portal for itself', async () => {
    const { strategies, versions } = stores();
    const before = await strategies.read(acme);

    const isPublished = await versions.publish(acme, second);
    const isPublishedAgain = await versions.publish(acme, second);

    const after = await strategies.read(acme);
    expect(before.strategies).toEqual(Object.values(strategyLibrary));
    expect([isPublished, isPublishedAgain]).toEqual([true, false]);
    expect(after.strategies[0]).toEqual(second.strategy);
    expect(after.revision).toBeGreaterThan(before.revision);
    expect((await strategies.read(globex)).strategies[0]).toEqual(core);
    expect(await versions.list(acme, 'core')).toEqual([second]);
    expect(await versions.list(acme, 'growth')).toEqual([]);
  });

  it('keep one draft a strategy until it is published or dropped', async () => {
    const { versions } = stores();
    const draft = {
      code: 'core',
      draft: core,
      note: '',
      basedOn: 1,
      author: '75',
      savedAt: 1,
    } as const;
    await versions.saveDraft(acme, draft);
    await versions.saveDraft(acme, { ...draft, note: 'again' });
    await versions.saveDraft(acme, { ...draft, code: 'growth' });

    expect(await versions.listDrafts(acme)).toHaveLength(2);
    expect(await versions.listDrafts(globex)).toEqual([]);
    await versions.publish(acme, second);
    await versions.dropDraft(acme, 'growth');
    expect(await versions.listDrafts(acme)).toEqual([]);
  });

  it('make no tasks before an admin says so, and keep what is set beside better defaults', async () => {
    const { strategies } = stores();
    const fresh = await strategies.read(acme);

    await strategies.saveSettings(acme, { switchedOn: ['core'] }, by);
    await strategies.saveSettings(acme, { dueHour: 8 }, by);

    const { library, settings, revision } = await strategies.read(acme);
    expect(fresh.library).toEqual([]);
    expect(library).toEqual([core]);
    expect(settings).toEqual({ ...fresh.settings, switchedOn: ['core'], dueHour: 8 });
    expect(revision).toBe(fresh.revision + 2);
    expect((await strategies.read(globex)).library).toEqual([]);
  });

  it('know no strategies of a portal that is not there', async () => {
    await expect(stores().strategies.read(portalId(999))).rejects.toThrow();
  });
}
