import type { ContactRole } from '../model/evidence-record.ts';
import type { ProfileFacts } from '../scoring/profile.ts';

/** Who an account is and who decides there, as far as it is known. */
export type AccountProfile = {
  facts: ProfileFacts;
  /** null while the portal records no decision roles. */
  people: readonly Pick<ContactRole, 'maskedName' | 'jobTitle' | 'roles'>[] | null;
};
