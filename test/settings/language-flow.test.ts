import { expect, it } from 'vitest';
import { companyType, portal, runningPortal, until } from '../support/running-portal.ts';

const portals = [{ portalId: portal, companies: 4 }];

it('labels the properties in the language the portal is given, but for what somebody worded anew', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const { catalogue } = app.sandbox.portal(portal).portal;
  const property = (name: string) => catalogue.find(companyType, name);
  const english = catalogue
    .list(companyType, 'active')
    .filter(({ groupName }) => groupName === 'mainstay');
  const isDescribedAnew = () =>
    english.every(({ name, description }) => property(name)?.description !== description);
  const group = () => catalogue.groups(companyType).find(({ name }) => name === 'mainstay')?.label;
  const worded = property('mainstay_health_score');
  if (worded) catalogue.replace(companyType, { ...worded, label: 'Our score' });

  await app.signed('PUT', '/settings/language', { locale: 'zh-TW' });
  await until(isDescribedAnew);

  expect(english.length).toBeGreaterThan(20);
  expect(property('mainstay_health_band')?.label).toBe('健康狀態');
  expect(property('mainstay_health_band')?.options.map(({ label }) => label)).toContain('健康');
  expect(property('mainstay_health_score')?.label).toBe('Our score');
  expect(group()).toBe('Mainstay 大客戶');
});

it('sends a label once', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.signed('PUT', '/settings/language', { locale: 'zh-CN' });
  await app.quiet();
  const { catalogue } = app.sandbox.portal(portal).portal;
  await until(() => catalogue.find(companyType, 'mainstay_health_band')?.label === '健康状态');
  await app.restart();
  await app.quiet();
  const labelled = () =>
    Object.entries(app.sandbox.state().apiCallsByEndpoint).filter(([name]) =>
      name.startsWith('PATCH /crm/properties'),
    );
  const before = labelled();

  await app.restart();
  await app.quiet();

  expect(labelled()).toEqual(before);
});
