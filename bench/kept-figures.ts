import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const Kept = z.record(z.string(), z.object({ value: z.number(), at: z.string() }));
/** The last value of each figure, by name. */
export type KeptFigures = z.infer<typeof Kept>;

const folder = new URL('../.mainstay/bench/', import.meta.url);

const fileOf = (machineId: string) => new URL(`${machineId}.json`, folder);

/** The last figures of a machine; none where it never measured. */
export async function keptFigures(machineId: string): Promise<KeptFigures> {
  try {
    return Kept.parse(JSON.parse(await readFile(fileOf(machineId), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export async function keepFigures(machineId: string, figures: KeptFigures): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileOf(machineId), `${JSON.stringify(figures, null, 2)}\n`);
}
