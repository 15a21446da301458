import { z } from 'zod';
import { accountId, portalId } from '../model/ids.ts';

/** As HubSpot sends values: of a property as text, typed in by the builder as what it is. */
const InputValue = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => (value === null ? '' : String(value).trim()));

/** What HubSpot posts to run a step of a workflow; the signature covers it, so it says who asks. */
export const ExecutionRequest = z
  .object({
    callbackId: z.string().min(1).max(200),
    origin: z.object({ portalId: z.int().positive().transform(portalId) }),
    object: z.object({
      objectId: z
        .union([z.string(), z.int()])
        .transform(String)
        .pipe(
          z
            .string()
            .regex(/^\d{1,20}$/)
            .transform(accountId),
        ),
    }),
    inputFields: z.record(z.string(), InputValue).default({}),
  })
  .transform(({ callbackId, origin, object, inputFields }) => ({
    id: callbackId,
    portalId: origin.portalId,
    accountId: object.objectId,
    inputs: inputFields,
  }));

export type ExecutionRequest = z.output<typeof ExecutionRequest>;
