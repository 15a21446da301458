import { z } from 'zod';
import { dayMs } from '../model/day.ts';
import {
  calendarNames,
  type ExecutionSettings,
  type RoleMap,
  withdrawModes,
} from '../model/execution-settings.ts';
import { eventKinds, ownerRoles } from '../model/strategy.ts';

const count = (most: number) => z.number().int().min(1).max(most);
const ownerId = z.string().regex(/^\d{1,20}$/);

/** `2026-11-21`, as a whole day. */
const IsoDay = z.iso.date().transform((text) => Math.round(Date.parse(text) / dayMs));
const Days = z.array(IsoDay).max(400);

const Source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('property'),
    property: z.string().regex(/^[a-z0-9_]{1,100}$/),
  }),
  z.strictObject({ kind: z.literal('team'), teamId: z.string().regex(/^\d{1,20}$/) }),
  z.strictObject({ kind: z.literal('owner'), ownerId }),
]);

/** What an admin sets of the making of tasks; each part is set as a whole. */
export const ExecutionInput = z
  .strictObject({
    limits: z.strictObject({
      newTasksPerOwnerPerDay: count(100),
      openTasksPerOwner: count(1_000),
      leadDays: z.number().int().min(0).max(60),
      queueDays: z.number().int().min(0).max(180),
    }),
    cooldownDays: count(730),
    calendar: z.strictObject({
      name: z.enum(calendarNames),
      edits: z.strictObject({ off: Days, worked: Days }),
    }),
    workingHours: z
      .strictObject({
        from: z.number().int().min(0).max(23),
        to: z.number().int().min(1).max(24),
      })
      .refine(({ from, to }) => from < to, { error: 'the hours end after they begin' }),
    events: z
      .array(
        z.strictObject({
          /** Part of the keys of its tasks: an event that is put off keeps it. */
          id: z.string().regex(/^[a-z0-9-]{1,40}$/),
          kind: z.enum(eventKinds),
          on: IsoDay,
        }),
      )
      .max(100)
      .refine((events) => new Set(events.map(({ id }) => id)).size === events.length, {
        error: 'every event has an id of its own',
      }),
    roles: z.strictObject({
      chains: z.partialRecord(z.enum(ownerRoles), z.array(Source).max(5)) as z.ZodType<
        RoleMap['chains']
      >,
      fallbackOwnerId: z.union([ownerId, z.literal('')]),
    }),
    withdrawMode: z.enum(withdrawModes),
    dueHour: z.number().int().min(0).max(23),
    escalationOwnerId: ownerId.nullable(),
  })
  .partial();

export type ExecutionDifference = Partial<Omit<ExecutionSettings, 'switchedOn'>>;
