import type { ProfileForms } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../model/day.ts';
import { decisionRoles } from '../model/evidence-record.ts';
import { usualDays } from '../model/manual-input.ts';
import type { ViewContext } from './view-context-rules.ts';

const longestDays = 365;

/** What somebody who knows the customer can add to the profile. */
export function profileForms({ words, today }: ViewContext): ProfileForms {
  return {
    save: words.say('manual.save'),
    saved: words.say('manual.saved'),
    failed: words.say('manual.failed'),
    remove: words.say('manual.remove'),
    expiry: words.say('manual.expiry'),
    expiryHint: words.say('manual.expiry_hint', { days: words.duration(longestDays) }),
    firstDay: isoDate(today),
    lastDay: isoDate(today + longestDays),
    need: {
      open: words.say('needs.open'),
      title: words.say('needs.open'),
      name: words.say('needs.need'),
      evidence: words.say('needs.evidence'),
      missing: words.say('needs.missing'),
      remove: words.say('needs.remove'),
      defaultDay: isoDate(today + usualDays.need),
    },
    role: {
      open: words.say('chain.open'),
      title: words.say('chain.open'),
      contact: words.say('chain.person'),
      noContacts: words.say('chain.no_contacts'),
      role: words.say('chain.role'),
      roles: decisionRoles.map((role) => ({ value: role, label: words.say(`role.${role}`) })),
      note: words.say('manual.note'),
      missing: words.say('chain.missing'),
      defaultDay: isoDate(today + usualDays.decision_role),
    },
  };
}
