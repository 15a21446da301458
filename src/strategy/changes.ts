import {
  type StrategyDraft,
  type StrategyStep,
  type Texts,
  type Timing,
  textLocales,
} from '../model/strategy.ts';

type TextPart =
  | 'name'
  | 'principle'
  | keyof StrategyDraft['attributes']
  | 'content'
  | 'checklist'
  | 'step_resources';
type CodePart = 'mode' | 'role' | 'resource_state' | 'approval';

/** One thing that a strategy says otherwise than before; `step` null: of the strategy as a whole. */
export type StrategyChange = { step: string | null } & (
  | { kind: 'text'; part: TextPart; locale: keyof Texts; before: string; after: string }
  | { kind: 'code'; part: CodePart; before: string; after: string }
  | { kind: 'timing'; before: Timing | null; after: Timing | null }
  | { kind: 'step'; became: 'added' | 'removed' | 'moved' }
);

type Content = Omit<StrategyDraft, 'version' | 'code'>;
type Step = StrategyDraft['steps'][number];

/** What a draft or a newer version changes. */
export function strategyChanges(before: Content, after: Content): StrategyChange[] {
  const steps = new Map(before.steps.map((step) => [step.key, step]));
  return [
    ...textChanges(null, 'name', before.name, after.name),
    ...textChanges(null, 'principle', before.principle, after.principle),
    ...attributeChanges(before.attributes, after.attributes),
    ...removedSteps(before, after),
    ...after.steps.flatMap((step): StrategyChange[] => {
      const was = steps.get(step.key);
      return was ? stepChanges(was, step) : [{ kind: 'step', step: step.key, became: 'added' }];
    }),
    ...movedSteps(before, after),
  ];
}

function attributeChanges(before: Content['attributes'], after: Content['attributes']) {
  const parts = ['touchpoints', 'response', 'resources', 'personalisation'] as const;
  return parts.flatMap((part) => textChanges(null, part, before[part], after[part]));
}

function removedSteps(before: Content, after: Content): StrategyChange[] {
  const kept = new Set(after.steps.map(({ key }) => key));
  return before.steps
    .filter(({ key }) => !kept.has(key))
    .map(({ key }) => ({ kind: 'step', step: key, became: 'removed' }));
}

/** Steps whose place among those that stay is another; the order is that of the card and the table. */
function movedSteps(before: Content, after: Content): StrategyChange[] {
  const keysOf = ({ steps }: Content, other: Content) => {
    const known = new Set(other.steps.map(({ key }) => key));
    return steps.map(({ key }) => key).filter((key) => known.has(key));
  };
  const was = keysOf(before, after);
  return keysOf(after, before)
    .filter((key, position) => was[position] !== key)
    .map((key) => ({ kind: 'step', step: key, became: 'moved' }));
}

function stepChanges(before: Step, after: Step): StrategyChange[] {
  const step = after.key;
  const changes: StrategyChange[] = [
    ...textChanges(step, 'content', before.content, after.content),
    ...codeChange(step, 'mode', before.mode, after.mode),
    ...codeChange(step, 'role', before.role ?? '', after.role ?? ''),
    ...textChanges(step, 'step_resources', before.resources.text, after.resources.text),
    ...codeChange(step, 'resource_state', before.resources.state, after.resources.state),
    ...codeChange(step, 'approval', String(before.needsApproval), String(after.needsApproval)),
    ...textChanges(step, 'checklist', joined(before.checklist), joined(after.checklist)),
  ];
  if (timingText(before.timing) !== timingText(after.timing)) {
    changes.push({ kind: 'timing', step, before: before.timing, after: after.timing });
  }
  return changes;
}

/** Whatever order its parts were written in. */
function timingText(timing: Timing | null): string {
  return JSON.stringify(
    Object.entries(timing ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function joined(checklist: StrategyStep['checklist']): Texts {
  const lines = (locale: keyof Texts) => checklist.map((text) => text[locale]).join(' / ');
  return { en: lines('en'), 'zh-CN': lines('zh-CN'), 'zh-TW': lines('zh-TW') };
}

function textChanges(
  step: string | null,
  part: TextPart,
  before: Texts | null,
  after: Texts | null,
): StrategyChange[] {
  return textLocales.flatMap((locale): StrategyChange[] => {
    const [was, is] = [before?.[locale] ?? '', after?.[locale] ?? ''];
    return was === is ? [] : [{ kind: 'text', step, part, locale, before: was, after: is }];
  });
}

function codeChange(step: string, part: CodePart, before: string, after: string): StrategyChange[] {
  return before === after ? [] : [{ kind: 'code', step, part, before, after }];
}
