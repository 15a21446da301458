/** The layering, as rules. Each layer may use the ones above it in this list, never below. */
const features = [
  'install',
  'intake',
  'sync',
  'assessment',
  'writeback',
  'execution',
  'workflow',
  'announce',
  'cards',
  'portfolio',
  'ledger',
  'playbook',
  'settings',
  'audit',
];
const adapters = ['hubspot', 'database', 'http', 'chat'];

const src = (...folders) => `^src/(${folders.join('|')})/`;
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Pages about all accounts say of one what its card says, by the same rules. */
const readable = (feature) =>
  ['portfolio', 'ledger'].includes(feature) ? '-(store|rules)\\.ts$' : '-store\\.ts$';

/** A feature may read the tables of features before it in the pipeline, and nothing else of theirs. */
const featureRules = features.flatMap((feature, position) => {
  const upstream = features.slice(0, position);
  const downstream = features.slice(position + 1);
  const rules = [];
  if (downstream.length > 0) {
    rules.push(
      never(
        `${feature}-looks-upstream-only`,
        'The pipeline flows one way.',
        { path: src(feature) },
        { path: src(...downstream) },
      ),
    );
  }
  if (upstream.length > 0) {
    rules.push(
      never(
        `${feature}-reads-only-stores-upstream`,
        'Features meet in the tables.',
        { path: src(feature) },
        { path: src(...upstream), pathNot: readable(feature) },
      ),
    );
  }
  return rules;
});

export default {
  forbidden: [
    never('no-cycles', 'Two files that need each other are one file.', {}, { circular: true }),
    never(
      'model-imports-nothing',
      'The words come before everything.',
      { path: src('model') },
      { pathNot: src('model') },
    ),
    never(
      'scoring-is-pure',
      'Same evidence, same assessment: no I/O, no clock, no log.',
      { path: src('scoring') },
      { pathNot: src('scoring', 'model') },
    ),
    never(
      'strategy-is-pure',
      'Same account, same steps on the same days: no I/O, no clock, no log.',
      { path: src('strategy') },
      { pathNot: src('strategy', 'model') },
    ),
    never(
      'words-are-pure',
      'The catalogue knows the model and its library, nothing else.',
      { path: src('words') },
      { pathNot: [src('words', 'model'), 'node_modules/i18next'] },
    ),
    never(
      'rules-are-pure',
      'A -rules file computes and touches nothing; errors and schemas are values too.',
      { path: '^src/.*-rules\\.ts$' },
      {
        dependencyTypesNot: ['type-only'],
        pathNot: [
          src('model', 'scoring', 'strategy', 'words'),
          '-rules\\.ts$',
          '^src/errors\\.ts$',
          'node_modules/zod/',
        ],
      },
    ),
    never(
      'adapters-know-no-feature',
      'An adapter serves any feature.',
      { path: src(...adapters) },
      { path: src(...features, 'refresh') },
    ),
    never(
      'hubspot-and-database-are-strangers',
      'They meet in a feature.',
      { path: src('hubspot') },
      { path: src('database', 'http') },
    ),
    never(
      'database-knows-only-itself',
      'Tables know no HubSpot.',
      { path: src('database') },
      { path: src('hubspot', 'http') },
    ),
    never(
      'hubspot-sdk-in-one-place',
      'Only src/hubspot speaks to the SDK.',
      { pathNot: src('hubspot') },
      { path: 'node_modules/@hubspot/api-client' },
    ),
    never(
      'sql-in-stores-only',
      'Only stores and src/database write SQL; who builds the parts hands the database on.',
      {
        path: '^src/',
        pathNot: ['-store\\.ts$', src('database'), '^src/(stores|open-[a-z]+)\\.ts$'],
      },
      {
        path: ['node_modules/kysely', '^src/database/'],
        pathNot: [
          '^src/database/(open|backup)-database\\.ts$',
          '^src/database/fenced-database\\.ts$',
        ],
      },
    ),
    never(
      'fences-are-put-up-by-open-work',
      'Who works a portal gets its stores under the hold, and knows nothing of it.',
      { path: '^src/', pathNot: '^src/open-work\\.ts$' },
      { path: '^src/database/fenced-database\\.ts$' },
    ),
    never(
      'stores-know-model-and-tables',
      'A store turns rows into model, and nothing more; statements shared over features are in src/database.',
      { path: '^src/([^/]+)/.*-store\\.ts$' },
      {
        path: '^src/',
        pathNot: [
          '^src/model/',
          '^src/database/(schema|mark-accounts|longer-trail)\\.ts$',
          '^src/$1/[^/]+-store\\.ts$',
        ],
      },
    ),
    never(
      'database-opened-by-app',
      'One connection, made once by who starts: the service or a command.',
      { path: '^src/', pathNot: '^src/(app\\.ts$|commands/)' },
      { path: '^src/database/open-database\\.ts$' },
    ),
    never(
      'express-in-routes-only',
      'Only routes and src/http know Express.',
      { path: '^src/', pathNot: ['-routes\\.ts$', src('http'), '^src/app\\.ts$'] },
      { path: 'node_modules/(express|@types/express)' },
    ),
    never(
      'refresh-is-driven-by-app',
      'Features do not start the pipeline.',
      { path: src(...features) },
      { path: src('refresh') },
    ),
    never(
      'only-main-starts',
      'app.ts is used by start-service.ts and tests.',
      { path: '^src/', pathNot: '^src/(start-service\\.ts$|commands/)' },
      { path: '^src/app\\.ts$' },
    ),
    never(
      'commands-are-entrances',
      'The command line uses the service, not the reverse.',
      { path: '^src/', pathNot: src('commands') },
      { path: src('commands') },
    ),
    never(
      'cards-stand-alone',
      'HubSpot uploads extensions/ alone.',
      { path: '^extensions/' },
      { path: '^src/' },
    ),
    never(
      'cards-stay-in-their-folder',
      'HubSpot builds each folder by itself; what lies outside it is not there.',
      { path: '^extensions/app/([^/]+)/' },
      { path: '^extensions/', pathNot: '^extensions/app/$1/' },
    ),
    never(
      'only-the-contract-crosses',
      'The service may import the contracts, as types.',
      { path: '^src/' },
      { path: '^extensions/', pathNot: '^extensions/app/[^/]+/[a-z-]*contract\\.ts$' },
    ),
    never(
      'contract-imports-nothing',
      'It is uploaded with what shows it.',
      { path: '^extensions/app/[^/]+/[a-z-]*contract\\.ts$' },
      { path: '.+' },
    ),
    never(
      'src-stands-alone',
      'Tests, demo, benchmarks and the stand-in use the service, not the reverse.',
      { path: '^src/' },
      { path: '^(test|demo|bench|sandbox|scripts)/' },
    ),
    never(
      'stand-in-knows-no-service',
      'The stand-in HubSpot is independent, or it would share our mistakes.',
      { path: '^sandbox/' },
      { path: '^src/' },
    ),
    never(
      'no-orphans',
      'A file nobody uses is deleted.',
      { orphan: true, path: '^src/', pathNot: ['^src/main\\.ts$', '-thread\\.ts$'] },
      {},
    ),
    never('resolvable', 'Every import exists.', {}, { couldNotResolve: true }),
    ...featureRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
