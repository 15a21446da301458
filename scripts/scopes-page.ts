import type { Manifest } from '../src/manifest.ts';

type Scope = Manifest['scopes']['required'][number];

/** docs/scopes.md: which scopes Mainstay asks for, why, and what uses them. */
export function scopesPage({ scopes }: Manifest): string {
  return `# Scopes

<!-- Written by \`npm run manifest\` from app.json and src/hubspot/endpoints.ts: change those. -->

Mainstay asks for the scopes its calls and webhooks need, and no others; a check compares the two
(\`npm run manifest:check\`). An installer sees these names on HubSpot's consent page.

## Always

${table(scopes.required)}
## Optional

A portal may refuse these. What they would tell is unknown then, which costs confidence and no points; what
they would let Mainstay write is not written.

${scopes.optional.length > 0 ? table(scopes.optional) : 'None at present.\n'}
## Of the app itself

HubSpot grants these to an app, not a portal: no installer is asked, and they open no portal's records. They are
asked for with the app's own credentials where \`HUBSPOT_JOURNAL\` is \`used\`; without them nothing but the
[journal](operations.md#catching-up) is missing.

${table(scopes.ofApp)}
## Not asked for

- Writing deals: of records, Mainstay writes company properties of its own and tasks of its own, nothing else.
- Exports, users, content, files and sensitive data.

## Granted, but not used

HubSpot has no narrower scopes for these; \`src/hubspot/endpoints.ts\` is the one place calls come from.

- \`tickets\` includes writing tickets, and their text. Mainstay reads categories and times.
- \`crm.objects.contacts.read\` includes all contact properties, and notes of calls. Mainstay reads names, which
  it masks before they are stored, job titles and roles; of calls the time, direction and outcome.
- \`crm.objects.contacts.write\` includes writing contacts. Mainstay writes its own tasks.
- \`automation\` includes reading and changing workflows. Mainstay tells those that wait for it to go on.
- \`sales-email-read\` includes subject and text. Mainstay reads time, direction and conversation.
`;
}

function table(scopes: readonly Scope[]): string {
  const rows = scopes.map(
    ({ name, reason, usedBy }) =>
      `| \`${name}\` | ${reason.en}<br>${reason['zh-CN']}<br>${reason['zh-TW']} | ${usedBy.join(', ')} |`,
  );
  return `| scope | why | used by |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
