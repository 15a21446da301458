import { nothingFound, type Source } from './source-page.ts';

/** Rates of the day, asked for only where a deal has an amount that HubSpot did not convert itself. */
export const exchangeRates: Source = {
  name: 'exchange_rate',
  scope: 'settings.currencies.read',
  needsDeals: true,
  // HubSpot converts neither of them: rates that nobody asked for are needed at once.
  mappedIn: ({ amountProperty, currencyProperty }) => currencyProperty ?? amountProperty,

  async readPage({ evidenceApi, rates }, { id, currency }) {
    if (!(await rates.isNeeded(id, currency))) return nothingFound;
    const found = await evidenceApi.readExchangeRates(id, currency);
    await rates.replace(id, found);
    return { cursor: null, read: found.length, accountIds: [] };
  },
};
