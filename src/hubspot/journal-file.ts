import { HubspotError } from '../errors.ts';
import { connectionProblem } from './connection-rules.ts';

/** HubSpot writes up to 5 MB into one. */
const longestFile = 20 * 1_048_576;

/**
 * Reads a file where HubSpot says it lies: over https, or where HubSpot's own API is, as in development.
 * Nothing of ours goes along; no redirect is followed.
 */
export function createFileReader({ apiUrl, timeoutMs }: { apiUrl: string; timeoutMs: number }) {
  return async function readFile(address: string): Promise<unknown> {
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.origin !== new URL(apiUrl).origin) {
      throw problem(0, 'a file of the journal is not at an https address');
    }
    try {
      const answer = await fetch(url, {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) throw problem(answer.status, 'a file of the journal cannot be read');
      return JSON.parse(await textOf(answer));
    } catch (cause) {
      if (cause instanceof HubspotError) throw cause;
      throw problem(0, connectionProblem(cause));
    }
  };
}

async function textOf(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > longestFile) throw problem(0, 'a file of the journal is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** An address that expired is asked for anew. */
function problem(status: number, message: string): HubspotError {
  return new HubspotError('retry-later', { endpoint: 'journalFile', status, message });
}
