import { parentPort } from 'node:worker_threads';
import type { Assessment, Standing } from '../model/assessment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame, Verification } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import { assess } from '../scoring/assess.ts';
import { verify } from '../scoring/backtest.ts';
import { type FrameOptions, frameBuilder } from '../scoring/frame.ts';
import { withOverride } from '../scoring/override.ts';
import { sampleOf } from '../scoring/sample.ts';
import { createTally } from '../settings/preview-rules.ts';
import { situationOf } from '../strategy/plan.ts';
import { advisedStrategy } from '../strategy/runs.ts';
import {
  changesToWrite,
  ofScoreAlone,
  type Properties,
  propertiesOf,
} from '../writeback/property-rules.ts';
import { measureFrame } from './measure-frame.ts';

/** An account with what is true of it now. */
export type PreviewedAccount = {
  evidence: Evidence;
  /** Part of the frame; members of a group that is counted as one are not. */
  isCounted: boolean;
  today: Assessment | null;
  standing: Standing | null;
  written: Properties;
};

export type PreviewBegin = {
  options: FrameOptions;
  today: { policy: Policy; frame: Frame };
  /** Properties that exist or are going to. */
  names: readonly string[];
  now: Date;
  fingerprint: string;
};

export type PreviewMessage =
  | { kind: 'begin'; begin: PreviewBegin }
  | { kind: 'accounts'; accounts: readonly PreviewedAccount[] }
  | { kind: 'finish' };

export type PreviewAnswer = { taken: number } | { preview: PolicyPreview };

/** Beyond so many accounts a sample stands for all: the same one each time. */
const mostAssessed = 20_000;
const mostMoved = 500;

let begun: PreviewBegin | undefined;
let builder: ReturnType<typeof frameBuilder> | undefined;
let accounts = 0;
const sample = sampleOf<PreviewedAccount>(mostAssessed, ({ evidence }) => evidence.accountId);
const measured = sampleOf<Evidence>(mostAssessed, (evidence) => evidence.accountId);

parentPort?.on('message', (message: PreviewMessage) => {
  if (message.kind === 'begin') {
    begun = message.begin;
    builder = frameBuilder(message.begin.options);
  } else if (message.kind === 'accounts') {
    for (const account of message.accounts) {
      sample.add(account);
      if (!account.isCounted) continue;
      builder?.add(account.evidence);
      measured.add(account.evidence);
    }
    accounts += message.accounts.length;
    parentPort?.postMessage({ taken: message.accounts.length });
  } else if (begun && builder) {
    parentPort?.postMessage({ preview: previewOf(begun, builder.finish()) });
    parentPort?.close();
  }
});

function previewOf(begin: PreviewBegin, built: Frame): PolicyPreview {
  const { options, today, fingerprint } = begin;
  const counted = measured.list();
  const draft = measureFrame(options, built.horizonDays, counted);
  const frame = { ...built, verification: draft };
  const tally = createTally();
  const writes = { accounts: 0, values: 0 };
  const names = new Set(begin.names);
  for (const { evidence, today: before, standing, written } of sample.list()) {
    const computed = assess(evidence, { frame, policy: options.policy, standing });
    const after = {
      ...withOverride(computed, before?.override ?? null),
      // How soon tickets were answered is no matter of scoring.
      ...(before?.attainment && { attainment: before.attainment }),
    };
    tally.add(evidence, before, after);
    const health = after.health?.score ?? null;
    const context = { now: begin.now, reason: 'config', health };
    const changes = changesToWrite(wantedOf(before, after, frame), written, names, context);
    const values = Object.keys(changes).length;
    writes.values += values;
    writes.accounts += values > 0 ? 1 : 0;
  }
  return {
    fingerprint,
    day: options.day,
    accounts,
    ...tally.result(mostMoved),
    writes,
    backtest: { today: todayOn(counted, today), draft },
  };
}

/** Another strategy comes with another advice. */
function wantedOf(before: Assessment | null, after: Assessment, frame: Frame): Properties {
  const wanted = propertiesOf(after, frame);
  const wasAdvised = before && advisedStrategy(situationOf(before));
  return wasAdvised === advisedStrategy(situationOf(after)) ? ofScoreAlone(wanted) : wanted;
}

/** Today's policy judged on the same accounts and past day, so that the two can be compared. */
function todayOn(
  evidence: readonly Evidence[],
  { policy, frame }: PreviewBegin['today'],
): Verification | null {
  if (evidence.length === 0) return null;
  const { day, horizonDays } = frame;
  const cut = day - 1 - horizonDays;
  const asToday = { ...policy, horizonDays };
  return verify({ accounts: () => evidence, policy: asToday, cut, completeUntil: day - 1 });
}
