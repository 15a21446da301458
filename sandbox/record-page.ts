import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { RegisteredApp } from './app-registration.ts';
import { propertyValue } from './calculated-properties.ts';
import { LinkedRequest, linkedRecords } from './linked-records.ts';
import { COMPANY, TASK, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { closeDeal, completeTask, openTicket } from './record-page-actions.ts';
import { appProperties, companyName, recordParts } from './record-page-parts.ts';
import {
  appPage,
  companyListPage,
  companyPage,
  previewPage,
  type ShownCard,
  ticketPage,
} from './record-page-view.ts';
import { pageLocale, pageWords, type Shown } from './record-page-words.ts';

/** A card's `hubspot.fetch`, as it reaches HubSpot's gateway. */
export type GatewayRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
  timeoutMs: number | null;
};
export type GatewayAnswer = { status: number; body: string; contentType: string };

export type RecordPageDeps = {
  portal: Portal;
  app: RegisteredApp;
  /** Adds who asks, signs and forwards to the app, as HubSpot does. */
  forwardFetch(request: GatewayRequest): Promise<GatewayAnswer>;
  /** Where the built cards and the preview's script are. */
  bundlesFolder: string;
  /** What the cards' project gives them as variables. */
  variables: Readonly<Record<string, string>>;
};

const PAGE_SIZE = 50;
/** Sorting by risk reads every company; beyond this many the list stays in the order of ids. */
const SORT_UP_TO = 50_000;

const FetchBody = z.object({
  url: z.url(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
  timeoutMs: z.number().nullable().default(null),
});
const DealBody = z.object({ amount: z.coerce.number().positive().finite() });
const TicketBody = z.object({ kind: z.enum(['complaint', 'question']) });
const DaysBody = z.object({ days: z.coerce.number().int().min(1).max(366) });

/** A page that shows the app's built cards as a CRM record page would, with something to try. Mount at `/`. */
export function recordPageRoutes(deps: RecordPageDeps): Router {
  const { portal, bundlesFolder } = deps;
  const routes = Router();
  const readJson = express.json({ limit: '1mb' });

  routes.use('/preview', express.static(bundlesFolder, { index: false, cacheControl: false }));

  routes.get('/', (request, response) => {
    response.type('html').send(listPage(shownTo(portal, request), request));
  });

  routes.get('/portfolio', (request, response) => {
    const shown = shownTo(portal, request);
    const bundleUrl = builtPage(deps, 'page');
    if (bundleUrl === null) return notFound(shown, response);
    const context = { ...viewerContext(deps, shown), location: 'pages' };
    response.type('html').send(appPage(shown, { context, bundleUrl }));
  });

  routes.get('/settings', (request, response) => {
    const shown = shownTo(portal, request);
    const bundleUrl = builtPage(deps, 'settings');
    if (bundleUrl === null) return notFound(shown, response);
    const context = { ...viewerContext(deps, shown), location: 'settings' };
    response.type('html').send(appPage(shown, { context, bundleUrl }));
  });

  routes.get('/companies/:id', (request, response) => {
    const row = companyRow(portal, request);
    const shown = shownTo(portal, request);
    if (row === null) return notFound(shown, response);
    const record = { objectId: portal.table(COMPANY).idOf(row), objectTypeId: COMPANY };
    const cards = builtCards(deps, shown, 'crm.record.tab', record);
    const sideCards = builtCards(deps, shown, 'crm.record.sidebar', record);
    response.type('html').send(companyPage(shown, row, { cards, sideCards }));
  });

  routes.get('/companies/:id/preview', (request, response) => {
    const row = companyRow(portal, request);
    const shown = shownTo(portal, request);
    if (row === null) return notFound(shown, response);
    const record = { objectId: portal.table(COMPANY).idOf(row), objectTypeId: COMPANY };
    const cards = builtCards(deps, shown, 'crm.preview', record);
    response.type('html').send(previewPage(shown, row, cards));
  });

  routes.get('/tickets/:id', (request, response) => {
    const table = portal.table(TICKET);
    const row = table.rowOf(Number(request.params['id']));
    const shown = shownTo(portal, request);
    if (!table.isLive(row)) return notFound(shown, response);
    const record = { objectId: table.idOf(row), objectTypeId: TICKET };
    const cards = builtCards(deps, shown, 'helpdesk.sidebar', record);
    response.type('html').send(ticketPage(shown, row, cards));
  });

  routes.get('/companies/:id/state', (request, response) => {
    const row = companyRow(portal, request);
    const shown = shownTo(portal, request);
    if (row === null) return notFound(shown, response);
    response.json({ properties: propertiesOf(portal, row), parts: recordParts(shown, row) });
  });

  routes.post('/preview/gateway', readJson, async (request, response) => {
    response.json(await deps.forwardFetch(FetchBody.parse(request.body)));
  });

  routes.post('/preview/associations', readJson, (request, response) => {
    response.json(linkedRecords(portal, LinkedRequest.parse(request.body)));
  });

  routes.post('/companies/:id/deals', readJson, (request, response) => {
    const row = companyRow(portal, request);
    const shown = shownTo(portal, request);
    if (row === null) return notFound(shown, response);
    const { success, data } = DealBody.safeParse(request.body);
    if (!success) return refused(response, shown.words.say('badAmount'));
    closeDeal(portal, row, data.amount);
    const value = shown.words.money(data.amount, portal.currency);
    response.json({ message: shown.words.say('dealClosed', { value }) });
  });

  routes.post('/companies/:id/tickets', readJson, (request, response) => {
    const row = companyRow(portal, request);
    const shown = shownTo(portal, request);
    if (row === null) return notFound(shown, response);
    const { success, data } = TicketBody.safeParse(request.body);
    if (!success) return refused(response, shown.words.say('failed'));
    const isComplaint = data.kind === 'complaint';
    const subject = shown.words.say(isComplaint ? 'complaint' : 'question');
    openTicket(portal, row, { subject, isComplaint });
    const message = shown.words.say(isComplaint ? 'complaintOpened' : 'ticketOpened');
    response.json({ message });
  });

  routes.post('/tasks/:id/complete', readJson, (request, response) => {
    const { words } = shownTo(portal, request);
    const id = Number(request.params['id']);
    const table = portal.table(TASK);
    if (!table.isLive(table.rowOf(id))) return refused(response, words.say('failed'));
    completeTask(portal, id);
    response.json({ message: words.say('taskCompleted') });
  });

  routes.post('/preview/days', readJson, (request, response) => {
    const { words } = shownTo(portal, request);
    const { success, data } = DaysBody.safeParse(request.body);
    if (!success) return refused(response, words.say('failed'));
    portal.clock.advanceDays(data.days);
    const value = words.date(portal.clock.nowMs(), portal.timeZone);
    response.json({ message: words.say('dayAdvanced', { value }) });
  });

  return routes;
}

function shownTo(portal: Portal, request: Request): Shown {
  const asked = request.query['locale'] ?? (request.body as { locale?: unknown })?.locale;
  return { portal, words: pageWords(pageLocale(asked)) };
}

function companyRow(portal: Portal, request: Request): number | null {
  const table = portal.table(COMPANY);
  const row = table.rowOf(Number(request.params['id']));
  return table.isLive(row) ? row : null;
}

function notFound({ words }: Shown, response: Response): void {
  response.status(404).json({ message: words.say('unknown') });
}

function refused(response: Response, message: string): void {
  response.status(400).json({ message });
}

/** What a card may watch: the company's name and everything the app writes. */
function propertiesOf(portal: Portal, row: number): Record<string, string | null> {
  const names = ['name', ...appProperties(portal).map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, propertyValue(portal, COMPANY, row, name)]));
}

function listPage(shown: Shown, request: Request): string {
  const { portal } = shown;
  const query = String(request.query['query'] ?? '');
  const page = Math.max(1, Math.trunc(Number(request.query['page'] ?? 1)) || 1);
  const found = companiesNamed(portal, query);
  const isByRisk = found.length <= SORT_UP_TO && appProperties(portal).length > 0;
  if (isByRisk) sortByRisk(portal, found);
  const start = (page - 1) * PAGE_SIZE;
  return companyListPage(shown, {
    rows: found.slice(start, start + PAGE_SIZE),
    query,
    page,
    pageSize: PAGE_SIZE,
    total: found.length,
    isByRisk,
  });
}

function companiesNamed(portal: Portal, query: string): number[] {
  const table = portal.table(COMPANY);
  const wanted = query.trim().toLowerCase();
  const found: number[] = [];
  for (let row = 0; row < table.rows(); row++) {
    if (!table.isLive(row)) continue;
    if (wanted === '' || companyName(portal, row).toLowerCase().includes(wanted)) found.push(row);
  }
  return found;
}

function sortByRisk(portal: Portal, rows: number[]): void {
  const table = portal.table(COMPANY);
  const atRisk = (row: number) => table.numberAt(row, 'mainstay_revenue_at_risk') || 0;
  rows.sort((one, other) => atRisk(other) - atRisk(one));
}

type OpenRecord = { objectId: number; objectTypeId: string };

const MANIFEST_TYPES: Readonly<Record<string, string>> = {
  [COMPANY]: 'companies',
  [TICKET]: 'tickets',
};

/** The cards of the app's manifest for a place on a record, as far as they are built. */
function builtCards(
  deps: RecordPageDeps,
  shown: Shown,
  place: string,
  crm: OpenRecord,
): ShownCard[] {
  const { manifestPath } = deps.app.get();
  if (!manifestPath) return [];
  const context = { ...viewerContext(deps, shown), location: place, crm };
  const type = MANIFEST_TYPES[crm.objectTypeId] ?? '';
  return Manifest.parse(JSON.parse(readFileSync(manifestPath, 'utf8')))
    .cards.filter(({ location, objectTypes }) => location === place && objectTypes.includes(type))
    .filter(({ file }) => existsSync(path.join(deps.bundlesFolder, 'cards', `${file}.js`)))
    .map(({ name, file }) => ({ title: name, bundleUrl: `/preview/cards/${file}.js`, context }));
}

function builtPage(
  { app, bundlesFolder }: RecordPageDeps,
  kind: 'page' | 'settings',
): string | null {
  const { manifestPath } = app.get();
  if (!manifestPath) return null;
  const built = Manifest.parse(JSON.parse(readFileSync(manifestPath, 'utf8')))[kind];
  const folder = kind === 'page' ? 'pages' : 'settings';
  if (!built || !existsSync(path.join(bundlesFolder, folder, `${built.file}.js`))) return null;
  return `/preview/${folder}/${built.file}.js`;
}

const Manifest = z.object({
  page: z.object({ file: z.string() }).optional(),
  settings: z.object({ file: z.string() }).optional(),
  cards: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      location: z.string(),
      objectTypes: z.array(z.string()).default([]),
    }),
  ),
});

function viewerContext({ portal, app, variables }: RecordPageDeps, shown: Shown) {
  const { userId, email } = portal.user;
  const locale = shown.words.locale.toLowerCase();
  return {
    user: {
      id: userId,
      email,
      emails: [email],
      firstName: 'Kim',
      lastName: 'Berger',
      roles: [],
      teams: [],
      permissions: [],
      locale,
      language: locale,
    },
    portal: { id: portal.id, timezone: portal.timeZone },
    extension: { appId: app.get().appId, appName: 'Mainstay', cardTitle: '' },
    variables,
  };
}
