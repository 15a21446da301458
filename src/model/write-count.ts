/** What a write would change in HubSpot. */
export type WriteCount = {
  accounts: number;
  /** null: too many accounts to read each. */
  values: number | null;
  /** Company properties that have to be created first. */
  properties: number;
};
