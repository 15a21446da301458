import type { Strategy } from '../../src/model/strategy.ts';
import type { SavedStrategyDraft } from '../../src/model/strategy-version.ts';
import { strategyEditor } from '../../src/playbook/editor-view-rules.ts';
import type { PlaybookFacts } from '../../src/playbook/playbook-facts.ts';
import { strategiesTab } from '../../src/playbook/strategies-view-rules.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { problemsOf } from '../../src/strategy/problems.ts';
import { type Locale, wordsIn } from '../../src/words/words.ts';

const portal = { timeZone: 'Asia/Shanghai', currency: 'CNY' };
const team = { id: '17801', name: 'Key accounts' };

/** A portal whose admin has named a fallback owner, and switched nothing on. */
export function playbookFacts(difference: Partial<PlaybookFacts> = {}): PlaybookFacts {
  const strategies = Object.values(strategyLibrary);
  const settings = executionDefaults(portal);
  return {
    words: wordsIn('en'),
    today: Math.floor(Date.parse('2026-11-20') / 86_400_000),
    inForce: {
      strategies,
      library: [],
      settings: { ...settings, roles: { ...settings.roles, fallbackOwnerId: '9' } },
      revision: 1,
    },
    drafts: [],
    owners: [
      { id: '9', userId: 75, name: 'Kim Berger', isActive: true, teams: [team] },
      { id: '10', userId: null, name: 'Lee Left', isActive: false, teams: [] },
    ],
    ownerProperties: [
      {
        name: 'account_manager',
        label: 'Account manager',
        type: 'enumeration',
        isOwner: true,
        options: [],
      },
    ],
    taskProblems: [],
    fileUrl: (locale) => `https://mainstay.example.com/settings/strategies/file?locale=${locale}`,
    ...difference,
  };
}

export const tabOf = (locale: Locale = 'en', difference: Partial<PlaybookFacts> = {}) =>
  strategiesTab(playbookFacts({ words: wordsIn(locale), ...difference }));

/** The editor of a strategy that nobody changed, or of a draft of it. */
export function editorOf(strategy: Strategy, draft: Strategy | null = null, locale: Locale = 'en') {
  const saved: SavedStrategyDraft | null = draft && {
    code: strategy.code,
    draft,
    note: '',
    basedOn: strategy.version,
    author: '75',
    savedAt: 0,
  };
  return strategyEditor({
    words: wordsIn(locale),
    portal,
    history: [{ strategy, author: '', publishedAt: 0, note: '', parent: 0 }],
    draft: saved && { saved, fingerprint: 'f1' },
    problems: draft ? problemsOf(draft) : [],
    owners: playbookFacts().owners,
  });
}
