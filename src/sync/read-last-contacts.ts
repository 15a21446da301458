import { nothingFound, type Source, searchLagMs } from './source-page.ts';

/**
 * The dates of contact that HubSpot keeps on companies, and the mapped renewal day: neither makes an
 * event, so once a day the companies are read again where one of them moved. The first read of the
 * portal has brought all of them already.
 */
export const lastContacts: Source = {
  name: 'last_contact',
  scope: null,

  async readPage({ evidenceApi, propertyApi, settings, records, now }, { id }, checkpoint) {
    const { cursor: afterId, since } = checkpoint;
    if (since === null) return nothingFound;
    const { renewalProperty } = await settings.read(id);
    const isThere = renewalProperty !== null && (await hasProperty(renewalProperty));
    const readAt = now().getTime() - searchLagMs;
    const start = { afterId, since };
    const page = await evidenceApi.searchContactedCompanies(
      id,
      start,
      isThere ? renewalProperty : null,
    );
    await records.save(id, { type: 'company', records: page.found, readAt });
    return {
      cursor: page.lastId,
      read: page.read,
      accountIds: page.found.map((company) => company.id),
    };

    /** HubSpot refuses a search for a property that was deleted or never was. */
    async function hasProperty(name: string): Promise<boolean> {
      const properties = await propertyApi.readProperties(id);
      return properties.some((property) => property.name === name);
    }
  },
};
