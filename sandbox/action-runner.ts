import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionDefinition } from './action-definitions.ts';
import { type ActionInput, inputProblems, outputProblems } from './action-values.ts';
import type { RegisteredApp } from './app-registration.ts';
import { propertyValue } from './calculated-properties.ts';
import type { Clock } from './clock.ts';
import { ApiError, validationError } from './errors.ts';
import { COMPANY } from './object-types.ts';
import type { Portal } from './portal.ts';
import { signV2, signV3 } from './signatures.ts';

export type ActionOptions = {
  timeoutMs: number /** 1 for HubSpot's retries over days. */;
  retryScale: number;
};

export type Execution = {
  callbackId: string;
  uid: string;
  companyId: number;
  /** FAILED: the app refused, did not answer for days, or broke its own definition. */
  state: 'SUCCESS' | 'FAIL_CONTINUE' | 'BLOCK' | 'EXPIRED' | 'FAILED';
  outputs: Readonly<Record<string, string>>;
  /** What the workflow's history shows. */
  note: string;
  attempts: number;
};

export type ActionRequest = {
  uid: string;
  companyId: number;
  inputs?: Readonly<Record<string, ActionInput>>;
  workflowId?: number;
};

type Pending = { execution: Execution; portalId: number; expiresAt: number; body: string };
type Answer = { status: number; text: string; retryAfterMs: number };

const MOST_ATTEMPTS = 8;
const FIRST_RETRY_MS = 60_000;
const LOOK_AGAIN_MS = 20;
const LONGEST_BLOCK_MS = 7 * 86_400_000;
const FIRST_DEFINITION_ID = 91_000_001;

type Deps = { app: RegisteredApp; clock: Clock; options: ActionOptions };

export type ActionRunner = ReturnType<typeof createActionRunner>;

/** Runs the app's workflow actions as HubSpot does: signed, repeated, checked against their definitions. */
export function createActionRunner({ app, clock, options }: Deps) {
  const known = new Map<string, Pending>();
  let count = 0;

  function definitionOf(uid: string): ActionDefinition {
    const definition = app.actions().get(uid);
    if (!definition) throw new Error(`the app has no workflow action ${uid}`);
    return definition;
  }

  /** `actionUrl` as the profile of this machine fills it in: where the webhooks go, the actions go. */
  function addressOf({ actionUrl }: ActionDefinition): string {
    const { origin } = new URL(app.get().webhookUrl ?? 'http://localhost');
    return actionUrl.replace('$' + '{BACKEND_ORIGIN}', origin);
  }

  async function post(definition: ActionDefinition, body: string): Promise<Answer> {
    const uri = addressOf(definition);
    const timestamp = clock.nowMs();
    const signable = { method: 'POST', uri, body };
    const { clientSecret } = app.get();
    const answer = await fetch(uri, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': String(timestamp),
        'x-hubspot-signature-v3': signV3(clientSecret, signable, timestamp),
        'x-hubspot-signature': signV2(clientSecret, signable),
        'x-hubspot-signature-version': 'v2',
      },
    });
    const retryAfterMs = Number(answer.headers.get('retry-after') ?? 0);
    return { status: answer.status, text: await answer.text(), retryAfterMs };
  }

  /** Again and again while the app fails or asks for it; a refusal stands. */
  async function postUntilAnswered(definition: ActionDefinition, body: string) {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(definition, body).catch((): Answer => {
        return { status: 599, text: '', retryAfterMs: 0 };
      });
      const isOver = answer.status < 500 && answer.status !== 429;
      if (isOver || attempt === MOST_ATTEMPTS) return { ...answer, attempts: attempt };
      const delayMs = answer.retryAfterMs || FIRST_RETRY_MS * 2 ** (attempt - 1);
      await sleep(delayMs * options.retryScale);
    }
  }

  function bodyOf(portal: Portal, request: ActionRequest, callbackId: string): string {
    const row = portal.table(COMPANY).rowOf(request.companyId);
    const inputs = Object.entries(request.inputs ?? {}).map(([name, input]) => [
      name,
      'property' in input ? propertyValue(portal, COMPANY, row, input.property) : input.value,
    ]);
    const position = [...app.actions().keys()].indexOf(request.uid);
    return JSON.stringify({
      callbackId,
      origin: {
        portalId: portal.id,
        actionDefinitionId: FIRST_DEFINITION_ID + position,
        actionDefinitionVersion: 1,
      },
      context: { source: 'WORKFLOWS', workflowId: request.workflowId ?? 1 },
      object: { objectId: request.companyId, objectType: 'COMPANY', properties: {} },
      inputFields: Object.fromEntries(inputs),
    });
  }

  async function carryOut(pending: Pending): Promise<Execution> {
    const definition = definitionOf(pending.execution.uid);
    const answer = await postUntilAnswered(definition, pending.body);
    pending.execution = { ...pending.execution, attempts: answer.attempts };
    if (answer.status >= 300) return settle(pending, { state: 'FAILED', note: `${answer.status}` });
    return take(pending, definition, outputFieldsIn(answer.text));
  }

  function take(pending: Pending, definition: ActionDefinition, outputs: Record<string, string>) {
    const problems = outputProblems(definition, outputs);
    if (problems.length > 0) return settle(pending, { state: 'FAILED', note: problems.join('; ') });
    const { hs_execution_state: said = 'SUCCESS', hs_expiration_duration: wait, ...rest } = outputs;
    const state = said as Execution['state'];
    if (state === 'BLOCK') pending.expiresAt = clock.nowMs() + durationMs(wait);
    return settle(pending, { state, outputs: rest, note: noteOf(definition, rest) });
  }

  function settle(pending: Pending, change: Partial<Execution>): Execution {
    pending.execution = { ...pending.execution, ...change };
    return pending.execution;
  }

  /** As it stands now: HubSpot lets a workflow go on that has waited long enough. */
  function current(pending: Pending): Execution {
    const { execution, expiresAt } = pending;
    const isOver = execution.state === 'BLOCK' && clock.nowMs() >= expiresAt;
    return isOver ? settle(pending, { state: 'EXPIRED' }) : execution;
  }

  function find(callbackId: string): Execution | undefined {
    const pending = known.get(callbackId);
    return pending && current(pending);
  }

  return {
    /** Enrols a company in a workflow that consists of this step; resolves with the first answer. */
    async run(portal: Portal, request: ActionRequest): Promise<Execution> {
      const definition = definitionOf(request.uid);
      const problems = inputProblems(definition, request.inputs ?? {});
      if (problems.length > 0)
        throw new Error(`no such workflow can be saved: ${problems.join('; ')}`);
      const callbackId = `ap-${portal.id}-${request.companyId}-${++count}-0`;
      const { uid, companyId } = request;
      const pending: Pending = {
        portalId: portal.id,
        expiresAt: 0,
        body: bodyOf(portal, request, callbackId),
        execution: {
          callbackId,
          uid,
          companyId,
          state: 'FAILED',
          outputs: {},
          note: '',
          attempts: 0,
        },
      };
      known.set(callbackId, pending);
      return await carryOut(pending);
    },

    /** HubSpot asks again for what it was answered: at least once is all it promises. */
    async repeat(callbackId: string): Promise<Execution> {
      const pending = known.get(callbackId);
      if (!pending) throw new Error(`no execution ${callbackId}`);
      return await carryOut({ ...pending });
    },

    find,

    /** Resolves when the workflow may go on. */
    async settled(callbackId: string): Promise<Execution> {
      for (;;) {
        const execution = find(callbackId);
        if (!execution) throw new Error(`no execution ${callbackId}`);
        if (execution.state !== 'BLOCK') return execution;
        await sleep(LOOK_AGAIN_MS);
      }
    },

    /** The app says that a blocked execution may go on. */
    complete(portalId: number, callbackId: string, outputs: Record<string, string>): void {
      const pending = known.get(callbackId);
      if (!pending || pending.portalId !== portalId) {
        throw new ApiError(404, { message: `No callback with id ${callbackId}` });
      }
      if (current(pending).state !== 'BLOCK') {
        throw validationError(`Callback ${callbackId} is not blocked`);
      }
      if (!STATES_AFTER_BLOCK.has(outputs['hs_execution_state'] ?? '')) {
        throw validationError('outputFields.hs_execution_state must be SUCCESS or FAIL_CONTINUE');
      }
      take(pending, definitionOf(pending.execution.uid), outputs);
    },
  };
}

const STATES_AFTER_BLOCK = new Set(['SUCCESS', 'FAIL_CONTINUE']);

function outputFieldsIn(text: string): Record<string, string> {
  const body = JSON.parse(text) as { outputFields?: Record<string, string> };
  return body.outputFields ?? {};
}

/** The first rule all of whose conditions the outputs meet says what people read. */
function noteOf({ executionRules, labels }: ActionDefinition, outputs: Record<string, string>) {
  const rule = executionRules.find(({ conditions }) =>
    Object.entries(conditions).every(([name, value]) => outputs[name] === value),
  );
  return rule ? (labels['en']?.executionRules[rule.labelName] ?? '') : '';
}

/** Of ISO 8601's durations those that HubSpot's documentation shows: weeks, days, hours, minutes. */
function durationMs(text: string | undefined): number {
  if (text === undefined) return LONGEST_BLOCK_MS;
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text);
  if (!found) throw new Error(`${text} is no duration`);
  const [weeks, days, hours, minutes] = found.slice(1).map((part) => Number(part ?? 0));
  return (
    (((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 3_600_000 + (minutes ?? 0) * 60_000
  );
}
