/**
 * Every endpoint the service calls: where it is, what it costs and which scopes it needs. The scopes
 * of app.json are checked against this table, so a call that is not here cannot be made.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  scopes: readonly string[];
  /** Which of HubSpot's limits it counts against; `oauth` calls are not limited by portal. */
  limit: 'general' | 'search' | 'oauth';
  /** Safe to send again when the answer was lost. */
  isRepeatable: boolean;
  /** The portal may do without it: a scope that is optional in app.json. */
  isOptional?: true;
};

const version = '2026-09';

const read = (method: 'GET' | 'POST', path: string, ...scopes: string[]): Endpoint => ({
  method,
  path,
  scopes,
  limit: path.endsWith('/search') ? 'search' : 'general',
  isRepeatable: true,
});

const write = (
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  isRepeatable: boolean,
  ...scopes: string[]
): Endpoint => ({ method, path, scopes, limit: 'general', isRepeatable });

const oauth = (path: string, isRepeatable: boolean): Endpoint => ({
  method: 'POST',
  path,
  scopes: ['oauth'],
  limit: 'oauth',
  isRepeatable,
});

const companies = `/crm/objects/${version}/companies`;
const deals = `/crm/objects/${version}/deals`;
const tickets = `/crm/objects/${version}/tickets`;
const properties = `/crm/properties/${version}/companies`;

const readCompanies = 'crm.objects.companies.read';
const readDeals = 'crm.objects.deals.read';

export const endpoints = {
  exchangeToken: oauth(`/oauth/${version}/token`, false),
  refreshToken: oauth(`/oauth/${version}/token`, true),
  revokeToken: oauth(`/oauth/${version}/token/revoke`, true),
  uninstall: write('DELETE', `/appinstalls/${version}/external-install`, true, 'oauth'),
  readAccount: read('GET', `/account-info/${version}/details`, 'oauth'),
  readOwners: read('GET', `/crm/owners/${version}`, 'crm.objects.owners.read'),

  listCompanies: read('GET', companies, readCompanies),
  listDeals: read('GET', deals, readDeals),
  listTickets: read('GET', tickets, 'tickets'),
  readCompanies: read('POST', `${companies}/batch/read`, readCompanies),
  readDeals: read('POST', `${deals}/batch/read`, readDeals),
  readTickets: read('POST', `${tickets}/batch/read`, 'tickets'),
  searchCompanies: read('POST', `${companies}/search`, readCompanies),
  searchDeals: read('POST', `${deals}/search`, readDeals),
  searchTickets: read('POST', `${tickets}/search`, 'tickets'),
  readCompaniesOfDeals: read(
    'POST',
    `/crm/associations/${version}/deals/companies/batch/read`,
    readDeals,
    readCompanies,
  ),
  readCompaniesOfTickets: read(
    'POST',
    `/crm/associations/${version}/tickets/companies/batch/read`,
    'tickets',
    readCompanies,
  ),
  writeCompanies: write(
    'POST',
    `${companies}/batch/update`,
    true,
    readCompanies,
    'crm.objects.companies.write',
  ),

  readPropertyLimits: read('GET', `/crm/limits/${version}/custom-properties`, readCompanies),
  readPropertyGroups: read('GET', `${properties}/groups`, 'crm.schemas.companies.read'),
  createPropertyGroup: write('POST', `${properties}/groups`, true, 'crm.schemas.companies.write'),
  readProperties: read('GET', properties, 'crm.schemas.companies.read'),
  createProperties: write(
    'POST',
    `${properties}/batch/create`,
    true,
    'crm.schemas.companies.write',
  ),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
