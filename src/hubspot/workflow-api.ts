import type { PortalId } from '../model/ids.ts';
import type { OutputFields } from '../model/workflow.ts';
import type { HubspotClient } from './hubspot-client.ts';

export type Completion = { callbackId: string; outputFields: OutputFields };

export type WorkflowApi = ReturnType<typeof createWorkflowApi>;

/** Tells workflows that wait for us how it went. */
export function createWorkflowApi({ request }: HubspotClient) {
  return {
    async complete(portalId: PortalId, completions: readonly Completion[]): Promise<void> {
      const inputs = completions.map((completion) => ({ ...completion, typedOutputs: {} }));
      await request(portalId, {
        endpoint: 'completeWorkflowActions',
        priority: 'person',
        body: { inputs },
      });
    },
  };
}
