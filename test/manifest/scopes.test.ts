import { describe, expect, it } from 'vitest';
import { scopeFindings, withUses } from '../../scripts/scopes.ts';
import { endpoints } from '../../src/hubspot/endpoints.ts';
import { readManifest } from '../../src/manifest.ts';

const manifest = readManifest();

const aScope = (name: string) => ({
  name,
  reason: { en: 'Reason', 'zh-CN': '原因', 'zh-TW': '原因' },
  usedBy: [],
});

type Change = { required?: string[]; optional?: string[]; ofApp?: string[]; without?: string };

function manifestAsking(change: Change) {
  const kept = manifest.scopes.required.filter((scope) => scope.name !== change.without);
  return readManifest({
    ...manifest,
    scopes: {
      required: [...kept, ...(change.required ?? []).map(aScope)],
      optional: [...manifest.scopes.optional, ...(change.optional ?? []).map(aScope)],
      ofApp: [...manifest.scopes.ofApp, ...(change.ofApp ?? []).map(aScope)],
    },
  });
}

describe('scopes against the calls the code makes', () => {
  it('finds nothing in the app as it is', () => {
    expect(scopeFindings(manifest, endpoints)).toEqual([]);
  });

  it('names a scope that nothing needs', () => {
    expect(scopeFindings(manifestAsking({ required: ['crm.export'] }), endpoints)).toEqual([
      'scope crm.export is surplus: no endpoint and no webhook needs it',
    ]);
  });

  it('names a scope of the app itself that nothing needs', () => {
    const name = 'developer.webhooks_journal.snapshots.read';

    expect(scopeFindings(manifestAsking({ ofApp: [name] }), endpoints)).toEqual([
      `scope ${name} is surplus: no endpoint and no webhook needs it`,
    ]);
  });

  it('names a scope that is not asked for, and who needs it', () => {
    const findings = scopeFindings(
      manifestAsking({ without: 'crm.objects.owners.read' }),
      endpoints,
    );

    expect(findings).toEqual([
      expect.stringMatching(/^scope crm\.objects\.owners\.read is missing: .*readOwners/),
    ]);
  });

  it('names a scope that only a webhook needs', () => {
    const findings = scopeFindings(
      manifestAsking({ without: 'crm.objects.contacts.read' }),
      endpoints,
    );

    expect(findings).toEqual([
      expect.stringMatching(/^scope crm\.objects\.contacts\.read is missing: .*webhook\.contact/),
    ]);
  });

  it('wants a scope that only optional calls need to be optional', () => {
    const withOptional = {
      ...endpoints,
      readQuotes: { scopes: ['crm.objects.quotes.read'], isOptional: true as const },
    };

    expect(
      scopeFindings(manifestAsking({ required: ['crm.objects.quotes.read'] }), withOptional),
    ).toEqual(['scope crm.objects.quotes.read is required, but all that needs it is optional']);
    expect(
      scopeFindings(manifestAsking({ optional: ['crm.objects.quotes.read'] }), withOptional),
    ).toEqual([]);
  });

  it('refuses an optional scope that a call cannot do without', () => {
    const withRequired = { ...endpoints, readQuotes: { scopes: ['crm.objects.quotes.read'] } };

    expect(
      scopeFindings(manifestAsking({ optional: ['crm.objects.quotes.read'] }), withRequired),
    ).toEqual(['scope crm.objects.quotes.read is optional, but readQuotes cannot do without it']);
  });

  it('says of each scope who uses it', () => {
    const [scope] = withUses(manifestAsking({}), {
      first: { scopes: ['oauth'] },
      second: { scopes: ['oauth', 'tickets'] },
    }).scopes.required;

    expect(scope?.usedBy).toEqual(['first', 'second']);
  });
});
