import { expect, it } from 'vitest';
import type { TaskProblem } from '../../src/execution/task-problem-store.ts';
import { accountId } from '../../src/model/ids.ts';
import type { Locale } from '../../src/words/words.ts';
import { tabOf } from './playbook-facts.ts';

const problem: TaskProblem = {
  taskKey: 'key',
  step: 'wb.call',
  title: null,
  accountId: accountId('1'),
  accountName: 'Acme',
  dueOn: 20_000,
  ownerId: '9',
  movedFrom: null,
  ownerProblem: null,
  refusal: null,
};

function reasonOf(difference: Partial<TaskProblem>, locale: Locale = 'en') {
  const { problems } = tabOf(locale, { taskProblems: [{ ...problem, ...difference }] });
  return problems.rows[0]?.at(-1);
}

const because = (code: object) => JSON.stringify([code]);

it('says which task is with whom', () => {
  const { problems } = tabOf('zh-TW', { taskProblems: [{ ...problem, movedFrom: '10' }] });

  expect(problems.rows).toEqual([
    [
      '3 天內電話回訪，了解流失原因（價格、服務、競品）',
      'Acme',
      '2024年10月4日',
      'Kim Berger',
      'Lee Left 已停用',
    ],
  ]);
  expect(tabOf().problems.rows).toEqual([]);
});

it.each([
  [
    { refusal: 'Property values were not valid' },
    'HubSpot refuses it: Property values were not valid',
  ],
  [{ movedFrom: '10' }, 'Lee Left is no longer active'],
  [
    { ownerProblem: because({ code: 'deactivated_owner', ownerId: '10' }) },
    'Lee Left is no longer active',
  ],
  [{ ownerProblem: because({ code: 'unknown_owner', ownerId: '77' }) }, 'There is no owner 77'],
  [
    { ownerProblem: because({ code: 'empty_team', teamId: '17801' }) },
    'Nobody of the team Key accounts is active',
  ],
  [
    { ownerProblem: because({ code: 'empty_property', property: 'kam' }) },
    'The property kam is empty',
  ],
  [
    { ownerProblem: because({ code: 'empty_property', property: 'account_manager' }) },
    'The property Account manager is empty',
  ],
  [
    { ownerProblem: because({ code: 'empty_property', property: 'hubspot_owner_id' }) },
    'The property Company owner is empty',
  ],
  [{ ownerProblem: because({ code: 'no_source' }) }, 'Nobody is named for this role'],
])('says what is wrong: %o', (difference, reason) => {
  expect(reasonOf(difference)).toBe(reason);
});
