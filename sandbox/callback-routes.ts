import { z } from 'zod';
import { type Call, type Endpoint, networkPause, parsed, type Reply } from './endpoint.ts';

const Completion = z.object({
  outputFields: z.record(z.string(), z.string()),
  typedOutputs: z.record(z.string(), z.unknown()),
});
const Batch = z.object({
  inputs: z
    .array(Completion.extend({ callbackId: z.string() }))
    .min(1)
    .max(100),
});

async function completeOne(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const { outputFields } = parsed(Completion, call.body);
  call.hub.actions.complete(call.portal.id, call.param('callbackId'), outputFields);
  return { status: 204 };
}

/** The first that cannot be completed is the answer; those before it are completed. */
async function completeMany(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  for (const { callbackId, outputFields } of parsed(Batch, call.body).inputs) {
    call.hub.actions.complete(call.portal.id, callbackId, outputFields);
  }
  return { status: 204 };
}

const automation = () => [['automation']];

export const callbackEndpoints: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/automation/actions/callbacks/:version/complete',
    scopes: automation,
    handle: completeMany,
  },
  {
    method: 'post',
    path: '/automation/actions/callbacks/:version/:callbackId/complete',
    scopes: automation,
    handle: completeOne,
  },
];
