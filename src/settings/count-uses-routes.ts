import { Router } from 'express';
import { Asker, type RoleOf } from '../http/require-role.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';

export type CountUsesDeps = {
  roleOf: RoleOf;
  used(portalId: PortalId, kind: 'card' | 'portfolio', role: Role): void;
};

/** Counts what is opened, by role; who it was is not kept. Mount before the routes it counts. */
export function countUses({ roleOf, used }: CountUsesDeps): Router {
  const routes = Router();
  const counting = (kind: 'card' | 'portfolio') =>
    routes.get(
      kind === 'card' ? '/cards/*path' : '/portfolio',
      async (request, _response, next) => {
        const asker = Asker.safeParse(request.query);
        if (asker.success) {
          const { portalId, userId } = asker.data;
          used(portalId, kind, await roleOf(portalId, userId));
        }
        next();
      },
    );
  counting('card');
  counting('portfolio');
  return routes;
}
