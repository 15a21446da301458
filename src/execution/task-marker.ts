import { createHash } from 'node:crypto';

const markerLength = 24;

/** A word of letters and digits that stands in a task's text and nowhere else: HubSpot's search finds it whole. */
export function taskMarker(key: string): string {
  return `ms${createHash('sha256').update(key).digest('hex').slice(0, markerLength)}`;
}
