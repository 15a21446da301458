import { fork } from 'node:child_process';
import { z } from 'zod';

const Verdict = z.object({
  scored: z.number(),
  mismatches: z.array(
    z.object({
      company: z.string(),
      property: z.string(),
      portal: z.string(),
      recomputed: z.string(),
    }),
  ),
});

type Question = { sandboxUrl: string; portal: number; databaseUrl: string; complaint: string };

/** Recomputes every score from the stand-in's own records, in a process of its own; see verify.ts. */
export async function verifyPortal(asked: Question): Promise<z.infer<typeof Verdict>> {
  const args = [asked.sandboxUrl, String(asked.portal), asked.databaseUrl, asked.complaint];
  const child = fork(new URL('./verify.ts', import.meta.url), args, { silent: true });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.pipe(process.stderr);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Error(`the check ended with ${code}`);
  return Verdict.parse(JSON.parse(output));
}
