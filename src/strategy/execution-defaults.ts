import type { CalendarName, ExecutionSettings } from '../model/execution-settings.ts';
import { defaultNoiseLimits } from './noise-budget.ts';
import { defaultChains } from './roles.ts';

type PortalTerms = { timeZone: string; currency: string };

/** How strategies become tasks where an admin set nothing: not at all, for none is switched on. */
export function executionDefaults(portal: PortalTerms): ExecutionSettings {
  return {
    switchedOn: [],
    limits: defaultNoiseLimits,
    cooldownDays: 90,
    calendar: { name: calendarFor(portal), edits: { off: [], worked: [] } },
    workingHours: { from: 0, to: 24 },
    events: [],
    roles: { chains: defaultChains, fallbackOwnerId: '' },
    withdrawMode: 'complete',
    dueHour: 9,
    escalationOwnerId: null,
  };
}

/** The holidays a portal most likely keeps. */
function calendarFor({ timeZone, currency }: PortalTerms): CalendarName {
  if (timeZone === 'Asia/Shanghai' || timeZone === 'Asia/Urumqi') return 'CN';
  return timeZone.startsWith('America/') && currency === 'USD' ? 'US' : 'none';
}
