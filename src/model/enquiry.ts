import type { Ticket } from './evidence.ts';
import type { ManualInput } from './manual-input.ts';

/** HubSpot's own ticket categories that ask for something, lower case; its others tell what is wrong. */
const enquiryCategories: readonly string[] = ['general_inquiry', 'feature_request'];

/** Whether a ticket asks for something new; what the portal takes for a complaint does not. */
export function isEnquiry({
  isComplaint,
  categories = [],
}: Pick<Ticket, 'isComplaint' | 'categories'>): boolean {
  return (
    !isComplaint &&
    categories.some((category) => enquiryCategories.includes(category.toLowerCase()))
  );
}

/** Whether somebody entered that an account needs something. */
export function isEnteredNeed({ kind, value }: Pick<ManualInput, 'kind' | 'value'>): boolean {
  return kind === 'need' && value === 'yes';
}
