import { expect, it } from 'vitest';
import type { PolicyPreview } from '../../src/model/policy-preview.ts';
import { previewView } from '../../src/settings/policy-preview-view-rules.ts';
import { wordsIn } from '../../src/words/words.ts';
import { aPreview, settingsFacts } from './settings-facts.ts';

function viewOf(difference: Partial<PolicyPreview>, locale: 'en' | 'zh-CN' = 'en') {
  const facts = settingsFacts({ draft: 'previewed', words: wordsIn(locale) });
  const { preview } = facts;
  if (preview.state !== 'done') throw new Error('there is no preview');
  const shown = { ...preview, preview: { ...aPreview, ...difference } };
  const view = previewView({ ...facts, preview: shown });
  if (view.state !== 'done') throw new Error(`the preview is ${view.state}`);
  return view;
}

it('draws the types as the nine-box is read, the unscored last', () => {
  const shift = (code: string) => ({ code, before: 1, after: 2 });
  const nineBox = ['churn_warning', 'core', 'none', 'observe'].map(shift);

  const view = viewOf({ shifts: { ...aPreview.shifts, nine_box: nineBox } });

  const groups = view.charts[1]?.points.map(({ group }) => group);
  expect([...new Set(groups)]).toEqual(['Core', 'Observe', 'Churn warning', 'Not scored']);
});

it.each([
  [
    'en',
    '1 of 25 accounts moves. 2 companies would get 8 property values. All accounts are scored again by the draft, as the preview shows. You can roll back.',
    'Value: High',
  ],
  [
    'zh-CN',
    '25 家客户中有 1 家变动。将为 2 家公司写入 8 个属性值。将按草稿重新评分全部客户，结果与预览一致。可随时回退。',
    '价值：高',
  ],
] as const)('asks before publishing in whole sentences: %s', (locale, question, shifted) => {
  const view = viewOf({}, locale);

  expect(view.confirm).toBe(question);
  expect(view.shifts.rows[1]?.[0]).toBe(shifted);
});

it('shows both ends of a range with as many decimals as the middle', () => {
  const judged = {
    ...{ verified: true, auc: 0.8, aucLow: 0.734, aucHigh: 0.9 },
    ...{ customers: 201, churned: 70 },
  } as never;

  const view = viewOf({ backtest: { today: judged, draft: judged } });

  expect(view.backtest.rows[0]?.[1]).toBe('0.80 (0.73–0.90)');
});
