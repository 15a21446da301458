import { type Request, Router } from 'express';
import { z } from 'zod';
import { wordsFor } from '../http/asked-words.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import { Asker, type RoleOf, requireRole } from '../http/require-role.ts';
import { type FileLinkDeps, markAsTable, requireFileLink } from '../http/table-file.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import { presets } from '../model/preset.ts';
import type { Strategy, StrategyCode } from '../model/strategy.ts';
import type { Words } from '../words/words.ts';
import { type AnswerPlaybookDeps, answerStrategies, answerTaskPreview } from './answer-playbook.ts';
import { changeExecution, type Obstacle, switchStrategies } from './change-execution.ts';
import { type ExecutionDifference, ExecutionInput } from './execution-input-rules.ts';
import { fillFromPreset } from './fill-from-preset.ts';
import { strategyTable } from './strategy-table-rules.ts';
import { problemAtStep } from './strategy-text-rules.ts';

export type PlaybookRoutesDeps = AnswerPlaybookDeps & { roleOf: RoleOf };

const FromPreset = z.strictObject({ preset: z.enum(presets) });
const Preview = z.object({
  codes: z
    .string()
    .max(500)
    .default('')
    .transform((list) => list.split(',').filter((code) => code !== '')),
});

/** All strategies and how they become tasks. Mount behind the signature check; it needs the role admin. */
export function playbookRoutes(deps: PlaybookRoutesDeps): Router {
  const Codes = z.array(z.enum(Object.keys(deps.library) as StrategyCode[])).max(50);
  const Switch = z.strictObject({ codes: Codes.min(1), isOn: z.boolean() });
  const routes = Router();
  routes.use(['/settings/strategies', '/settings/execution'], requireRole(deps.roleOf, 'admin'));

  routes.get('/settings/strategies', async (request, response) => {
    response.json(await answerStrategies(deps, Asker.parse(request.query), wordsFor(request)));
  });

  routes.get('/settings/strategies/preview', async (request, response) => {
    const codes = Codes.parse(Preview.parse(request.query).codes);
    const asked = { codes, words: wordsFor(request) };
    response.json(await answerTaskPreview(deps, askedBy(request).portalId, asked));
  });

  routes.post('/settings/strategies/switch', async (request, response) => {
    const { portalId: portal, author } = askedBy(request);
    const asked = { ...Switch.parse(jsonBodyOf(request)), author };
    const outcome = await switchStrategies(deps, portal, asked);
    if (outcome.outcome === 'switched') {
      response.json({});
      return;
    }
    const words = wordsFor(request);
    const { strategies } = await deps.strategies.read(portal);
    const problems = outcome.obstacles.map((each) => obstacleText(each, strategies, words));
    response.status(409).json({ error: words.say('strategies.refused'), problems });
  });

  routes.post('/settings/strategies/preset', async (request, response) => {
    const { portalId: portal, author } = askedBy(request);
    const { preset } = FromPreset.parse(jsonBodyOf(request));
    const drafts = await fillFromPreset(deps, portal, { preset, author });
    response.json({ drafts, text: wordsFor(request).count('strategies.preset_done', drafts) });
  });

  routes.put('/settings/execution', async (request, response) => {
    const { portalId: portal, author } = askedBy(request);
    const sent = Object.entries(ExecutionInput.parse(jsonBodyOf(request)));
    const difference: ExecutionDifference = Object.fromEntries(
      sent.filter(([, value]) => value !== undefined),
    );
    await changeExecution(deps, portal, { difference, author });
    response.json({});
  });

  return routes;
}

export type StrategyFileDeps = Pick<AnswerPlaybookDeps, 'strategies'> &
  FileLinkDeps & {
    /** Writes down who took the strategies. */
    noteExport(portalId: PortalId, userId: number): Promise<void>;
  };

/** The query is covered by a signature of ours. */
const FileAsker = z.object({
  portalId: z.coerce.number().int().positive().transform(portalId),
  userId: z.coerce.number().int().positive(),
  locale: z.string().optional(),
});

/** The strategy table as a file, for a browser that follows the tab's link. */
export function strategyFileRoutes({ strategies, noteExport, ...deps }: StrategyFileDeps): Router {
  const routes = Router();
  const isGood = requireFileLink(deps, 'strategies.file_expired');
  routes.get('/settings/strategies/file', isGood, async (request, response) => {
    const words = wordsFor(request);
    const { portalId: portal, userId } = FileAsker.parse(request.query);
    await noteExport(portal, userId);
    const { strategies: inForce } = await strategies.read(portal);
    markAsTable(response, `strategies-${words.locale}.csv`);
    response.send(strategyTable(inForce, words));
  });
  return routes;
}

function askedBy(request: Request) {
  const { portalId: portal, userId } = Asker.parse(request.query);
  return { portalId: portal, author: String(userId) };
}

function obstacleText(
  { code, problem }: Obstacle,
  strategies: readonly Strategy[],
  words: Words,
): string {
  if (problem === 'no_fallback') return words.say('strategies.no_fallback');
  const steps = strategies.find((strategy) => strategy.code === code)?.steps ?? [];
  return problemAtStep(problem, steps, words);
}
