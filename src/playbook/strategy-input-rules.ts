import { z } from 'zod';
import type { Issues } from '../http/issue-text-rules.ts';
import {
  eventKinds,
  ownerRoles,
  resourceStates,
  type StrategyCode,
  type StrategyDraft,
  signalKinds,
  stepModes,
} from '../model/strategy.ts';

/** What an admin writes of a strategy: its code comes from the address, its version from publishing. */
export type StrategyContent = Omit<StrategyDraft, 'code' | 'version'>;

const longestText = 500;
const mostSteps = 30;
const mostLines = 20;

/** Texts that are missing are a problem of the strategy, said at its step; here only their size counts. */
const text = z.string().trim().max(longestText);
const Texts = z.strictObject({ en: text, 'zh-CN': text, 'zh-TW': text });
const number = z.number().int().min(-10_000).max(10_000);

const Timing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('after_start'),
    days: number,
    repeat: z.enum(['once', 'yearly']),
  }),
  z.strictObject({ kind: z.literal('monthly'), day: number }),
  z.strictObject({
    kind: z.literal('quarterly'),
    monthOfQuarter: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    day: number,
  }),
  z.strictObject({ kind: z.literal('before_quarter_end'), days: number }),
  z.strictObject({ kind: z.literal('months'), months: z.array(number).max(12), day: number }),
  z.strictObject({ kind: z.literal('before_step'), step: z.string().max(60), days: number }),
  z.strictObject({ kind: z.literal('before_expected_order'), days: number }),
  z.strictObject({ kind: z.literal('before_event'), event: z.enum(eventKinds), days: number }),
  z.strictObject({ kind: z.literal('after_signal'), signal: z.enum(signalKinds), days: number }),
  z.strictObject({ kind: z.literal('before_signal'), signal: z.enum(signalKinds), days: number }),
  z.strictObject({ kind: z.literal('workflow') }),
  z.strictObject({ kind: z.literal('service_clock') }),
]);

const Step = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9_]+\.[a-z0-9_]+$/)
    .max(60),
  content: Texts,
  mode: z.enum(stepModes),
  role: z.enum(ownerRoles).nullable(),
  timing: Timing.nullable(),
  resources: z.strictObject({ text: Texts.nullable(), state: z.enum(resourceStates) }),
  needsApproval: z.boolean(),
  checklist: z.array(Texts).max(mostLines),
});

/** A strategy as it may come in: everything is there and nothing else is. */
const StrategyInput = z.strictObject({
  name: Texts,
  principle: Texts,
  attributes: z.strictObject({
    touchpoints: Texts,
    response: Texts,
    resources: Texts,
    personalisation: Texts,
  }),
  steps: z.array(Step).max(mostSteps),
}) satisfies z.ZodType<StrategyContent>;

const format = 'mainstay-strategy';

/** The file of a strategy, as an object; it names its code, so that no strategy is taken for another. */
export function strategyFile({ code, version: _version, ...content }: StrategyDraft) {
  return { format, code, strategy: content };
}

export type ReadStrategy =
  | { outcome: 'read'; content: StrategyContent }
  | { outcome: 'refused'; issues: Issues };

/** What a file says of a strategy, or each place where it is wrong. */
export function readStrategyFile(file: string, code: StrategyCode): ReadStrategy {
  let json: unknown;
  try {
    json = JSON.parse(file);
  } catch {
    return { outcome: 'refused', issues: null };
  }
  const StrategyFile = z.strictObject({
    format: z.literal(format),
    code: z.literal(code),
    strategy: StrategyInput,
  });
  const parsed = StrategyFile.safeParse(json, { reportInput: true });
  return parsed.success
    ? { outcome: 'read', content: parsed.data.strategy }
    : { outcome: 'refused', issues: parsed.error.issues };
}

export function readStrategy(value: unknown): ReadStrategy {
  const parsed = StrategyInput.safeParse(value, { reportInput: true });
  return parsed.success
    ? { outcome: 'read', content: parsed.data }
    : { outcome: 'refused', issues: parsed.error.issues };
}
