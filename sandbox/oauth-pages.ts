import type { Portal } from './portal.ts';

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui;max-width:36rem;margin:4rem auto;padding:0 1rem}li{margin:.2rem 0}</style>
</head><body><h1>${escaped(title)}</h1>${content}<p><small>Sandbox, not HubSpot.</small></p></body></html>`;
}

export function problemPage(problem: string): string {
  return page('The app could not be connected', `<p role="alert">${escaped(problem)}</p>`);
}

/** The screen that asks which account the app may be connected to, and says what it wants. */
export function consentPage(
  portals: readonly Portal[],
  query: Record<string, string | number | undefined>,
): string {
  const hidden = Object.entries(query)
    .filter(([name, value]) => value !== undefined && name !== 'portalId')
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escaped(name)}" value="${escaped(String(value))}">`,
    );
  const choices = portals.map(
    ({ id, name }) =>
      `<option value="${id}"${query['portalId'] === id ? ' selected' : ''}>${escaped(name)} (${id})</option>`,
  );
  const scopes = `${query['scope'] ?? ''} ${query['optional_scope'] ?? ''}`.split(' ');
  const list = scopes.filter(Boolean).map((scope) => `<li><code>${escaped(scope)}</code></li>`);
  return page(
    'Connect app',
    `<form method="post" action="/oauth/authorize">${hidden.join('')}
<p><label>Account <select name="portalId">${choices.join('')}</select></label></p>
<p>The app asks for:</p><ul>${list.join('')}</ul>
<button type="submit">Connect app</button></form>`,
  );
}
