import { type Call, type Endpoint, networkPause, ok, type Reply } from './endpoint.ts';
import { objectNotFound } from './errors.ts';
import type { Pipeline } from './pipelines.ts';
import { readScopes } from './scopes.ts';

function pipelineAnswer(pipeline: Pipeline, createdAt: string) {
  const dates = { createdAt, updatedAt: createdAt, archived: false };
  return {
    id: pipeline.id,
    label: pipeline.label,
    displayOrder: pipeline.displayOrder,
    ...dates,
    stages: pipeline.stages.map(({ id, label, displayOrder, metadata }) => ({
      id,
      label,
      displayOrder,
      metadata,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      ...dates,
    })),
  };
}

async function list(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const pipelines = call.portal.pipelines.get(call.objectType()) ?? [];
  return ok({
    results: pipelines.map((pipeline) => pipelineAnswer(pipeline, call.portal.createdAt)),
  });
}

async function read(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const pipeline = call.portal.pipelines
    .get(call.objectType())
    ?.find(({ id }) => id === call.param('id'));
  if (!pipeline) throw objectNotFound(`Pipeline ${call.param('id')} does not exist`);
  return ok(pipelineAnswer(pipeline, call.portal.createdAt));
}

const scopes: Endpoint['scopes'] = (call) => readScopes(call.objectType());

export const pipelineEndpoints: readonly Endpoint[] = [
  { method: 'get', path: '/crm/pipelines/:version/:type', scopes, handle: list },
  { method: 'get', path: '/crm/pipelines/:version/:type/:id', scopes, handle: read },
];
