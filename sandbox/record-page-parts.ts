import { propertyValue } from './calculated-properties.ts';
import { type Html, html } from './html.ts';
import { COMPANY, DEAL, type ObjectTypeId, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { PropertyDefinition } from './property-definition.ts';
import { tasks } from './record-page-tasks.ts';
import type { Shown } from './record-page-words.ts';

const APP_PREFIX = 'mainstay_';
const LATEST = 5;

/** The properties the app has created on companies, in its order. */
export function appProperties(portal: Portal): PropertyDefinition[] {
  return portal.catalogue
    .list(COMPANY, 'active')
    .filter(({ name }) => name.startsWith(APP_PREFIX))
    .sort((one, other) => one.displayOrder - other.displayOrder);
}

/** The parts of the page that follow the record, by the id of their element. */
export function recordParts(shown: Shown, row: number): Record<string, string> {
  return {
    today: today(shown).text,
    about: about(shown, row).text,
    scores: scores(shown, row).text,
    tasks: tasks(shown, row).text,
    deals: deals(shown, row).text,
    tickets: tickets(shown, row).text,
  };
}

export function today({ portal, words }: Shown): Html {
  const value = words.date(portal.clock.nowMs(), portal.timeZone);
  return html`${words.say('today', { value })}`;
}

export function companyName(portal: Portal, row: number): string {
  return propertyValue(portal, COMPANY, row, 'name') ?? String(portal.table(COMPANY).idOf(row));
}

/** A property's value as people read it: option labels, formatted numbers and dates. */
function shownValue(
  { portal, words }: Shown,
  property: PropertyDefinition,
  value: string | null,
): string {
  if (value === null || value === '') return '–';
  if (property.type === 'enumeration') {
    const labels = new Map(property.options.map(({ value: code, label }) => [code, label]));
    return value
      .split(';')
      .map((code) => readable(labels.get(code) ?? code))
      .join(', ');
  }
  if (property.type === 'number') return words.number(Number(value));
  if (property.type === 'date') return words.date(instantOf(value), 'UTC');
  if (property.type === 'datetime') return words.dateTime(instantOf(value), portal.timeZone);
  return value;
}

export function ownerName(portal: Portal, row: number): string {
  const ownerId = propertyValue(portal, COMPANY, row, 'hubspot_owner_id');
  const owner = portal.owners.find(({ id }) => id === ownerId);
  return owner ? `${owner.firstName} ${owner.lastName}` : '–';
}

export function labelledValue({ portal, words }: Shown, row: number, name: string): string {
  const property = portal.catalogue.find(COMPANY, name);
  const value = propertyValue(portal, COMPANY, row, name);
  return property ? shownValue({ portal, words }, property, value) : (value ?? '–');
}

/** Options without a label of their own are codes: BUILDING_MATERIALS. */
function readable(label: string): string {
  if (!/^[A-Z_]{3,}$/.test(label)) return label;
  const words = label.toLowerCase().replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function instantOf(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

function property(label: string, value: string): Html {
  return html`<div class="property"><dt>${label}</dt><dd>${value}</dd></div>`;
}

function about({ portal, words }: Shown, row: number): Html {
  const revenue = Number(propertyValue(portal, COMPANY, row, 'total_revenue') ?? 0);
  return html`<dl class="properties">
    ${property(words.say('owner'), ownerName(portal, row))}
    ${property(words.say('industry'), labelledValue({ portal, words }, row, 'industry'))}
    ${property(words.say('revenue'), words.money(revenue, portal.currency))}
  </dl>`;
}

function scores(shown: Shown, row: number): Html {
  const { portal, words } = shown;
  const written = appProperties(portal).flatMap((definition) => {
    const value = propertyValue(portal, COMPANY, row, definition.name);
    return value === null || value === ''
      ? []
      : [property(definition.label, shownValue(shown, definition, value))];
  });
  if (written.length === 0) return html`<p class="microcopy">${words.say('noScores')}</p>`;
  return html`<dl class="properties">${written}</dl>`;
}

/** The newest linked records, most recent first. */
function latest(
  portal: Portal,
  row: number,
  typeId: ObjectTypeId,
  dateOf: (row: number) => number,
) {
  const table = portal.table(typeId);
  return [...portal.links.between(COMPANY, typeId).of(row)]
    .map((link) => link.row)
    .filter((linked) => table.isLive(linked))
    .sort((one, other) => dateOf(other) - dateOf(one))
    .slice(0, LATEST);
}

function deals({ portal, words }: Shown, row: number): Html {
  const table = portal.table(DEAL);
  const dateOf = (deal: number) => table.numberAt(deal, 'closedate') || table.createdAt(deal);
  const rows = latest(portal, row, DEAL, dateOf);
  if (rows.length === 0) return html`<p class="microcopy">${words.say('noDeals')}</p>`;
  return html`<ul class="activity">${rows.map((deal) => {
    const currency = table.get(deal, 'deal_currency_code') ?? portal.currency;
    const amount = table.numberAt(deal, 'amount');
    const stage = portal.findStage(DEAL, table.get(deal, 'dealstage') ?? '')?.stage.label ?? '';
    const price = Number.isNaN(amount) ? '–' : words.money(amount, currency);
    return html`<li>${price} · ${stage}
      <small>${words.date(dateOf(deal), portal.timeZone)} · ${table.get(deal, 'dealname') ?? ''}</small></li>`;
  })}</ul>`;
}

function tickets({ portal, words }: Shown, row: number): Html {
  const table = portal.table(TICKET);
  const rows = latest(portal, row, TICKET, table.createdAt);
  if (rows.length === 0) return html`<p class="microcopy">${words.say('noTickets')}</p>`;
  return html`<ul class="activity">${rows.map((ticket) => {
    const isComplaint = (table.get(ticket, 'hs_ticket_category') ?? '').includes('COMPLAINT');
    const mark = isComplaint
      ? html`<span class="tag warning">${words.say('complaint')}</span>`
      : null;
    const address = `/tickets/${table.idOf(ticket)}?locale=${words.locale}`;
    return html`<li><a href="${address}">${table.get(ticket, 'subject') ?? ''}</a> ${mark}
      <small>${words.date(table.createdAt(ticket), portal.timeZone)}</small></li>`;
  })}</ul>`;
}
