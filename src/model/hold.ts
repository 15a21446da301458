import type { PortalId } from './ids.ts';

/** The right to work a portal, held by one process at a time: whoever takes it next has a higher fence. */
export type Hold = { portalId: PortalId; fence: number };
