import { describe, expect, it } from 'vitest';
import { aProject } from './project.ts';

const appFile = 'extensions/app/app-hsmeta.json';

describe('npm run manifest', () => {
  it('finds the committed files in step with app.json', async () => {
    await using project = await aProject();

    const { code, output } = await project.manifest('--check');

    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('all in step') });
  });

  it('says what was changed by hand in a file, and where', async () => {
    await using project = await aProject();
    const app = await project.read(appFile);
    app.config.auth.requiredScopes[1] = 'crm.export';
    app.config.logo = '/app/logo.png';
    await project.write(appFile, app);

    const { code, output } = await project.manifest('--check');

    expect(code).toBe(1);
    expect(output).toContain(
      `${appFile}: config.auth.requiredScopes[1] is "crm.export", should be "crm.objects.companies.read"`,
    );
    expect(output).toContain(`${appFile}: config.logo is "/app/logo.png", should not be there`);
  });

  it('says what was changed in app.json and not written', async () => {
    await using project = await aProject();
    const manifest = await project.read('app.json');
    manifest.platformVersion = '2027.03';
    manifest.version = '9.0.0';
    manifest.webhooks.path = '/elsewhere';
    manifest.scopes.required[0].reason.en = 'Another reason';
    await project.write('app.json', manifest);

    const { code, output } = await project.manifest('--check');

    expect(code).toBe(1);
    expect(output).toContain('hsproject.json: platformVersion is "2026.09", should be "2027.03"');
    expect(output).toContain('package.json: version is "0.1.0", should be "9.0.0"');
    expect(output).toMatch(/targetUrl is .+, should be .+\/elsewhere"/);
    expect(output).toContain('docs/scopes.md is out of date');
  });

  it('names a missing file and a file that app.json does not know', async () => {
    await using project = await aProject();
    await project.remove('extensions/app/webhooks/webhooks-hsmeta.json');
    await project.write('extensions/app/cards/forgotten-hsmeta.json', { uid: 'forgotten' });

    const { code, output } = await project.manifest('--check');

    expect(code).toBe(1);
    expect(output).toContain('extensions/app/webhooks/webhooks-hsmeta.json is missing');
    expect(output).toContain('extensions/app/cards/forgotten-hsmeta.json is not in app.json');
  });

  it('brings the files in step when it writes', async () => {
    await using project = await aProject();
    await project.write(appFile, {});
    await project.remove('hsproject.json');

    const written = await project.manifest();
    const checked = await project.manifest('--check');

    expect([written.code, checked.code]).toEqual([0, 0]);
  });
});
