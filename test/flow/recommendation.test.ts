import { expect, it } from 'vitest';
import type { AssessedAccount, StepView } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../../src/model/day.ts';
import type { StrategyCode } from '../../src/model/strategy.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { portalWithTasks, type TaskPortal } from '../execution/with-tasks.ts';
import { portal, runningPortal } from '../support/running-portal.ts';

const words = { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' } as const;

const strategiesOfManySteps = ['core', 'maintain', 'win_back'];

/** An account with more than one step within a month, as its card and as a workflow see it. */
async function busyAccount(app: TaskPortal) {
  const company =
    app.companyIds.find((id) =>
      strategiesOfManySteps.includes(app.app.property(id, 'mainstay_strategy') ?? ''),
    ) ?? 0;
  await app.situation(company, { type: 'core' });
  const firstOnCard = async (): Promise<StepView> => {
    const { body } = await app.app.signed('GET', `/cards/companies/${company}`);
    const [first] = (body as AssessedAccount).strategy?.steps ?? [];
    if (!first) throw new Error('the card shows a step');
    return first;
  };
  return {
    company,
    firstOnCard,
    async recommended() {
      const uid = 'get_recommendation_action';
      const { outputs } = await app.sandbox.runAction(portal, { uid, companyId: company });
      const at = new Date(Number(outputs['next_step_date']));
      return {
        content: outputs['next_step'],
        due: new Intl.DateTimeFormat('en-US', words).format(at),
      };
    },
    async decide(decision: object) {
      const { strategy, step, stepKey } = await firstOnCard();
      const path = `/cards/companies/${company}/decisions`;
      const { status } = await app.app.signed('POST', path, {
        ...{ strategy, step, stepKey },
        ...decision,
      });
      expect(status).toBe(200);
    },
  };
}

const asShown = ({ content, due }: StepView) => ({ content, due });

it('hands a workflow the step the card names, also when somebody decided against another or put it off', async () => {
  await using app = await portalWithTasks({ companies: 24 });
  const { firstOnCard, recommended, decide } = await busyAccount(app);
  const first = await firstOnCard();
  expect(await recommended()).toEqual(asShown(first));

  await decide({ id: 'snooze-0001', kind: 'snooze', untilOn: isoDate(app.today() + 25) });
  const afterSnooze = await firstOnCard();
  const saidAfterSnooze = await recommended();
  await decide({ id: 'dismiss-0001', kind: 'dismiss', stepKey: null, note: 'Not for them' });
  const afterDismissal = await firstOnCard();

  expect(asShown(afterSnooze)).not.toEqual(asShown(first));
  expect(saidAfterSnooze).toEqual(asShown(afterSnooze));
  expect(asShown(afterDismissal)).not.toEqual(asShown(afterSnooze));
  expect(await recommended()).toEqual(asShown(afterDismissal));
});

it('hands a workflow the open task as it was adjusted, and what comes next once it is done', async () => {
  await using app = await portalWithTasks({ companies: 24 });
  const { company, firstOnCard, recommended, decide } = await busyAccount(app);
  await app.switchOn(['core']);
  await app.pass();

  await decide({ id: 'adjust-0001', kind: 'adjust', untilOn: isoDate(app.today() + 9) });
  const adjusted = await firstOnCard();
  const saidOfAdjusted = await recommended();
  const dueOn = isoDate(app.today() + 4);
  const nextAction = { title: 'Plan the training', ownerId: app.owners[0]?.id, dueOn };
  await app.app.signed('POST', `/cards/companies/${company}/executions`, {
    ...{ taskKey: adjusted.stepKey, status: 'done', feedback: 'They need training' },
    nextAction,
  });

  expect(saidOfAdjusted).toEqual(asShown(adjusted));
  expect((await recommended()).content).toBe('Plan the training');
  expect(await recommended()).toEqual(asShown(await firstOnCard()));
});

type App = Awaited<ReturnType<typeof runningPortal>>;

/** The strategy of a company as its property, its card and a workflow have it. */
async function strategiesOf(app: App, companyId: number) {
  await app.quiet();
  const { body } = await app.signed('GET', `/cards/companies/${companyId}`);
  const { strategy } = body as AssessedAccount;
  const codes = Object.keys(strategyLibrary) as StrategyCode[];
  const uid = 'get_recommendation_action';
  const { outputs } = await app.sandbox.runAction(portal, { uid, companyId });
  return {
    property: app.property(companyId, 'mainstay_strategy'),
    card: codes.find((code) => strategy?.title.endsWith(strategyLibrary[code].name.en)),
    workflow: outputs['strategy'],
    first: strategy?.steps[0],
  };
}

it('names one strategy in the property, on the card and to workflows, whatever is switched on or decided', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 40 }] });
  await app.install();
  await app.quiet();
  const strategyOf = (id: number) => app.property(id, 'mainstay_strategy') as StrategyCode;
  const company = app.companyIds().find((id) => strategyOf(id).startsWith('win_back')) ?? 0;
  const winBack = strategyOf(company);
  const type = app.property(company, 'mainstay_nine_box') as StrategyCode;
  const { owners } = app.sandbox.portal(portal).portal;
  const fallbackOwnerId = owners.find(({ archived }) => !archived)?.id;
  const chains = { kam: [{ kind: 'property', property: 'hubspot_owner_id' }] };
  const agreeOn = async (code: StrategyCode) => {
    const { first, ...said } = await strategiesOf(app, company);
    expect(said).toEqual({ property: code, card: code, workflow: code });
    return first;
  };

  await agreeOn(winBack);

  await app.signed('PUT', '/settings/execution', { roles: { chains, fallbackOwnerId } });
  const switchOn = async (code: StrategyCode) => {
    await app.signed('POST', `/settings/strategies/${code}/resources`, { as: 'waived', note: '' });
    const body = { codes: [code], isOn: true };
    expect((await app.signed('POST', '/settings/strategies/switch', body)).status).toBe(200);
  };
  await switchOn(type);
  const step = await agreeOn(type);

  const path = `/cards/companies/${company}/decisions`;
  const meant = { strategy: step?.strategy, step: step?.step };
  for (const [index, decision] of [
    { kind: 'accept', stepKey: step?.stepKey },
    { kind: 'dismiss', stepKey: null, note: 'Not for them' },
  ].entries()) {
    const id = `decision-${index}`;
    expect((await app.signed('POST', path, { id, ...meant, ...decision })).status).toBe(200);
    await agreeOn(type);
  }

  await switchOn(winBack);
  await agreeOn(winBack);
});
