import { z } from 'zod';
import { HubspotError } from '../errors.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { ExecutionStatus } from '../model/strategy.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { isAboutInputs, reasonOf, sendIsolated } from './isolated-batch.ts';
import { recordsPerCall } from './record-api.ts';

/** What a task says in HubSpot; of an update only what changes. Times are ms since 1970. */
export type TaskValues = {
  subject: string;
  body: string;
  ownerId: string;
  dueAt: number;
  urgency: 'high' | 'medium' | 'low';
  type: 'call' | 'todo';
  status: ExecutionStatus;
};

export type TaskCreation = {
  /** A word of the body by which the task is found again. */
  marker: string;
  values: TaskValues;
  accountIds: readonly AccountId[];
};
/** A task and a company that it is about. */
export type TaskLink = { hubspotId: string; accountId: AccountId };
export type TaskUpdate = { hubspotId: string; values: Partial<TaskValues> };

export type CreateOutcome =
  | { marker: string; outcome: 'created'; hubspotId: string }
  | { marker: string; outcome: 'refused'; reason: string }
  /** HubSpot made nothing, for a reason that is not the task's. */
  | { marker: string; outcome: 'untouched'; error: HubspotError }
  /** Nobody knows whether HubSpot made it. */
  | { marker: string; outcome: 'unknown' };

export type UpdateOutcome =
  | { hubspotId: string; outcome: 'written' }
  | { hubspotId: string; outcome: 'gone' }
  | { hubspotId: string; outcome: 'refused'; reason: string };

/** A task as a person sees it. */
export type WireTask = {
  hubspotId: string;
  status: ExecutionStatus;
  dueAt: number | null;
  ownerId: string | null;
  modifiedAt: number;
  completedAt: number | null;
  /** null where it was not asked for. */
  body: string | null;
};

const taskToCompany = 192;
export const companiesPerTask = 100;
const linksPerWrite = 2_000;
/** HubSpot's search takes no more groups of filters. */
export const markersPerSearch = 5;
const longestSubject = 255;

const wireStatuses: Readonly<Record<ExecutionStatus, string>> = {
  not_started: 'NOT_STARTED',
  in_progress: 'IN_PROGRESS',
  deferred: 'DEFERRED',
  done: 'COMPLETED',
};
const statuses: Readonly<Record<string, ExecutionStatus>> = {
  NOT_STARTED: 'not_started',
  IN_PROGRESS: 'in_progress',
  WAITING: 'in_progress',
  DEFERRED: 'deferred',
  COMPLETED: 'done',
};

const Id = z.coerce.string();
const Failure = z.object({
  category: z.string().catch(''),
  message: z.string().catch(''),
  context: z.record(z.string(), z.array(Id)).catch({}),
});
const Created = z.object({
  results: z.array(
    z.object({ id: Id, properties: z.object({ hs_task_body: z.string().nullish() }) }),
  ),
  errors: z.array(Failure).optional(),
});
const Updated = z.object({
  results: z.array(z.object({ id: Id })),
  errors: z.array(Failure).optional(),
});
const instant = z
  .string()
  .nullish()
  .transform((text) => (text ? Date.parse(text) : null));
const Read = z.object({
  results: z.array(
    z.object({
      id: Id,
      properties: z.object({
        hs_task_status: z.string().nullish(),
        hs_timestamp: instant,
        hubspot_owner_id: z.string().nullish(),
        hs_lastmodifieddate: instant,
        hs_task_completion_date: instant,
        hs_task_body: z.string().nullish(),
      }),
    }),
  ),
});
const bodyProperty = 'hs_task_body';
const readProperties = Object.keys(Read.shape.results.element.shape.properties.shape).filter(
  (name) => name !== bodyProperty,
);

const Links = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: Id }),
      to: z.array(z.object({ toObjectId: Id.transform(accountId) })),
      paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
    }),
  ),
});

export type TaskApi = ReturnType<typeof createTaskApi>;

/** Tasks on HubSpot's records, up to 100 in a call. */
export function createTaskApi({ request }: HubspotClient) {
  async function create(
    portalId: PortalId,
    creations: readonly TaskCreation[],
    isStillWanted: () => boolean,
  ): Promise<CreateOutcome[]> {
    const inputs = creations.map(({ marker, values, accountIds }) => ({
      objectWriteTraceId: marker,
      properties: propertiesOf(values),
      associations: accountIds.slice(0, companiesPerTask).map((id) => ({
        to: { id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: taskToCompany }],
      })),
    }));
    const body = { inputs };
    const call = { endpoint: 'createTasks', priority: 'change', body, isStillWanted } as const;
    const { results, errors = [] } = Created.parse(await request(portalId, call));
    return creations.map(({ marker }): CreateOutcome => {
      const made = results.find(({ properties }) => properties.hs_task_body?.includes(marker));
      if (made) return { marker, outcome: 'created', hubspotId: made.id };
      const failure = errors.find(({ context }) => context['objectWriteTraceId']?.includes(marker));
      if (failure) return { marker, outcome: 'refused', reason: failure.message };
      return { marker, outcome: 'unknown' };
    });
  }

  async function update(
    portalId: PortalId,
    updates: readonly TaskUpdate[],
  ): Promise<UpdateOutcome[]> {
    const inputs = updates.map(({ hubspotId, values }) => ({
      id: hubspotId,
      objectWriteTraceId: hubspotId,
      properties: propertiesOf(values),
    }));
    const answer = await request(portalId, {
      endpoint: 'updateTasks',
      priority: 'change',
      body: { inputs },
    });
    const { results, errors = [] } = Updated.parse(answer);
    const written = new Set(results.map(({ id }) => id));
    return updates.map(({ hubspotId }): UpdateOutcome => {
      if (written.has(hubspotId)) return { hubspotId, outcome: 'written' };
      const failure = errors.find(({ context }) =>
        [...(context['objectWriteTraceId'] ?? []), ...(context['ids'] ?? [])].includes(hubspotId),
      );
      if (failure?.category === 'OBJECT_NOT_FOUND') return { hubspotId, outcome: 'gone' };
      return { hubspotId, outcome: 'refused', reason: failure?.message ?? 'not confirmed' };
    });
  }

  /** A company or task that is not there any more must not keep the others from theirs. */
  async function link(
    links: readonly TaskLink[],
    send: (some: readonly TaskLink[]) => Promise<unknown>,
  ): Promise<void> {
    for (let from = 0; from < links.length; from += linksPerWrite) {
      await sendIsolated(links.slice(from, from + linksPerWrite), {
        idOf: ({ accountId: id }) => id,
        send: async (some) => {
          await send(some);
          return [];
        },
        refused: () => null,
      });
    }
  }

  return {
    /** The companies that at most 1,000 tasks are associated with. */
    async readCompaniesOfTasks(
      portalId: PortalId,
      hubspotIds: readonly string[],
    ): Promise<Map<string, Set<AccountId>>> {
      const found = new Map<string, Set<AccountId>>();
      let inputs: { id: string; after?: string }[] = hubspotIds.map((id) => ({ id }));
      while (inputs.length > 0) {
        const call = {
          endpoint: 'readCompaniesOfTasks',
          priority: 'change',
          body: { inputs },
        } as const;
        const { results } = Links.parse(await request(portalId, call));
        for (const { from, to } of results) {
          const known = found.get(from.id) ?? new Set();
          for (const { toObjectId } of to) known.add(toObjectId);
          found.set(from.id, known);
        }
        inputs = results.flatMap(({ from: { id }, paging }) =>
          paging?.next ? [{ id, after: paging.next.after }] : [],
        );
      }
      return found;
    },

    associateTasks: (portalId: PortalId, links: readonly TaskLink[]): Promise<void> =>
      link(links, (some) => {
        const inputs = some.map(({ hubspotId, accountId: id }) => ({
          from: { id: hubspotId },
          to: { id },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: taskToCompany }],
        }));
        const call = { endpoint: 'associateTasks', priority: 'change', body: { inputs } } as const;
        return request(portalId, call);
      }),

    dissociateTasks: (portalId: PortalId, links: readonly TaskLink[]): Promise<void> =>
      link(links, (some) => {
        const inputs = some.map(({ hubspotId, accountId: id }) => ({
          from: { id: hubspotId },
          to: [{ id }],
        }));
        const call = { endpoint: 'dissociateTasks', priority: 'change', body: { inputs } } as const;
        return request(portalId, call);
      }),

    /** Not to be repeated while it is unknown what became of it. */
    createTasks: (
      portalId: PortalId,
      creations: readonly TaskCreation[],
      isStillWanted: () => boolean,
    ): Promise<CreateOutcome[]> =>
      sendIsolated(creations, {
        idOf: ({ marker }) => marker,
        send: (some) =>
          create(portalId, some, isStillWanted).catch((error: unknown) => failed(some, error)),
        refused: ({ marker }, error) => ({ marker, outcome: 'refused', reason: reasonOf(error) }),
      }),

    updateTasks: (portalId: PortalId, updates: readonly TaskUpdate[]): Promise<UpdateOutcome[]> =>
      sendIsolated(updates, {
        idOf: ({ hubspotId }) => hubspotId,
        send: (some) => update(portalId, some),
        refused: ({ hubspotId }, error) => refusalOf(hubspotId, error),
      }),

    /** To HubSpot's recycle bin; those that are there already stay. */
    async removeTasks(portalId: PortalId, hubspotIds: readonly string[]): Promise<void> {
      const body = { inputs: hubspotIds.map((id) => ({ id })) };
      await request(portalId, { endpoint: 'removeTasks', priority: 'change', body });
    },

    /** At most 100 by id; those that were deleted are left out. */
    async readTasks(
      portalId: PortalId,
      hubspotIds: readonly string[],
      parts: 'state' | 'state_and_body' = 'state',
    ): Promise<WireTask[]> {
      const body = {
        properties: parts === 'state' ? readProperties : [...readProperties, bodyProperty],
        propertiesWithHistory: [],
        inputs: hubspotIds.map((id) => ({ id })),
      };
      const answer = await request(portalId, { endpoint: 'readTasks', priority: 'change', body });
      return Read.parse(answer).results.map(toTask);
    },

    /** Tasks by the markers in their bodies; search hears of a task some seconds after it was made. */
    async findTasks(portalId: PortalId, markers: readonly string[]): Promise<Map<string, string>> {
      if (markers.length > markersPerSearch) throw new RangeError('at most 5 markers in a search');
      const body = {
        filterGroups: markers.map((marker) => ({
          filters: [{ propertyName: 'hs_task_body', operator: 'CONTAINS_TOKEN', value: marker }],
        })),
        properties: ['hs_task_body'],
        limit: recordsPerCall,
      };
      const answer = await request(portalId, { endpoint: 'searchTasks', priority: 'change', body });
      const { results } = Created.parse(answer);
      return new Map(
        markers.flatMap((marker) => {
          const task = results.find(({ properties }) => properties.hs_task_body?.includes(marker));
          return task ? [[marker, task.id] as const] : [];
        }),
      );
    },
  };
}

function propertiesOf(values: Partial<TaskValues>): Record<string, string> {
  const { subject, body, ownerId, dueAt, urgency, type, status } = values;
  return {
    ...(subject !== undefined && { hs_task_subject: shortened(subject) }),
    ...(body !== undefined && { hs_task_body: body }),
    ...(ownerId !== undefined && { hubspot_owner_id: ownerId }),
    ...(dueAt !== undefined && { hs_timestamp: new Date(dueAt).toISOString() }),
    ...(urgency !== undefined && { hs_task_priority: urgency.toUpperCase() }),
    ...(type !== undefined && { hs_task_type: type.toUpperCase() }),
    ...(status !== undefined && { hs_task_status: wireStatuses[status] }),
  };
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= longestSubject
    ? text
    : `${characters.slice(0, longestSubject - 1).join('')}…`;
}

const untouched = new Set([400, 401, 403, 404, 409, 423, 429, 477]);

/** A part of a batch that fails must not hide what became of the others. */
function failed(creations: readonly TaskCreation[], error: unknown): CreateOutcome[] {
  if (isAboutInputs(error) || !(error instanceof HubspotError)) throw error;
  return creations.map(({ marker }) =>
    untouched.has(error.status)
      ? { marker, outcome: 'untouched', error }
      : { marker, outcome: 'unknown' },
  );
}

function refusalOf(hubspotId: string, error: HubspotError): UpdateOutcome {
  if (error.reaction === 'gone') return { hubspotId, outcome: 'gone' };
  return { hubspotId, outcome: 'refused', reason: reasonOf(error) };
}

function toTask({ id, properties }: z.infer<typeof Read>['results'][number]): WireTask {
  return {
    hubspotId: id,
    status: statuses[properties.hs_task_status ?? ''] ?? 'not_started',
    dueAt: properties.hs_timestamp,
    ownerId: properties.hubspot_owner_id || null,
    modifiedAt: properties.hs_lastmodifieddate ?? 0,
    completedAt: properties.hs_task_completion_date,
    body: properties.hs_task_body ?? null,
  };
}
