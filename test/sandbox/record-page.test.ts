import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it } from 'vitest';
import { COMPANY, TASK } from '../../sandbox/object-types.ts';
import { recordPageRoutes } from '../../sandbox/record-page.ts';
import { runningSandbox } from './running-sandbox.ts';

type Sandbox = Awaited<ReturnType<typeof runningSandbox>>;

async function recordPage({ portal }: Sandbox) {
  const pages = express();
  pages.use(
    recordPageRoutes({
      portal,
      app: { get: () => ({}) } as never,
      forwardFetch: () => Promise.reject(new Error('no card asks')),
      bundlesFolder: '.',
      variables: {},
    }),
  );
  const server = pages.listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    async tasks(companyId: number): Promise<string> {
      const response = await fetch(`${url}/companies/${companyId}/state?locale=zh-TW`);
      return ((await response.json()) as { parts: { tasks: string } }).parts.tasks;
    },
    complete: (taskId: number) => fetch(`${url}/tasks/${taskId}/complete`, { method: 'POST' }),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

it('lists the open tasks of a company, and completes one when it is asked to', async () => {
  await using sandbox = await runningSandbox();
  await using page = await recordPage(sandbox);
  const { portal, user } = sandbox;
  const company = portal.table(COMPANY).idOf(0);
  const task = {
    hs_task_subject: 'Call back',
    hs_timestamp: '2026-11-24T09:00:00Z',
    hs_task_status: 'NOT_STARTED',
  };
  const id = user.create(TASK, task, company);
  expect(await page.tasks(company)).toContain('Call back');

  const { status } = await page.complete(id);

  expect(status).toBe(200);
  expect(await page.tasks(company)).toContain('沒有待辦任務');
  expect((await page.complete(1)).status).toBe(400);
});
