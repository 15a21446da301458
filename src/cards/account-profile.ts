import type { ContactRole } from '../model/evidence-record.ts';
import type { ProfileFacts } from '../scoring/profile.ts';

/** Who an account is and who decides there, as far as it is known. */
export type AccountProfile = {
  facts: ProfileFacts;
  /** What the portal calls its own industries, by their values. */
  industryNames: ReadonlyMap<string, string>;
  /** null while the portal records no decision roles. */
  people: readonly Pick<ContactRole, 'maskedName' | 'jobTitle' | 'roles'>[] | null;
};
