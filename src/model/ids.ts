/** A HubSpot customer's whole HubSpot: one installation of this app. */
export type PortalId = number & { readonly __brand: 'PortalId' };

/** A company in one portal; the thing we assess. Its value is the HubSpot record id. */
export type AccountId = string & { readonly __brand: 'AccountId' };

export const portalId = (value: number): PortalId => value as PortalId;
export const accountId = (value: string): AccountId => value as AccountId;
