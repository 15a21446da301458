/** The record page in the browser: runs the cards, carries out the actions and follows the record. */
import { mountCard } from './mount-card.tsx';
import type { CardContext, CrmValues, FetchAnswer, FetchRequest } from './wire.ts';

/** What the server puts into the page for this script. */
type PageSettings = {
  /** null on a page of the app's own. */
  companyId: string | null;
  locale: string;
  cards: { bundleUrl: string; context: CardContext }[];
  words: { working: string; failed: string };
};

/** What the server tells of the record: properties for the cards, and the parts of the page it changes. */
type RecordState = { properties: CrmValues; parts: Record<string, string> };

const pollMs = 1_000;
const noticeMs = 8_000;

void start();

async function start() {
  const settings = readSettings();
  if (!settings) return;
  let record: RecordState = { properties: {}, parts: {} };
  const mounted: { notify(): void }[] = [];

  const refresh = async () => {
    if (settings.companyId === null) return;
    const address = `/companies/${settings.companyId}/state?locale=${settings.locale}`;
    const next = (await readJson(address)) as RecordState;
    const isChanged = JSON.stringify(next.properties) !== JSON.stringify(record.properties);
    showParts(next.parts, record.parts);
    record = next;
    if (isChanged) for (const card of mounted) card.notify();
  };

  await refresh();
  wireForms(settings, refresh);
  document.addEventListener('click', keepHere, { capture: true });
  for (const [position, { bundleUrl, context }] of settings.cards.entries()) {
    const element = document.getElementById(`card-${position}`);
    if (!element) continue;
    const card = await mountCard(element, {
      bundleUrl: new URL(bundleUrl, location.href).href,
      workerUrl: '/preview/worker.js',
      context,
      fetch: throughGateway,
      readProperties: (names) => pick(record.properties, names),
      readLinked: (request) => postJson('/preview/associations', { ...context.crm, ...request }),
      onAction: (name, args) => carryOut(name, args, refresh),
      onFailure: (message) => showNotice(message, 'danger'),
    });
    mounted.push(card);
  }
  document.body.dataset['ready'] = 'true';
  setInterval(() => void refresh().catch(() => undefined), pollMs);
}

/** Links to a record in HubSpot open that record's page here. */
function keepHere(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const [, id] =
    /^https:\/\/[^/]+\/contacts\/\d+\/record\/0-2\/(\d+)$/.exec(link?.href ?? '') ?? [];
  if (!link || !id) return;
  link.href = `/companies/${id}${location.search}`;
  link.target = '_self';
}

function readSettings(): PageSettings | undefined {
  const text = document.getElementById('page-settings')?.textContent;
  return text ? (JSON.parse(text) as PageSettings) : undefined;
}

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}

/** The server plays HubSpot's gateway: it adds who asks, signs, and forwards to the app. */
async function throughGateway(request: FetchRequest): Promise<FetchAnswer> {
  return (await postJson('/preview/gateway', request)) as FetchAnswer;
}

async function postJson(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

function pick(values: CrmValues, names: readonly string[]): CrmValues {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** The parts come from our own server, which has escaped every value in them. */
function showParts(next: Record<string, string>, before: Record<string, string>) {
  for (const [id, html] of Object.entries(next)) {
    const element = document.getElementById(id);
    if (element && html !== before[id]) element.innerHTML = html;
  }
}

/** Forms within a part come and go with it. */
function wireForms({ words }: PageSettings, refresh: () => Promise<void>) {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['action'] === undefined) return;
    event.preventDefault();
    void submit(form, words, refresh);
  });
}

async function submit(
  form: HTMLFormElement,
  words: PageSettings['words'],
  refresh: () => Promise<void>,
) {
  const button = form.querySelector('button');
  button?.setAttribute('disabled', '');
  showNotice(words.working, 'info');
  try {
    const response = await fetch(form.dataset['action'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    const { message } = (await response.json()) as { message: string };
    showNotice(message, response.ok ? 'success' : 'danger');
    await refresh();
  } catch {
    showNotice(words.failed, 'danger');
  }
  button?.removeAttribute('disabled');
}

function carryOut(name: string, args: unknown[], refresh: () => Promise<void>) {
  if (name === 'reloadPage') location.reload();
  if (name === 'refreshObjectProperties') void refresh();
  if (name === 'copyTextToClipboard') void navigator.clipboard.writeText(String(args[0]));
  if (name === 'addAlert') {
    const { type = 'info', message = '' } = args[0] as { type?: string; message?: string };
    showNotice(message, type);
  }
}

function showNotice(text: string, kind: string) {
  const place = document.getElementById('notices');
  if (!place) return;
  const notice = document.createElement('div');
  notice.className = `alert ${kind}`;
  notice.textContent = text;
  place.replaceChildren(notice);
  setTimeout(() => notice.remove(), noticeMs);
}
