import { Router } from 'express';
import { RequestError } from '../errors.ts';
import { jsonBodyOf } from '../http/json-body.ts';
import type { ManifestAction } from '../manifest.ts';
import { ExecutionRequest } from './execution-request-rules.ts';
import { type Action, type RunActionDeps, runAction } from './run-action.ts';

/**
 * Runs steps of workflows. Mount behind the signature check: the portal and the company are those that
 * HubSpot signed. A bad input is an answer, not an error: HubSpot shows it in the workflow's history.
 */
export function workflowRoutes(
  deps: RunActionDeps,
  declared: readonly Pick<ManifestAction, 'name' | 'path'>[],
  actions: Readonly<Record<string, Action>>,
): Router {
  const routes = Router();
  for (const { name, path } of declared) {
    const action = actions[name];
    if (!action) throw new Error(`app.json declares ${name}, which nothing carries out`);
    routes.post(path, async (request, response) => {
      const asked = ExecutionRequest.safeParse(jsonBodyOf(request));
      if (!asked.success)
        throw new RequestError(400, 'The body is no execution of a workflow action.');
      response.json({ outputFields: await runAction(deps, name, action, asked.data) });
    });
  }
  return routes;
}
