import type { Grid } from '../../extensions/app/settings/contract.ts';
import { sufficiency } from '../scoring/backtest.ts';
import type { DataQuality } from './quality-store.ts';
import type { SettingsFacts } from './settings-facts.ts';
import { aucText } from './setup-view-rules.ts';

type Words = SettingsFacts['words'];
type Row = [what: string, found: string, toDo: string];

/** What the records lack and what to do about it, and whether the history is long enough. */
export function diagnosisView({
  words,
  verification,
  dealStages,
  population,
  quality,
}: SettingsFacts): Grid {
  const won = dealStages.reduce((sum, stage) => sum + stage.won, 0);
  return {
    title: words.say('settings.diagnosis.title'),
    columns: [
      words.say('settings.diagnosis.what'),
      words.say('settings.diagnosis.found'),
      words.say('settings.diagnosis.to_do'),
    ],
    rows: [
      [words.say('settings.diagnosis.accounts'), words.number(population), ''],
      [words.say('settings.diagnosis.won_deals'), words.number(won), ''],
      ...qualityRows(quality, words),
      ...sufficiencyRows(verification, words),
    ],
    empty: words.say('settings.found.no_backtest'),
  };
}

const lackOf = {
  sales: ['withoutCompany', 'withoutAmount', 'withoutCloseDate', 'withoutRate'],
  accounts: ['withoutOwner', 'withoutIndustry'],
} as const;

function qualityRows(quality: DataQuality, words: Words): Row[] {
  return (['sales', 'accounts'] as const).flatMap((whole) =>
    lackOf[whole].map((lack): Row => {
      const [n, of] = [quality[lack], quality[whole]];
      return [
        words.say(`settings.diagnosis.${lack}`),
        words.say('settings.diagnosis.share', {
          n: words.number(n),
          of: words.number(of),
          share: words.percent(of === 0 ? 0 : n / of),
        }),
        n === 0 ? '' : words.say(`settings.diagnosis.${lack}_to_do`),
      ];
    }),
  );
}

function sufficiencyRows(verification: SettingsFacts['verification'], words: Words): Row[] {
  const needed = (least: number) =>
    words.say('settings.diagnosis.needed', { n: words.number(least) });
  const { customers, churned, retained, aucLow } = sufficiency;
  if (!verification) {
    return [
      [
        words.say('settings.diagnosis.verdict'),
        words.say('settings.found.no_backtest'),
        words.say('settings.diagnosis.backtest_needs', {
          customers: words.number(customers),
          churned: words.number(churned),
          retained: words.number(retained),
        }),
      ],
    ];
  }
  const stayed = verification.customers - verification.churned;
  const countRow = (name: 'customers' | 'churned' | 'retained', found: number): Row => [
    words.say(`settings.diagnosis.${name}`),
    words.number(found),
    found < sufficiency[name] ? needed(sufficiency[name]) : '',
  ];
  return [
    countRow('customers', verification.customers),
    countRow('churned', verification.churned),
    countRow('retained', stayed),
    [
      words.say('settings.diagnosis.auc'),
      aucText(words, verification),
      verification.aucLow <= aucLow
        ? words.say('settings.diagnosis.auc_needed', { low: words.decimals(aucLow, 2) })
        : '',
    ],
    [
      words.say('settings.diagnosis.verdict'),
      words.say(verification.verified ? 'risk.verified' : 'risk.unverified'),
      '',
    ],
  ];
}
