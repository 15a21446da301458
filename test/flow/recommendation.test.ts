import { expect, it } from 'vitest';
import type { AssessedAccount, StepView } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../../src/model/day.ts';
import { portalWithTasks, type TaskPortal } from '../execution/with-tasks.ts';
import { portal } from '../support/running-portal.ts';

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
