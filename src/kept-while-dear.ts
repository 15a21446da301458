/** What is asked sooner is asked every time. */
const cheapMs = 100;
/** An answer serves for so many times as long as it took: asking never takes more than a fiftieth of the time. */
const servesTimes = 50;
const mostAnswers = 50;

type Kept<Answer> = { answer: Answer; tookMs: number; keptAt: number };

/**
 * Asks what takes long at a large portal, such as counting a million rows, and keeps the answer for a
 * while. It is renewed behind the answers: nobody but the first waits for it. Questions are the same whose
 * values are.
 */
export function keptWhileDear<Question extends unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
): (...question: Question) => Promise<Answer> {
  const kept = new Map<string, Kept<Answer>>();
  const underWay = new Map<string, Promise<Answer>>();

  function renew(key: string, question: Question): Promise<Answer> {
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const askedAt = performance.now();
    const asking = ask(...question)
      .then((answer) => {
        const keptAt = performance.now();
        const tookMs = keptAt - askedAt;
        kept.delete(key);
        if (tookMs > cheapMs) kept.set(key, { answer, tookMs, keptAt });
        const [oldest] = kept.keys();
        if (kept.size > mostAnswers && oldest !== undefined) kept.delete(oldest);
        return answer;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, asking);
    return asking;
  }

  return async (...question) => {
    const key = JSON.stringify(question);
    const known = kept.get(key);
    if (!known) return await renew(key, question);
    // A failure is met by whoever has to wait for the answer.
    const ageMs = performance.now() - known.keptAt;
    if (ageMs > servesTimes * known.tookMs) renew(key, question).catch(() => undefined);
    return known.answer;
  };
}
