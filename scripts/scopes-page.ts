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
## Only when a feature is switched on

${scopes.optional.length > 0 ? table(scopes.optional) : 'None at present.\n'}
## Not asked for

- Writing deals, tickets or contacts: Mainstay writes company properties of its own and nothing else.
- The text of e-mails, calls, notes and tickets.
- Exports, users, workflows, content, files and sensitive data.

\`tickets\` is HubSpot's only scope for reading tickets and includes writing them. No endpoint in
\`src/hubspot/endpoints.ts\`, the one place from which calls can be made, writes a ticket.
`;
}

function table(scopes: readonly Scope[]): string {
  const rows = scopes.map(
    ({ name, reason, usedBy }) =>
      `| \`${name}\` | ${reason.en}<br>${reason['zh-CN']}<br>${reason['zh-TW']} | ${usedBy.join(', ')} |`,
  );
  return `| scope | why | used by |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
