/** Waits for all of it, then throws what failed first: nothing goes on behind the caller's back. */
export async function allDone<Result>(work: Iterable<Promise<Result>>): Promise<Result[]> {
  const all = [...work];
  await Promise.allSettled(all);
  return Promise.all(all);
}
