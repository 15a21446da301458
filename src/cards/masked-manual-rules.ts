import { maskedName } from '../model/masked-name.ts';
import { maskedPhones } from '../model/masked-phones.ts';
import type { Role } from '../model/role.ts';
import type { ManualRecord } from './manual-view-rules.ts';

/** What people told of an account as somebody with this role may see it: readers know nobody by name or number. */
export function manualFor(role: Role, record: ManualRecord): ManualRecord {
  if (role !== 'reader') return record;
  return {
    ...record,
    inputs: record.inputs.map((input) => ({
      ...input,
      note: input.note === null ? null : maskedPhones(input.note),
    })),
    authors: new Map([...record.authors].map(([id, name]) => [id, maskedName(null, name)])),
  };
}
