/** A list of companies in HubSpot; `size` is what HubSpot says of it, null where it says nothing. */
export type CompanyList = { id: string; name: string; size: number | null };

/** What is kept of the list that says which companies are scored. */
export type KeptList = {
  id: string;
  name: string;
  /** `gone` or `not_granted`: who was read last goes on to hold. */
  state: 'read' | 'gone' | 'not_granted';
  members: number;
  /** ms since 1970. */
  readAt: number;
  /** A reading under way: where it goes on, and when it began; null between readings. */
  reading: ListReading | null;
};

export type ListReading = { cursor: string | null; beganAt: number };
