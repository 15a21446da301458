import type { RequestHandler } from 'express';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import { isAtLeast, type Role } from '../model/role.ts';

export type RoleOf = (portalId: PortalId, userId: number) => Promise<Role>;

/** The query is covered by HubSpot's signature, so these say who asks; a body never does. */
export const Asker = z.object({
  portalId: z.coerce.number().int().positive().transform(portalId),
  userId: z.coerce.number().int().positive(),
});

/** Lets only people through who have the role or a higher one. Mount behind the signature check. */
export function requireRole(roleOf: RoleOf, least: Role): RequestHandler {
  return async (request, _response, next) => {
    const { portalId: portal, userId } = Asker.parse(request.query);
    if (!isAtLeast(await roleOf(portal, userId), least)) {
      throw new Refusal(403, (words) =>
        words.say('refusal.needs_role', { role: words.say(`settings.role.${least}`) }),
      );
    }
    next();
  };
}
