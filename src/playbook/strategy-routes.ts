import { type Request, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { wordsFor } from '../http/asked-words.ts';
import { problemsIn } from '../http/issue-text-rules.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import type { PortalId } from '../model/ids.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { StrategyProblem } from '../strategy/problems.ts';
import type { Words } from '../words/words.ts';
import { type AnswerPlaybookDeps, answerEditor } from './answer-playbook.ts';
import {
  findDraft,
  type PublishOutcome,
  publishDraft,
  rollBack,
  saveDraft,
  settleResources,
  strategyHistory,
} from './strategy-desk.ts';
import { readStrategy, readStrategyFile, strategyFile } from './strategy-input-rules.ts';
import { problemAtStep } from './strategy-text-rules.ts';

export type StrategyRoutesDeps = AnswerPlaybookDeps & { roleOf: RoleOf };

const Note = z.string().trim().max(500).default('');
const Draft = z.union([
  z
    .strictObject({ strategy: z.unknown(), note: Note })
    .refine(({ strategy }) => strategy !== undefined),
  z.strictObject({ file: z.string().max(200_000), note: Note }),
]);
const Publish = z.strictObject({ fingerprint: z.string().min(1).max(100), note: Note });
const RollBack = z.strictObject({ version: z.number().int().min(1), note: Note });
const Settle = z.strictObject({ as: z.enum(['confirmed', 'waived']), note: Note });
const Version = z.object({ version: z.coerce.number().int().min(1).optional() });

/** One strategy: its draft, its versions. Mount behind the signature check; it needs the role admin. */
export function strategyRoutes(deps: StrategyRoutesDeps): Router {
  const routes = Router();
  routes.use('/settings/strategies/:code', requireRole(deps.roleOf, 'admin'));

  routes.get('/settings/strategies/:code', async (request, response) => {
    response.json(await answerEditor(deps, portalOf(request), askedFor(request)));
  });

  routes.put('/settings/strategies/:code/draft', async (request, response) => {
    const { code, author, words } = askedFor(request);
    const asked = Draft.parse(jsonBodyOf(request));
    const read =
      'file' in asked ? readStrategyFile(asked.file, code) : readStrategy(asked.strategy);
    if (read.outcome === 'refused') {
      const error = words.say('refusal.invalid_strategy');
      response.status(422).json({ error, problems: problemsIn(read.issues, words) });
      return;
    }
    const draft = { code, content: read.content, note: asked.note, author };
    await saveDraft(deps, portalOf(request), draft);
    response.json({});
  });

  routes.delete('/settings/strategies/:code/draft', async (request, response) => {
    await deps.versions.dropDraft(portalOf(request), askedFor(request).code);
    response.json({});
  });

  routes.post('/settings/strategies/:code/publish', async (request, response) => {
    const { code, author } = askedFor(request);
    const asked = { ...Publish.parse(jsonBodyOf(request)), code, author };
    const outcome = await publishDraft(deps, portalOf(request), asked);
    if (outcome.outcome === 'published') response.json({ version: outcome.version });
    else response.status(422).json(await refusal(outcome, request));
  });

  routes.post('/settings/strategies/:code/rollback', async (request, response) => {
    const { code, author } = askedFor(request);
    const asked = { ...RollBack.parse(jsonBodyOf(request)), code, author };
    const outcome = await rollBack(deps, portalOf(request), asked);
    if (outcome.outcome === 'published') response.json({ version: outcome.version });
    else response.status(422).json(await refusal(outcome, request));
  });

  routes.post('/settings/strategies/:code/resources', async (request, response) => {
    const { code, author } = askedFor(request);
    const asked = { ...Settle.parse(jsonBodyOf(request)), code, author };
    response.json({ version: await settleResources(deps, portalOf(request), asked) });
  });

  routes.get('/settings/strategies/:code/export', async (request, response) => {
    const { version } = Version.parse(request.query);
    const history = await strategyHistory(deps, portalOf(request), askedFor(request).code);
    const wanted =
      version === undefined
        ? history[0]
        : history.find(({ strategy }) => strategy.version === version);
    if (!wanted)
      throw new Refusal(404, (words) => words.say('refusal.no_version', { n: `${version}` }));
    response.json(strategyFile(wanted.strategy));
  });

  function askedFor(request: Request): { code: StrategyCode; author: string; words: Words } {
    const { userId } = Asker.parse(request.query);
    const code = request.params['code'] as StrategyCode;
    if (!Object.hasOwn(deps.library, code)) {
      throw new Refusal(404, (words) => words.say('refusal.no_strategy'));
    }
    return { code, author: String(userId), words: wordsFor(request) };
  }

  /** Each reason at its step. */
  async function refusal(
    { problems }: Extract<PublishOutcome, { outcome: 'refused' }>,
    request: Request,
  ) {
    const { code, words } = askedFor(request);
    const draft = await findDraft(deps, portalOf(request), code);
    const [current] = await strategyHistory(deps, portalOf(request), code);
    const steps = draft?.draft.steps ?? current.strategy.steps;
    return {
      error: words.say('strategies.refused'),
      problems: problems.map((problem: StrategyProblem) => problemAtStep(problem, steps, words)),
    };
  }

  return routes;
}

function portalOf(request: Request): PortalId {
  return Asker.parse(request.query).portalId;
}
