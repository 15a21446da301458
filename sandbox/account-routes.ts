import { utcOffsetMs } from './days.ts';
import { type Call, type Endpoint, networkPause, ok, type Reply } from './endpoint.ts';

function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / 60_000;
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

async function details(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const { portal } = call;
  const offset = utcOffsetMs(portal.timeZone, call.hub.clock.nowMs());
  return ok({
    portalId: portal.id,
    portalName: portal.name,
    accountType: portal.accountType,
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: portal.additionalCurrencies.map(({ code }) => code),
    utcOffset: offsetText(offset),
    utcOffsetMilliseconds: offset,
    uiDomain: 'app-eu1.hubspot.com',
    dataHostingLocation: 'eu1',
    createdAt: portal.createdAt,
  });
}

async function exchangeRates(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const { portal } = call;
  const results = portal.additionalCurrencies.map(({ code, rate }, index) => ({
    id: String(index + 1),
    fromCurrencyCode: code,
    toCurrencyCode: portal.currency,
    conversionRate: rate,
    visibleInUI: true,
    effectiveAt: portal.createdAt,
    createdAt: portal.createdAt,
    updatedAt: portal.createdAt,
  }));
  return ok({ results });
}

async function companyCurrency(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  return ok({ currencyCode: call.portal.currency });
}

/** The app removes itself from the portal: every token of the portal is dead afterwards. */
async function uninstall(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  call.hub.oauth.uninstall(call.portal.id);
  return { status: 204 };
}

const currencies = () => [['settings.currencies.read']];

export const accountEndpoints: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/account-info/:version/details',
    scopes: () => [['oauth']],
    handle: details,
  },
  {
    method: 'get',
    path: '/settings/currencies/:version/exchange-rates/current',
    scopes: currencies,
    handle: exchangeRates,
  },
  {
    method: 'get',
    path: '/settings/currencies/:version/company-currency',
    scopes: currencies,
    handle: companyCurrency,
  },
  {
    method: 'delete',
    path: '/appinstalls/:version/external-install',
    scopes: () => [],
    handle: uninstall,
  },
];
