import type {
  EditorLabels,
  Sheet,
  StrategyContent,
  StrategyEditor,
} from '../../extensions/app/settings/strategy-contract.ts';
import { dayIn } from '../model/day.ts';
import type { Owner, Portal } from '../model/portal.ts';
import { ownerRoles, resourceStates, type StrategyDraft, stepModes } from '../model/strategy.ts';
import type { SavedStrategyDraft, StrategyVersion } from '../model/strategy-version.ts';
import { strategyChanges } from '../strategy/changes.ts';
import type { StrategyProblem } from '../strategy/problems.ts';
import type { Locale, Words } from '../words/words.ts';
import { changeCells, languageName, problemAtStep, problemText } from './strategy-text-rules.ts';
import { timingKinds } from './timing-form-rules.ts';

/** Everything the editor of one strategy is said from. */
export type EditorFacts = {
  words: Words;
  portal: Pick<Portal, 'timeZone'>;
  history: readonly [StrategyVersion, ...StrategyVersion[]];
  draft: { saved: SavedStrategyDraft; fingerprint: string } | null;
  problems: readonly StrategyProblem[];
  owners: readonly Owner[];
};

export function strategyEditor(facts: EditorFacts): StrategyEditor {
  const { words, history, draft, problems } = facts;
  const [current] = history;
  const edited: StrategyDraft = draft?.saved.draft ?? current.strategy;
  const { code, version, ...content } = edited;
  return {
    code,
    locale: words.locale,
    title: words.say('strategies.editor_title', { name: current.strategy.name[words.locale] }),
    content: content as unknown as StrategyContent,
    draft: draft && {
      text: words.say('strategies.draft_text', { version: words.number(draft.saved.basedOn) }),
      fingerprint: draft.fingerprint,
      changes: changesSheet(current.strategy, edited, words),
    },
    problems: problems.map((problem) => ({
      step: problem.step,
      text: problemText(problem, words),
      named: problemAtStep(problem, edited.steps, words),
    })),
    labels: labelsIn(words),
    modes: stepModes.map((value) => ({ value, label: words.say(`step_mode.${value}`) })),
    roles: ownerRoles.map((value) => ({ value, label: words.say(`owner_role.${value}`) })),
    resourceStates: resourceStates.map((value) => ({
      value,
      label: words.say(`resource_state.${value}`),
    })),
    timings: timingKinds(edited.steps, words),
    note: { label: words.say('settings.policy.note'), value: draft?.saved.note ?? '' },
    publish: {
      label: words.say('strategies.publish'),
      title: words.say('strategies.publish_title'),
      text: words.say('strategies.publish_text'),
      counting: '',
      yes: words.say('strategies.publish'),
      no: words.say('settings.cancel'),
    },
    history: historyView(facts),
  };
}

function changesSheet(before: StrategyDraft, after: StrategyDraft, words: Words): Sheet {
  return {
    title: words.say('settings.policy.changes'),
    columns: [
      words.say('strategies.column_step'),
      words.say('strategies.column_part'),
      words.say('settings.before'),
      words.say('settings.after'),
    ],
    rows: strategyChanges(before, after).map((change) =>
      changeCells(change, { before: before.steps, after: after.steps }, words),
    ),
    empty: words.say('strategies.no_changes'),
  };
}

function historyView(facts: EditorFacts): StrategyEditor['history'] {
  const { words, history } = facts;
  return {
    title: words.say('settings.history.title'),
    versions: history.map((version, position) => {
      const before = history[position + 1];
      return {
        version: version.strategy.version,
        title: versionTitle(version, facts),
        text: version.note,
        changes: before ? changeLines(before.strategy, version.strategy, words) : [],
        canRollBack: position > 0,
      };
    }),
    rollBack: {
      label: words.say('settings.history.roll_back'),
      title: words.say('settings.history.confirm'),
      text: words.say('strategies.roll_back_text'),
      counting: '',
      yes: words.say('settings.history.roll_back'),
      no: words.say('settings.cancel'),
    },
    export: words.say('settings.history.export'),
    import: words.say('settings.history.import'),
    importLabel: words.say('strategies.import_label'),
  };
}

function changeLines(before: StrategyDraft, after: StrategyDraft, words: Words): string[] {
  return strategyChanges(before, after).map((change) => {
    const cells = changeCells(change, { before: before.steps, after: after.steps }, words);
    const [where, what, was, is] = cells;
    const facts = { where, what, before: was, after: is };
    return words.say(
      change.kind === 'step' ? 'strategies.change_of_step' : 'strategies.change',
      facts,
    );
  });
}

function versionTitle(version: StrategyVersion, { words, owners, portal }: EditorFacts): string {
  const n = words.number(version.strategy.version);
  if (version.author === '') return words.say('strategies.version_of_library', { n });
  const author = owners.find(({ userId }) => String(userId) === version.author);
  return words.say('settings.history.version', {
    n,
    who: author?.name ?? words.say('settings.history.user', { id: version.author }),
    day: words.date(dayIn(portal.timeZone)(version.publishedAt)),
  });
}

function labelsIn(words: Words): EditorLabels {
  const part = (name: 'name' | 'principle' | 'touchpoints' | 'response' | 'personalisation') =>
    words.say(`strategy_part.${name}`);
  return {
    back: words.say('strategies.back'),
    about: words.say('strategies.about'),
    name: part('name'),
    principle: part('principle'),
    touchpoints: part('touchpoints'),
    response: part('response'),
    resources: words.say('strategy_part.resources'),
    personalisation: part('personalisation'),
    steps: words.say('strategies.column_steps'),
    content: words.say('strategy_part.content'),
    mode: words.say('strategy_part.mode'),
    role: words.say('strategy_part.role'),
    nobody: words.say('strategies.nobody'),
    when: words.say('strategy_part.when'),
    noDate: words.say('timing.none'),
    stepResources: words.say('strategy_part.step_resources'),
    resourceState: words.say('strategy_part.resource_state'),
    approval: words.say('strategy_part.approval'),
    checklist: words.say('strategy_part.checklist'),
    checklistHint: words.say('strategies.checklist_hint'),
    addStep: words.say('strategies.add_step'),
    removeStep: words.say('strategies.remove_step'),
    up: words.say('strategies.up'),
    newStep: words.say('strategies.new_step'),
    save: words.say('settings.policy.save_draft'),
    discard: words.say('settings.policy.discard'),
    problems: words.say('strategies.problems'),
    languages: {
      en: inLanguage('en', words),
      'zh-CN': inLanguage('zh-CN', words),
      'zh-TW': inLanguage('zh-TW', words),
    },
  };
}

/** The page fills in what is said in that language. */
function inLanguage(locale: Locale, words: Words): string {
  return words.say('strategies.in_language', {
    label: '{{label}}',
    language: languageName(locale),
  });
}
