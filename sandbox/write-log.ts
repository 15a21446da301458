import { createFloatCells, createIntegerCells } from './columns.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from './object-types.ts';

export type LoggedWrite = { objectType: ObjectTypeId; id: number; at: number; properties: number };

/** Every property write by an app, with its time: how long a change took to arrive is measured from it. */
export function createWriteLog() {
  const ids = createFloatCells(0);
  const times = createFloatCells(0);
  const types = createIntegerCells();
  const sizes = createIntegerCells();
  let count = 0;

  return {
    add({ objectType, id, at, properties }: LoggedWrite): void {
      ids.set(count, id);
      times.set(count, at);
      types.set(count, OBJECT_TYPE_IDS.indexOf(objectType));
      sizes.set(count, properties);
      count++;
    },
    count: () => count,
    /** Property values written since the start. */
    properties(): number {
      let sum = 0;
      for (let entry = 0; entry < count; entry++) sum += sizes.at(entry);
      return sum;
    },
    *since(ms: number): Generator<LoggedWrite> {
      for (let entry = 0; entry < count; entry++) {
        const at = times.at(entry);
        if (at < ms) continue;
        const objectType = OBJECT_TYPE_IDS[types.at(entry)] as ObjectTypeId;
        yield { objectType, id: ids.at(entry), at, properties: sizes.at(entry) };
      }
    },
  };
}
