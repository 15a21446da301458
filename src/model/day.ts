/** A calendar day in the portal's time zone, as whole days since 1970-01-01. */
export type Day = number;
