import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { publishApp } from '../../demo/publish-app.ts';
import { until } from '../support/running-portal.ts';
import { aServiceChild, portal } from '../support/service-child.ts';

type Line = {
  msg: string;
  pid: number;
  post?: string;
  posts?: string[];
  toWrite?: string[];
  pass?: string;
};

const won = { pipeline: 'default', dealstage: 'closedwon' };
const patienceMs = 60_000;

async function linesOf(logFile: string): Promise<Line[]> {
  const text = await readFile(logFile, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n'));
  return whole.split('\n').map((line) => JSON.parse(line) as Line);
}

const names = (post: string) => (line: Line) =>
  line.post === post || line.posts?.includes(post) === true;

it('follows one post by its id to what was written, over passes, refusals and a restart', {
  timeout: patienceMs,
}, async () => {
  await using app = await aServiceChild();
  await app.service.start();
  await installApp(app.url);
  await publishApp(app.url, portal);
  const { user } = app.sandbox.portal(portal);
  const company = user.create('0-2', { name: 'Followed Ltd' });
  const said = async (message: string) =>
    (await linesOf(app.logFile)).filter(({ msg }) => msg === message);
  await until(async () => (await said('scores written')).length > 0);

  // HubSpot answers no read; then the service is killed; then no write is answered.
  const before = (await said('events received')).length;
  const noRead = { kind: 'status', status: 503, path: '/batch/read' } as const;
  app.sandbox.addFault({ ...noRead, count: 50 });
  user.create('0-3', { dealname: 'Order', amount: 70_000, ...won }, company);
  await until(async () => (await said('records wait to be read')).length > 0);
  const posts = (await said('events received')).slice(before).map(({ post = '' }) => post);
  await app.service.end('SIGKILL');
  app.sandbox.clearFaults();
  app.sandbox.addFault({ kind: 'status', status: 503, path: '/batch/update', count: 6 });
  await app.service.start();
  const retold = 'scores could not be written; tried again later';
  await until(async () => (await said(retold)).length > 0);
  const writtenBefore = (await said('scores written')).length;
  await until(async () => (await said('scores written')).length > writtenBefore);

  const lines = await linesOf(app.logFile);
  const trails = posts.map((post) => lines.filter(names(post)));
  const trail = trails.find((each) => each.some(({ msg }) => msg === 'scores written')) ?? [];
  const steps = [...new Set(trail.map(({ msg }) => msg))];
  expect(steps).toEqual([
    'events received',
    'events noted',
    'records wait to be read',
    'records read',
    'accounts scored',
    retold,
    'scores written',
  ]);
  expect(new Set(trail.map(({ pid }) => pid)).size).toBe(2);
  expect(new Set(trail.flatMap(({ pass }) => pass ?? [])).size).toBeGreaterThan(1);
});
