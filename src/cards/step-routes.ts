import { type Request, Router } from 'express';
import { z } from 'zod';
import type { StepAnswer } from '../../extensions/app/cards/contract.ts';
import { Refusal } from '../errors.ts';
import { wordsFor } from '../http/asked-words.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import { dayIn } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { isOpen, type StepDecision, type StepTask } from '../model/step-task.ts';
import type { Strategy } from '../model/strategy.ts';
import { unknownCompany } from './card-refusal-rules.ts';
import {
  checkedDecision,
  checkPlanned,
  DecisionBody,
  ExecutionBody,
  UndoBody,
} from './step-body-rules.ts';

type Logged = ExecutionBody & { authorId: number };

export type StepRouteDeps = {
  roleOf: RoleOf;
  /** undefined: this company or portal is not known here. */
  timeZoneOf(portalId: PortalId, accountId: AccountId): Promise<string | undefined>;
  strategiesOf(portalId: PortalId): Promise<readonly Strategy[]>;
  isActiveOwner(portalId: PortalId, ownerId: string): Promise<boolean>;
  /** Tasks of an account, its own and those it shares. */
  tasksOf(portalId: PortalId, accountId: AccountId): Promise<readonly StepTask[]>;
  /** Safe to call twice with the same decision. */
  decide(portalId: PortalId, decision: StepDecision): Promise<void>;
  undo(
    portalId: PortalId,
    decision: { accountId: AccountId; id: string; authorId: number },
  ): Promise<void>;
  log(
    portalId: PortalId,
    execution: Logged,
  ): Promise<
    { outcome: 'unknown_task' | 'unknown_owner' } | { outcome: 'logged'; isVague: boolean }
  >;
  now(): Date;
};

const Path = z.object({
  companyId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(accountId),
});
const saved: StepAnswer = { state: 'saved', hint: null };

/**
 * Takes what people decide of steps and what came of tasks. Mount behind the signature check: who says
 * it is who HubSpot says is asking. HubSpot may send a request twice; each counts once.
 */
export function stepRoutes(deps: StepRouteDeps): Router {
  const routes = Router();
  const needsKam = requireRole(deps.roleOf, 'kam');

  routes.post('/cards/companies/:companyId/decisions', needsKam, async (request, response) => {
    const asked = await askedBy(deps, request);
    const body = DecisionBody.parse(jsonBodyOf(request));
    const { portalId, userId: authorId, accountId, today, now } = asked;
    const [strategies, tasks] = await Promise.all([
      deps.strategiesOf(portalId),
      deps.tasksOf(portalId, accountId),
    ]);
    const facts = { portalId, accountId, today, strategies, tasks };
    const decision = { ...body, ...checkedDecision(body, facts), accountId, authorId };
    if (decision.ownerId !== null) await checkOwner(deps, portalId, decision.ownerId);
    await deps.decide(portalId, { ...decision, decidedAt: now, decidedOn: today });
    response.json(saved);
  });

  routes.post('/cards/companies/:companyId/decisions/undo', needsKam, async (request, response) => {
    const { portalId, userId: authorId, accountId } = await askedBy(deps, request);
    const { id } = UndoBody.parse(jsonBodyOf(request));
    await deps.undo(portalId, { accountId, id, authorId });
    response.json(saved);
  });

  routes.post('/cards/companies/:companyId/executions', needsKam, async (request, response) => {
    const { portalId, userId: authorId, accountId, today } = await askedBy(deps, request);
    const execution = ExecutionBody.parse(jsonBodyOf(request));
    const { taskKey, nextAction } = execution;
    const tasks = await deps.tasksOf(portalId, accountId);
    const isOwn = tasks.some(
      ({ key, accountId: of, status }) =>
        key === taskKey && of === accountId && (isOpen(status) || status === 'done'),
    );
    if (!isOwn) throw new Refusal(404, (words) => words.say('refusal.no_task'));
    if (nextAction) {
      checkPlanned(nextAction.dueOn, today);
      await checkOwner(deps, portalId, nextAction.ownerId);
    }
    const logged = await deps.log(portalId, { ...execution, authorId });
    const isVague = logged.outcome === 'logged' && logged.isVague;
    const words = wordsFor(request);
    const answer: StepAnswer = { ...saved, hint: isVague ? words.say('step_form.vague') : null };
    response.json(answer);
  });

  return routes;
}

async function askedBy(deps: StepRouteDeps, request: Request) {
  const { portalId, userId } = Asker.parse(request.query);
  const { companyId } = Path.parse(request.params);
  const timeZone = await deps.timeZoneOf(portalId, companyId);
  if (timeZone === undefined) throw unknownCompany();
  const now = deps.now().getTime();
  return { portalId, userId, accountId: companyId, now, today: dayIn(timeZone)(now) };
}

async function checkOwner(deps: StepRouteDeps, portalId: PortalId, ownerId: string): Promise<void> {
  if (await deps.isActiveOwner(portalId, ownerId)) return;
  throw new Refusal(400, (words) => words.say('refusal.owner_left'));
}
