/**
 * Loaded before the service: its clock is the machine's plus an offset that the harness may change
 * at any time, as a clock that is wrong or is set right does.
 */
const RealDate = Date;
let offsetMs = Number(process.env['CLOCK_OFFSET_MS'] ?? 0);

const nowMs = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: unknown[]) =>
    Reflect.construct(target, given.length === 0 ? [nowMs()] : given),
  get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
});

process.on('message', (message) => {
  const asked = Number((message as { offsetMs?: unknown }).offsetMs);
  if (Number.isFinite(asked)) offsetMs = asked;
});
process.channel?.unref();
