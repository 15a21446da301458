// Import before HubSpot's parser: answers the one request it makes, for the component schemas, and lets
// no other leave the machine. The account in the environment is nobody's.
import nock from 'nock';
import { componentSchemas } from './hubspot-schemas.mjs';

process.env.USE_ENVIRONMENT_HUBSPOT_CONFIG = 'true';
process.env.HUBSPOT_ACCOUNT_ID = '1';
process.env.HUBSPOT_API_KEY = '00000000-0000-0000-0000-000000000000';

nock.disableNetConnect();
nock('https://api.hubapi.com')
  .persist()
  .get(/^\/project-components-external\/project-schemas\/v3\//)
  .query(true)
  .reply(200, componentSchemas);
