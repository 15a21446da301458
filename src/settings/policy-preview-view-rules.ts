import type { PreviewResult } from '../../extensions/app/settings/contract.ts';
import { nineBoxTypes } from '../model/assessment.ts';
import type { Verification } from '../model/frame.ts';
import { type Movable, movables, type PolicyPreview } from '../model/policy-preview.ts';
import type { WordKey, Words } from '../words/words.ts';
import type { SettingsFacts } from './settings-facts.ts';
import { aucText } from './setup-view-rules.ts';

const shownMoves = 50;

/** What a draft would do, once it was tried. */
export function previewView(facts: SettingsFacts): PreviewResult {
  const { words, preview, draft } = facts;
  switch (preview.state) {
    case 'none':
      return { state: 'none' };
    case 'running':
      return { state: 'running', text: words.say('settings.preview.running') };
    case 'failed':
      return {
        state: 'failed',
        text: words.say('settings.preview.failed', { id: preview.errorId.slice(0, 8) }),
      };
    case 'interrupted':
      return { state: 'failed', text: words.say('settings.preview.interrupted') };
    case 'done':
      return doneView(preview.preview, draft?.fingerprint === preview.fingerprint, facts);
  }
}

function doneView(preview: PolicyPreview, isCurrent: boolean, facts: SettingsFacts): PreviewResult {
  const { words } = facts;
  const { accounts, assessed, moved, writes, backtest } = preview;
  const summary = words.count('settings.preview.moved', moved, { of: words.number(assessed) });
  const written = words.count('settings.preview.writes', writes.accounts, {
    values: words.number(writes.values),
  });
  return {
    state: 'done',
    title: words.say('settings.preview.title'),
    summary,
    isCurrent,
    writes: written,
    confirm: words.say('settings.preview.confirm', { summary, written }),
    sample:
      assessed < accounts
        ? words.say('settings.preview.sample', {
            n: words.number(assessed),
            of: words.number(accounts),
          })
        : null,
    backtest: {
      title: words.say('settings.preview.backtest'),
      columns: ['', words.say('settings.preview.today'), words.say('settings.preview.draft')],
      rows: backtestRows(backtest.today, backtest.draft, words),
      empty: words.say('settings.found.no_backtest'),
    },
    charts: [
      drawn('settings.preview.chart_health', healthBars(preview), words),
      drawn('settings.preview.chart_type', typeBars(preview, words), words),
    ],
    shifts: {
      title: words.say('settings.preview.shifts'),
      columns: [
        words.say('settings.preview.answer'),
        words.say('settings.before'),
        words.say('settings.after'),
      ],
      rows: movables.flatMap((of) =>
        preview.shifts[of]
          .filter(({ before, after }) => before !== after)
          .map(({ code, before, after }) => [
            words.say('unit.labelled', {
              label: movableText(of, words),
              value: answerText(of, code, words),
            }),
            words.number(before),
            words.number(after),
          ]),
      ),
      empty: words.say('settings.preview.nothing'),
    },
    moves: movesGrid(preview, words),
  };
}

function backtestRows(today: Verification | null, draft: Verification | null, words: Words) {
  if (!today || !draft) return [];
  const row = (key: WordKey, of: (one: Verification) => string) => [
    words.say(key),
    of(today),
    of(draft),
  ];
  return [
    row('settings.diagnosis.auc', (one) => aucText(words, one)),
    row('settings.diagnosis.customers', ({ customers }) => words.number(customers)),
    row('settings.diagnosis.churned', ({ churned }) => words.number(churned)),
    row('settings.diagnosis.verdict', ({ verified }) =>
      words.say(verified ? 'risk.verified' : 'risk.unverified'),
    ),
  ];
}

function movesGrid({ movedAccounts, moved }: PolicyPreview, words: Words) {
  const rows = movedAccounts.slice(0, shownMoves).flatMap(({ accountId, name, moves }) =>
    moves.map((move) => [
      name ?? accountId,
      words.say('unit.labelled', {
        label: movableText(move.of, words),
        value: `${answerText(move.of, move.before, words)} → ${answerText(move.of, move.after, words)}`,
      }),
      words.say(`settings.cause.${move.cause}`),
    ]),
  );
  const listed = Math.min(moved, shownMoves);
  return {
    title: words.say('settings.preview.moves', {
      n: words.number(listed),
      of: words.number(moved),
    }),
    columns: [
      words.say('settings.preview.account'),
      words.say('settings.preview.move'),
      words.say('settings.preview.cause'),
    ],
    rows,
    empty: words.say('settings.preview.nothing'),
  };
}

function movableText(of: Movable, words: Words): string {
  return words.say(`settings.movable.${of}`);
}

function answerText(of: Movable, code: string, words: Words): string {
  if (code === 'none') return words.say('band.unscored');
  switch (of) {
    case 'nine_box':
      return words.say(`type.${code}` as WordKey);
    case 'health_band':
      return words.say(`band.${code}` as WordKey);
    case 'lifecycle':
      return words.say(`lifecycle.${code}` as WordKey);
    case 'value_tier':
    case 'potential_tier':
    case 'risk_level':
      return words.say(`level.${code}` as WordKey);
  }
}

type Bar = { group: string; before: number; after: number };
type Chart = Extract<PreviewResult, { state: 'done' }>['charts'][number];

function drawn(title: WordKey, bars: readonly Bar[], words: Words): Chart {
  const [today, draft] = [words.say('settings.preview.today'), words.say('settings.preview.draft')];
  return {
    title: words.say(title),
    axes: {
      group: words.say('settings.preview.answer'),
      accounts: words.say('settings.preview.accounts'),
    },
    points: bars.flatMap(({ group, before, after }) => [
      { group, when: today, accounts: before },
      { group, when: draft, accounts: after },
    ]),
  };
}

function healthBars({ health }: PolicyPreview): Bar[] {
  return health.before.map((before, ten) => ({
    group: `${ten * 10}–${ten === 9 ? 100 : ten * 10 + 9}`,
    before,
    after: health.after[ten] ?? 0,
  }));
}

/** The most valuable types first, as the nine-box is read. */
function typeBars({ shifts }: PolicyPreview, words: Words): Bar[] {
  const shiftOf = new Map(shifts.nine_box.map((shift) => [shift.code, shift]));
  return [...nineBoxTypes, 'none'].flatMap((code) => {
    const shift = shiftOf.get(code);
    if (!shift) return [];
    const group =
      code === 'none' ? words.say('band.unscored') : words.say(`box.${code}` as WordKey);
    return [{ group, before: shift.before, after: shift.after }];
  });
}
