import type { PortalId } from './ids.ts';

/** One installation. `revoked`: HubSpot no longer accepts our token; the customer has to connect again. */
export type Portal = {
  id: PortalId;
  status: 'installed' | 'revoked' | 'uninstalled';
  name: string | null;
  timeZone: string;
  currency: string;
  locale: string;
  uiDomain: string;
  scopes: readonly string[];
};

/** Times are ms since 1970. */
export type Tokens = { accessToken: string; refreshToken: string; expiresAt: number };

export type Team = { id: string; name: string };

export type Owner = {
  id: string;
  userId: number | null;
  name: string;
  isActive: boolean;
  teams: readonly Team[];
};

/** Progress of the first read of a portal, per kind of record. */
export type BackfillProgress = {
  objectType: 'company' | 'deal' | 'ticket';
  done: number;
  total: number | null;
  isFinished: boolean;
};
