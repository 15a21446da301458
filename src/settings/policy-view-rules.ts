import type { PolicyField, PolicyForm } from '../../extensions/app/settings/contract.ts';
import { dayIn } from '../model/day.ts';
import type { PolicyBody, PolicyVersion } from '../model/policy-version.ts';
import { presets } from '../model/preset.ts';
import { policyChanges } from '../scoring/policy-versions.ts';
import type { WordKey, Words } from '../words/words.ts';
import { previewView } from './policy-preview-view-rules.ts';
import type { SettingsFacts } from './settings-facts.ts';

/** The numbers of the editor; the others are changed by a file. */
const editable = [
  ['risk', ['riskCuts.high', 'riskCuts.medium', 'riskCuts.halfWidth']],
  [
    'value',
    [
      'valueMode',
      'percentileTiers.high.first',
      'percentileTiers.mid.first',
      'absoluteTiers.high',
      'absoluteTiers.mid',
      'margin',
    ],
  ],
  ['potential', ['potential.high', 'potential.mid']],
  ['rhythm', ['inactivity', 'lifecycle.newDays', 'lifecycle.dormantDays', 'lifecycle.dormantGaps']],
  [
    'weights',
    [
      'coefficients.timeSinceLastDeal',
      'coefficients.dealsInWindow',
      'coefficients.dealsEver',
      'coefficients.value',
      'coefficients.brokenRhythm',
    ],
  ],
] as const;

const choices: Readonly<Record<string, readonly string[]>> = {
  valueMode: ['percentile', 'absolute'],
  inactivity: ['cycle_aware', 'strict'],
};

export function policyView(facts: SettingsFacts): PolicyForm {
  const { words, history, draft } = facts;
  const [current] = history;
  const body = draft?.draft.body ?? current.body;
  return {
    title: words.say('settings.policy.title'),
    current: versionTitle(current, facts),
    presets: {
      label: words.say('settings.policy.preset'),
      use: words.say('settings.policy.use_preset'),
      options: presets.map((preset) => ({
        value: preset,
        label: words.say(`settings.preset.${preset}`),
      })),
    },
    fields: editable.flatMap(([group, paths]) =>
      paths.map((path) => fieldOf({ group, path, body, inForce: current.body }, words)),
    ),
    note: { label: words.say('settings.policy.note'), value: draft?.draft.note ?? '' },
    draft: draft && draftView(facts, draft),
    save: words.say('settings.policy.save_draft'),
    preview: words.say('settings.policy.preview'),
    publish: words.say('settings.policy.publish'),
    discard: words.say('settings.policy.discard'),
    confirm: {
      title: words.say('settings.policy.confirm'),
      counting: words.say('settings.publishing.counting'),
      yes: words.say('settings.policy.publish'),
      no: words.say('settings.cancel'),
    },
    result: previewView(facts),
    history: historyView(facts),
  };
}

type FieldOf = { group: string; path: string; body: PolicyBody; inForce: PolicyBody };

function fieldOf({ group, path, body, inForce }: FieldOf, words: Words): PolicyField {
  const [value, before] = [String(valueAt(body, path)), String(valueAt(inForce, path))];
  const options = choices[path] ?? [];
  const shown = (each: string) =>
    options.length > 0 ? words.say(`settings.choice.${each}` as WordKey) : each;
  return {
    path,
    label: words.say(`settings.field.${path}` as WordKey),
    group: words.say(`settings.group.${group}` as WordKey),
    kind: options.length > 0 ? 'choice' : 'number',
    value,
    options: options.map((each) => ({ value: each, label: shown(each) })),
    inForce:
      value === before ? null : words.say('settings.policy.in_force', { value: shown(before) }),
  };
}

function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) found = (found as Record<string, unknown>)[name];
  return found;
}

/** A policy with some of its values replaced, by their paths; what does not exist stays out. */
export function withChanges(
  body: PolicyBody,
  changes: Readonly<Record<string, string | number>>,
): unknown {
  const next = structuredClone(body) as unknown as Record<string, unknown>;
  const known = new Set<string>(editable.flatMap(([, paths]) => paths));
  for (const [path, value] of Object.entries(changes)) {
    if (!known.has(path)) continue;
    const names = path.split('.');
    const last = names.pop() ?? '';
    let group = next;
    for (const name of names) group = group[name] as Record<string, unknown>;
    group[last] = value;
  }
  return next;
}

function draftView(
  { words, history }: SettingsFacts,
  { draft, fingerprint }: NonNullable<SettingsFacts['draft']>,
): PolicyForm['draft'] {
  const changes = policyChanges(history[0].body, draft.body);
  return {
    title: words.say('settings.policy.draft'),
    text: words.count('settings.policy.draft_text', changes.length),
    fingerprint,
    changes: {
      title: words.say('settings.policy.changes'),
      columns: [
        words.say('settings.policy.what'),
        words.say('settings.before'),
        words.say('settings.after'),
      ],
      rows: changes.map(({ path, before, after }) => [
        pathText(path, words),
        valueText(path, before, words),
        valueText(path, after, words),
      ]),
      empty: words.say('settings.policy.no_changes'),
    },
  };
}

/** What has no name of its own is called by its path, as in the file. */
function pathText(path: string, words: Words): string {
  const isNamed = editable.some(([, paths]) => (paths as readonly string[]).includes(path));
  return isNamed ? words.say(`settings.field.${path}` as WordKey) : path;
}

function valueText(path: string, value: string, words: Words): string {
  const isChoice = choices[path]?.includes(value) ?? false;
  return isChoice ? words.say(`settings.choice.${value}` as WordKey) : value;
}

function historyView(facts: SettingsFacts): PolicyForm['history'] {
  const { words, history } = facts;
  return {
    title: words.say('settings.history.title'),
    versions: history.map((version, position) => {
      const before = history[position + 1];
      const changes = before ? policyChanges(before.body, version.body) : [];
      return {
        version: version.version,
        title: versionTitle(version, facts),
        text: version.note,
        changes: changes.map(({ path, before: was, after }) =>
          words.say('unit.labelled', {
            label: pathText(path, words),
            value: `${valueText(path, was, words)} → ${valueText(path, after, words)}`,
          }),
        ),
        canRollBack: position > 0,
      };
    }),
    rollBack: words.say('settings.history.roll_back'),
    confirm: {
      title: words.say('settings.history.confirm'),
      text: words.say('settings.history.confirm_text'),
      counting: '',
      yes: words.say('settings.history.roll_back'),
      no: words.say('settings.cancel'),
    },
    export: words.say('settings.history.export'),
    import: words.say('settings.history.import'),
    importLabel: words.say('settings.history.import_label'),
  };
}

function versionTitle(version: PolicyVersion, { words, users, portal }: SettingsFacts): string {
  if (version.author === '') {
    return words.say('settings.history.default', { n: words.number(version.version) });
  }
  const user = users.find(({ userId }) => String(userId) === version.author);
  return words.say('settings.history.version', {
    n: words.number(version.version),
    who: user?.name ?? words.say('settings.history.user', { id: version.author }),
    day: words.date(dayIn(portal.timeZone)(version.publishedAt)),
  });
}
