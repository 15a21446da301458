import { describe, expect, it } from 'vitest';
import { aProject } from './project.ts';

const appFile = 'extensions/app/app-hsmeta.json';
const cardFile = 'extensions/app/cards/account-card-hsmeta.json';

describe('npm run project:check', () => {
  it('sees the project accepted by HubSpot’s parser', async () => {
    await using project = await aProject();

    const { code, output } = await project.validate();

    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('accepted') });
    expect(output).toMatch(/APPLICATION, CARD, .*WEBHOOKS/);
  });

  it('refuses a platform version HubSpot does not know', async () => {
    await using project = await aProject();
    await project.write('hsproject.json', {
      name: 'mainstay',
      srcDir: 'extensions',
      platformVersion: '2024.9',
    });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain("Unsupported platform version: '2024.9'");
  });

  it('refuses a key that the component does not have', async () => {
    await using project = await aProject();
    const card = await project.read(cardFile);
    await project.write(cardFile, { ...card, config: { ...card.config, size: 'large' } });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('size');
  });

  it('refuses a variable the profile does not give', async () => {
    await using project = await aProject();
    await project.write('extensions/hsprofile.example.json', { accountId: 1, variables: {} });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('Missing value for BACKEND_ORIGIN');
  });

  it('refuses an insecure backend', async () => {
    await using project = await aProject();
    const variables = { BACKEND_ORIGIN: 'http://mainstay.example.com' };
    await project.write('extensions/hsprofile.example.json', { accountId: 1, variables });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('config.permittedUrls.fetch.0: must match pattern');
  });

  it('refuses a card whose file is not there', async () => {
    await using project = await aProject();
    await project.remove('extensions/app/cards/AccountCard.tsx');

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('/app/cards/AccountCard.tsx does not exist');
  });

  it('refuses a description in a folder that HubSpot skips', async () => {
    await using project = await aProject();
    await project.write('extensions/app/cards/deeper/other-hsmeta.json', {
      uid: 'other',
      type: 'card',
    });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('app/cards/deeper/other-hsmeta.json');
  });

  it('refuses to upload what is no part of the app', async () => {
    await using project = await aProject();
    await project.write('extensions/app/cards/customers.csv', 'name');
    await project.write('extensions/app/cards/AccountCard.test.tsx', 'left out by .hsignore');
    await project.write('extensions/app/.env', 'left out by HubSpot');

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('app/cards/customers.csv would be uploaded');
    expect(output).not.toMatch(/AccountCard\.test|\.env/);
  });

  it('refuses two components with one uid', async () => {
    await using project = await aProject();
    const app = await project.read(appFile);
    await project.write(cardFile, { ...(await project.read(cardFile)), uid: app.uid });

    const { code, output } = await project.validate();

    expect(code).toBe(1);
    expect(output).toContain('Duplicate uid');
  });
});
