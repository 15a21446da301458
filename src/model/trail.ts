/** The ids of HubSpot's posts that something waits because of: by them a post is followed through the log. */
export type Trail = readonly string[];

/** What is kept of one record or account must not grow with how often HubSpot tells of it. */
const longestTrail = 8;

/** As a column keeps it; null where no post asked for it. */
export function trailText(posts: Trail = []): string | null {
  return posts.length === 0 ? null : [...new Set(posts)].slice(0, longestTrail).join(' ');
}

export function trailIn(text: string | null): string[] {
  return text === null ? [] : [...new Set(text.split(' '))];
}

/** Of several things that waited, each post once. */
export function trailOf(those: Iterable<{ posts?: Trail | undefined }>): string[] {
  const posts = new Set<string>();
  for (const each of those) for (const post of each.posts ?? []) posts.add(post);
  return [...posts];
}
