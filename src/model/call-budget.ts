/** How much of HubSpot's limits our calls to a portal may use: other apps in it may share them. */
export type CallBudget = {
  callsPerTenSeconds: number;
  /** Of UTC; null: as many as HubSpot allows. */
  callsPerDay: number | null;
};

/** Of a day's calls, for changes and people: what reads everything ends before. */
export const keptForChanges = 0.2;

/** What an admin set of it; null where the installation's default holds. */
export type SetBudget = { [Part in keyof CallBudget]: number | null };

export const budgetParts = ['callsPerTenSeconds', 'callsPerDay'] as const;
