/**
 * Every endpoint the service calls: where it is, what it costs and which scopes it needs. The scopes
 * of app.json are checked against this table, so a call that is not here cannot be made.
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A name in braces stands for what the call says. */
  path: string;
  scopes: readonly string[];
  /** Which of HubSpot's limits it counts against; `oauth` calls and the journal's are not limited by portal. */
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

/** Asked with the app's own token, of no portal: HubSpot grants the scopes to the app, or not. */
const ofApp = (method: 'GET' | 'POST' | 'DELETE', path: string, scope: string): Endpoint => ({
  method,
  path,
  scopes: [scope],
  limit: 'oauth',
  isRepeatable: true,
  isOptional: true,
});

/** The portal may refuse the scope: what the call would tell stays unknown then. */
const optional = (endpoint: Endpoint): Endpoint => ({ ...endpoint, isOptional: true });

const companies = `/crm/objects/${version}/companies`;
const deals = `/crm/objects/${version}/deals`;
const tickets = `/crm/objects/${version}/tickets`;
const contacts = `/crm/objects/${version}/contacts`;
const tasks = `/crm/objects/${version}/tasks`;
const lineItems = `/crm/objects/${version}/line_items`;
const surveys = `/crm/objects/${version}/feedback_submissions`;
const links = (from: string) => `/crm/associations/${version}/${from}/companies/batch/read`;
const taskLinks = `/crm/associations/${version}/tasks/companies/batch`;
const properties = `/crm/properties/${version}/companies`;

const journalEntries = `/webhooks-journal/journal/${version}`;
const journalSubscriptions = `/webhooks-journal/subscriptions/${version}`;

const readCompanies = 'crm.objects.companies.read';
const readDeals = 'crm.objects.deals.read';
const readContacts = 'crm.objects.contacts.read';
const writeContacts = 'crm.objects.contacts.write';
const readSurveys = 'crm.objects.feedback_submissions.read';
const readEmails = 'sales-email-read';
const readLineItems = 'crm.objects.line_items.read';

export const endpoints = {
  exchangeToken: oauth(`/oauth/${version}/token`, false),
  refreshToken: oauth(`/oauth/${version}/token`, true),
  revokeToken: oauth(`/oauth/${version}/token/revoke`, true),
  getAppToken: { ...oauth(`/oauth/${version}/token`, true), scopes: [] },
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

  searchContacts: read('POST', `${contacts}/search`, readContacts),
  readContacts: read('POST', `${contacts}/batch/read`, readContacts),
  readContactProperties: read('GET', `/crm/properties/${version}/contacts`, readContacts),
  readCompaniesOfContacts: read('POST', links('contacts'), readContacts, readCompanies),
  searchCalls: read('POST', `/crm/objects/${version}/calls/search`, readContacts),
  readCompaniesOfCalls: read('POST', links('calls'), readContacts, readCompanies),
  searchEmails: optional(
    read('POST', `/crm/objects/${version}/emails/search`, readContacts, readEmails),
  ),
  readCompaniesOfEmails: optional(
    read('POST', links('emails'), readContacts, readEmails, readCompanies),
  ),
  listSurveys: optional(read('GET', surveys, readSurveys)),
  searchSurveys: optional(read('POST', `${surveys}/search`, readSurveys)),
  readCompaniesOfSurveys: optional(
    read('POST', links('feedback_submissions'), readSurveys, readCompanies),
  ),
  searchLineItems: optional(read('POST', `${lineItems}/search`, readLineItems)),
  readLineItems: optional(read('POST', `${lineItems}/batch/read`, readLineItems)),
  readLineItemsOfDeals: optional(
    read(
      'POST',
      `/crm/associations/${version}/deals/line_items/batch/read`,
      readDeals,
      readLineItems,
    ),
  ),
  readDealsOfLineItems: optional(
    read(
      'POST',
      `/crm/associations/${version}/line_items/deals/batch/read`,
      readLineItems,
      readDeals,
    ),
  ),
  searchLists: {
    ...optional(read('POST', `/crm/lists/${version}/search`, 'crm.lists.read')),
    limit: 'general',
  },
  readListMembers: optional(
    read('GET', `/crm/lists/${version}/{listId}/memberships`, 'crm.lists.read'),
  ),
  readLineItemProperties: optional(
    read('GET', `/crm/properties/${version}/line_items`, readLineItems),
  ),
  readDealProperties: read('GET', `/crm/properties/${version}/deals`, readDeals),
  readTicketProperties: read('GET', `/crm/properties/${version}/tickets`, 'tickets'),
  readExchangeRates: optional(
    read(
      'GET',
      `/settings/currencies/${version}/exchange-rates/current`,
      'settings.currencies.read',
    ),
  ),

  writeCompanies: write(
    'POST',
    `${companies}/batch/update`,
    true,
    readCompanies,
    'crm.objects.companies.write',
  ),

  completeWorkflowActions: optional(
    write('POST', `/automation/actions/callbacks/${version}/complete`, true, 'automation'),
  ),

  createTasks: optional(
    write('POST', `${tasks}/batch/create`, false, readContacts, writeContacts, readCompanies),
  ),
  updateTasks: optional(write('POST', `${tasks}/batch/update`, true, readContacts, writeContacts)),
  removeTasks: optional(write('POST', `${tasks}/batch/archive`, true, writeContacts)),
  readTasks: optional(read('POST', `${tasks}/batch/read`, readContacts)),
  readCompaniesOfTasks: optional(read('POST', `${taskLinks}/read`, readContacts, readCompanies)),
  associateTasks: optional(
    write('POST', `${taskLinks}/create`, true, writeContacts, 'crm.objects.companies.write'),
  ),
  dissociateTasks: optional(
    write('POST', `${taskLinks}/archive`, true, writeContacts, 'crm.objects.companies.write'),
  ),
  searchTasks: optional(read('POST', `${tasks}/search`, readContacts)),

  readFirstOfJournal: ofApp('GET', `${journalEntries}/earliest`, 'developer.webhooks_journal.read'),
  readNextOfJournal: ofApp(
    'GET',
    `${journalEntries}/offset/{offset}/next`,
    'developer.webhooks_journal.read',
  ),
  listJournalSubscriptions: ofApp(
    'GET',
    journalSubscriptions,
    'developer.webhooks_journal.subscriptions.read',
  ),
  subscribeToJournal: ofApp(
    'POST',
    journalSubscriptions,
    'developer.webhooks_journal.subscriptions.write',
  ),
  unsubscribeFromJournal: ofApp(
    'DELETE',
    `${journalSubscriptions}/portals/{portalId}`,
    'developer.webhooks_journal.subscriptions.write',
  ),

  readPropertyLimits: read('GET', `/crm/limits/${version}/custom-properties`, readCompanies),
  readPropertyGroups: read('GET', `${properties}/groups`, 'crm.schemas.companies.read'),
  createPropertyGroup: write('POST', `${properties}/groups`, true, 'crm.schemas.companies.write'),
  readProperties: read('GET', properties, 'crm.schemas.companies.read'),
  readDealPipelines: read('GET', `/crm/pipelines/${version}/deals`, readDeals),
  removeProperties: write(
    'POST',
    `${properties}/batch/archive`,
    true,
    'crm.schemas.companies.write',
  ),
  createProperties: write(
    'POST',
    `${properties}/batch/create`,
    true,
    'crm.schemas.companies.write',
  ),
  updatePropertyGroup: write(
    'PATCH',
    `${properties}/groups/{name}`,
    true,
    'crm.schemas.companies.write',
  ),
  updateProperty: write('PATCH', `${properties}/{name}`, true, 'crm.schemas.companies.write'),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** As HubSpot's own log of an app's calls says it; a name that is called no more stands for itself. */
export function addressOf(name: string): string {
  if (!isEndpointName(name)) return name;
  const { method, path } = endpoints[name];
  return `${method} ${path}`;
}

function isEndpointName(name: string): name is EndpointName {
  return Object.hasOwn(endpoints, name);
}
