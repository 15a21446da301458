/** What `mainstay doctor` found; `toDo` is there unless all is well. */
export type Finding = { check: CheckName; says: string } & (
  | { state: 'ok' }
  | { state: 'warn' | 'fail'; toDo: string }
);

export type CheckName =
  | 'configuration'
  | 'database'
  | 'schema'
  | 'disk'
  | 'hubspot'
  | 'app secret'
  | 'clock'
  | 'journal'
  | 'public address'
  | 'token key'
  | 'connections'
  | 'scopes'
  | 'properties'
  | 'fallback owner'
  | 'backlog';

export const ok = (check: CheckName, says: string): Finding => ({ check, state: 'ok', says });

export const warn = (check: CheckName, says: string, toDo: string): Finding => ({
  check,
  state: 'warn',
  says,
  toDo,
});

export const fail = (check: CheckName, says: string, toDo: string): Finding => ({
  check,
  state: 'fail',
  says,
  toDo,
});
