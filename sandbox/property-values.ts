import type { PropertyProblem } from './errors.ts';
import type { PropertyDefinition } from './property-definition.ts';

export type Normalized = { value: string | null; wasNormalized?: boolean };
export type Checked = Normalized | { problem: PropertyProblem };

/** What a check needs to know beyond the definition. */
export type ValueContext = {
  isOwner(id: string): boolean;
  /** Dates that are not at midnight UTC are rounded from 2026-09 on, refused before. */
  roundsDates: boolean;
};

const LONGEST_TEXT = 65_536;
const DAY_MS = 86_400_000;

function problem(property: PropertyDefinition, code: string, message: string): Checked {
  return { problem: { name: property.name, code, message } };
}

function checkNumber(property: PropertyDefinition, text: string): Checked {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    const code = property.integer ? 'INVALID_INTEGER' : 'INVALID_NUMBER';
    return problem(property, code, `${text} was not a valid number.`);
  }
  if (property.integer && !/^[+-]?\d+$/.test(trimmed)) {
    return problem(property, 'INVALID_INTEGER', `${text} was not a valid integer.`);
  }
  return { value: String(Number(trimmed)) };
}

/** Milliseconds of an epoch text, an ISO day or an ISO instant with its zone; NaN when it is none. */
function instantOf(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const ms = Date.parse(`${text}T00:00:00Z`);
    return new Date(ms).toISOString().slice(0, 10) === text ? ms : Number.NaN;
  }
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
  return instant.test(text) ? Date.parse(text) : Number.NaN;
}

function parsedInstant(text: string): number {
  try {
    return instantOf(text);
  } catch {
    return Number.NaN; // e.g. 2026-13-45: no such day
  }
}

function checkDate(property: PropertyDefinition, text: string, context: ValueContext): Checked {
  const ms = parsedInstant(text);
  if (Number.isNaN(ms)) {
    return problem(property, 'INVALID_DATE', `${text} was not a valid date.`);
  }
  const isMidnight = ms % DAY_MS === 0;
  if (!isMidnight && !context.roundsDates) {
    return problem(property, 'INVALID_DATE', `${text} is at 00:00:00.000 UTC expected.`);
  }
  return { value: new Date(ms).toISOString().slice(0, 10), wasNormalized: !isMidnight };
}

function checkDatetime(property: PropertyDefinition, text: string): Checked {
  const ms = parsedInstant(text);
  if (Number.isNaN(ms)) {
    return problem(property, 'INVALID_DATE', `${text} was not a valid date and time.`);
  }
  return {
    value: new Date(ms).toISOString(),
    wasNormalized: /^\d{4}-\d{2}-\d{2}$/.test(text),
  };
}

function allowedOptions(property: PropertyDefinition): string {
  return property.options.map(({ value }) => value).join(', ');
}

function checkOptions(property: PropertyDefinition, text: string): Checked {
  const chosen = property.fieldType === 'checkbox' ? text.split(';').filter(Boolean) : [text];
  for (const value of chosen) {
    if (!property.options.some((option) => option.value === value)) {
      const message = `${value} was not one of the allowed options: [${allowedOptions(property)}]`;
      return problem(property, 'INVALID_OPTION', message);
    }
  }
  return { value: chosen.join(';') };
}

/** Checks one value of a write and brings it into the form it is stored in. "" clears. */
export function checkValue(
  property: PropertyDefinition,
  raw: unknown,
  context: ValueContext,
): Checked {
  if (raw === null || raw === '') return { value: null };
  if (!['string', 'number', 'boolean'].includes(typeof raw)) {
    return problem(property, 'INVALID_VALUE', `${property.name} must be a string.`);
  }
  const text = String(raw);
  if (property.ownerReference) {
    if (context.isOwner(text)) return { value: text };
    return problem(property, 'INVALID_OWNER_ID', `Owner ${text} does not exist.`);
  }
  switch (property.type) {
    case 'number':
      return checkNumber(property, text);
    case 'date':
      return checkDate(property, text, context);
    case 'datetime':
      return checkDatetime(property, text);
    case 'bool':
    case 'enumeration':
      return property.options.length === 0 ? { value: text } : checkOptions(property, text);
    default:
      if (text.length > LONGEST_TEXT) {
        return problem(
          property,
          'TEXT_TOO_LONG',
          `${property.name} is longer than ${LONGEST_TEXT}.`,
        );
      }
      return { value: text };
  }
}

/** How a stored value is written in a webhook: dates as milliseconds, empty as "". */
export function webhookValue(property: PropertyDefinition, value: string | null): string {
  if (value === null) return '';
  if (property.type !== 'date' && property.type !== 'datetime') return value;
  return String(Date.parse(value));
}
