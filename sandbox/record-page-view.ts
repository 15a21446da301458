import { propertyValue } from './calculated-properties.ts';
import { type Html, html, jsonScript } from './html.ts';
import { COMPANY, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { companyName, labelledValue, ownerName, recordParts, today } from './record-page-parts.ts';
import { PAGE_LOCALES, pageWords, type Shown } from './record-page-words.ts';

export type ShownCard = { title: string; bundleUrl: string; context: unknown };
export type CompanyPage = { cards: readonly ShownCard[]; sideCards: readonly ShownCard[] };
export type CompanyList = {
  rows: readonly number[];
  query: string;
  page: number;
  pageSize: number;
  total: number;
  isByRisk: boolean;
};

/** Columns of the list that the app's properties fill. */
const LIST_PROPERTIES = [
  'mainstay_nine_box',
  'mainstay_health_score',
  'mainstay_health_band',
  'mainstay_risk_level',
  'mainstay_revenue_at_risk',
];

export function companyPage(shown: Shown, row: number, page: CompanyPage): string {
  const { portal, words } = shown;
  const id = String(portal.table(COMPANY).idOf(row));
  const name = companyName(portal, row);
  const parts = recordParts(shown, row);
  const settings = pageSettings(shown, id, [...page.cards, ...page.sideCards]);
  return frame(
    shown,
    name,
    html`<div class="record">
      <aside aria-label="${words.say('about')}">
        <div class="panel-box">
          <h1>${name}</h1>
          <p class="microcopy">${propertyValue(portal, COMPANY, row, 'domain') ?? ''}</p>
        </div>
        ${box(words.say('about'), 'about')}
        ${box(words.say('scores'), 'scores')}
      </aside>
      <main>
        <ul class="record-tabs">
          <li>${words.say('overview')}</li>
          <li>${words.say('activities')}</li>
          <li aria-current="true">${words.say('cards')}</li>
        </ul>
        ${page.cards.map((card, position) => cardFrame(card, position))}
      </main>
      <aside aria-label="${words.say('act')}">
        ${page.sideCards.map((card, position) => cardFrame(card, page.cards.length + position))}
        <div class="panel-box"><h2>${words.say('act')}</h2>${actions(shown, id)}</div>
        ${box(words.say('tasks'), 'tasks')}
        ${box(words.say('deals'), 'deals')}
        ${box(words.say('tickets'), 'tickets')}
      </aside>
    </div>
    <div class="notices" id="notices" role="status"></div>
    <script type="application/json" id="page-settings">${jsonScript(settings)}</script>
    <script type="application/json" id="page-parts">${jsonScript(parts)}</script>
    <script src="/preview/host.js"></script>`,
  );
}

/** The narrow panel in which a company is looked at from a list. */
export function previewPage(shown: Shown, row: number, cards: readonly ShownCard[]): string {
  const { portal } = shown;
  const id = String(portal.table(COMPANY).idOf(row));
  const name = companyName(portal, row);
  return sidePage(
    shown,
    { id, title: name, text: propertyValue(portal, COMPANY, row, 'domain') },
    cards,
  );
}

/** A ticket with what the app shows beside it. */
export function ticketPage(shown: Shown, row: number, cards: readonly ShownCard[]): string {
  const { portal, words } = shown;
  const table = portal.table(TICKET);
  const opened = words.date(table.createdAt(row), portal.timeZone);
  return sidePage(shown, { id: null, title: table.get(row, 'subject') ?? '', text: opened }, cards);
}

function sidePage(
  shown: Shown,
  { id, title, text }: { id: string | null; title: string; text: string | null },
  cards: readonly ShownCard[],
): string {
  return frame(
    shown,
    title,
    html`<main class="side-page">
      <div class="panel-box"><h1>${title}</h1><p class="microcopy">${text ?? ''}</p></div>
      ${cards.map((card, position) => cardFrame(card, position))}
    </main>
    <div class="notices" id="notices" role="status"></div>
    <script type="application/json" id="page-settings">${jsonScript(pageSettings(shown, id, cards))}</script>
    <script src="/preview/host.js"></script>`,
  );
}

function cardFrame({ title }: ShownCard, position: number): Html {
  return html`<section class="card-frame" aria-label="${title}">
    <header><h2>${title}</h2></header>
    <div class="card-body" id="card-${position}"></div>
  </section>`;
}

/** What the page's script needs; `companyId` is of the record it follows, null where it follows none. */
function pageSettings(
  { words }: Shown,
  companyId: string | null,
  cards: readonly Pick<ShownCard, 'bundleUrl' | 'context'>[],
) {
  return {
    companyId,
    locale: words.locale,
    cards: cards.map(({ bundleUrl, context }) => ({ bundleUrl, context })),
    words: { working: words.say('working'), failed: words.say('failed') },
  };
}

export function companyListPage(shown: Shown, list: CompanyList): string {
  const { portal, words } = shown;
  const { query, rows, total, page, pageSize } = list;
  const from = (page - 1) * pageSize + 1;
  const counted = words.say(list.isByRisk ? 'shown' : 'shownByName', {
    from: words.number(Math.min(from, total)),
    to: words.number(Math.min(from + pageSize - 1, total)),
    total: words.number(total),
  });
  const columns = LIST_PROPERTIES.filter((name) => portal.catalogue.find(COMPANY, name));
  return frame(
    shown,
    words.say('companies'),
    html`<main class="company-list">
      <h1>${words.say('companies')}</h1>
      <form method="get" action="/" role="search">
        <input type="hidden" name="locale" value="${words.locale}">
        <input name="query" value="${query}" aria-label="${words.say('search')}"
          placeholder="${words.say('search')}">
        <button class="button" type="submit">${words.say('find')}</button>
      </form>
      <p class="microcopy">${total === 0 ? words.say('none') : counted}</p>
      <div class="panel-box"><table class="table condensed">
        <thead><tr>
          <th scope="col">${words.say('company')}</th>
          <th scope="col">${words.say('owner')}</th>
          ${columns.map((name) => html`<th scope="col" class="${cellClass(portal, name)}">${portal.catalogue.find(COMPANY, name)?.label ?? name}</th>`)}
        </tr></thead>
        <tbody>${rows.map((row) => listRow(shown, row, columns))}</tbody>
      </table></div>
      ${paging(shown, list)}
    </main>`,
  );
}

/** A page of the app's own, as wide as HubSpot gives it. */
export function appPage(shown: Shown, page: { context: unknown; bundleUrl: string }): string {
  const { words } = shown;
  const settings = pageSettings(shown, null, [page]);
  return frame(
    shown,
    words.say('appPage'),
    html`<main class="app-page"><div class="card-body" id="card-0"></div></main>
    <div class="notices" id="notices" role="status"></div>
    <script type="application/json" id="page-settings">${jsonScript(settings)}</script>
    <script src="/preview/host.js"></script>`,
  );
}

function frame(shown: Shown, title: string, content: Html): string {
  const { words } = shown;
  return html`<!doctype html>
<html lang="${words.locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · ${words.say('preview')}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/preview/preview.css">
  </head>
  <body>
    <header class="top-bar">
      <nav aria-label="${words.say('pages')}">
        <a href="/?locale=${words.locale}">${words.say('companies')}</a>
        <a href="/portfolio?locale=${words.locale}">${words.say('appPage')}</a>
        <a href="/settings?locale=${words.locale}">${words.say('settings')}</a>
      </nav>
      <span class="preview-mark">${words.say('preview')}</span>
      <span id="today">${today(shown)}</span>
      <nav aria-label="${words.say('languages')}">${PAGE_LOCALES.map((locale) => languageLink(locale, words.locale))}</nav>
    </header>
    ${content}
  </body>
</html>`.text;
}

function languageLink(locale: (typeof PAGE_LOCALES)[number], current: string): Html {
  const name = pageWords(locale).say('language');
  const mark = locale === current ? html`aria-current="true"` : null;
  return html`<a href="?locale=${locale}" lang="${locale}" hreflang="${locale}" ${mark}>${name}</a>`;
}

function box(title: string, partId: string): Html {
  return html`<div class="panel-box"><h2>${title}</h2><div id="${partId}"></div></div>`;
}

function actions({ portal, words }: Shown, id: string): Html {
  const locale = html`<input type="hidden" name="locale" value="${words.locale}">`;
  return html`<form data-action="/companies/${id}/deals">${locale}
      <label>${words.say('amount', { value: portal.currency })}
        <input name="amount" type="number" min="1" step="any" value="25000" required></label>
      <button class="button primary" type="submit">${words.say('closeDeal')}</button>
    </form>
    <form data-action="/companies/${id}/tickets">${locale}
      <label>${words.say('kind')}
        <select name="kind">
          <option value="complaint">${words.say('complaint')}</option>
          <option value="question">${words.say('question')}</option>
        </select></label>
      <button class="button" type="submit">${words.say('openTicket')}</button>
    </form>
    <form data-action="/preview/days">${locale}
      <label>${words.say('days')}
        <input name="days" type="number" min="1" max="366" value="1" required></label>
      <button class="button" type="submit">${words.say('advance')}</button>
    </form>`;
}

function listRow(shown: Shown, row: number, columns: readonly string[]): Html {
  const { portal, words } = shown;
  const id = portal.table(COMPANY).idOf(row);
  return html`<tr>
    <td><a href="/companies/${id}?locale=${words.locale}">${companyName(portal, row)}</a></td>
    <td>${ownerName(portal, row)}</td>
    ${columns.map((name) => html`<td class="${cellClass(portal, name)}">${labelledValue(shown, row, name)}</td>`)}
  </tr>`;
}

function cellClass(portal: Portal, name: string): string {
  return portal.catalogue.find(COMPANY, name)?.type === 'number' ? 'number' : 'text';
}

function paging({ words }: Shown, { query, page, pageSize, total }: CompanyList): Html {
  const link = (to: number, text: string) => {
    const address = new URLSearchParams({ locale: words.locale, query, page: String(to) });
    return html`<a href="/?${address.toString()}">${text}</a>`;
  };
  return html`<nav class="paging" aria-label="${words.say('companies')}">
    ${page > 1 ? link(page - 1, words.say('previous')) : null}
    ${page * pageSize < total ? link(page + 1, words.say('next')) : null}
  </nav>`;
}
