import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { aFolder } from '../support/database.ts';

const project = path.join(import.meta.dirname, '../..');
const shipped = 'express';

const cannotAudit: RequestListener = (_request, response) => {
  response.writeHead(405, { allow: 'GET,HEAD' }).end();
};

/** Knows of one hole, in whatever version of one package. */
const knowsHole =
  (severity: string): RequestListener =>
  (request, response) => {
    const isAudit = request.url?.endsWith('/advisories/bulk');
    const hole = { id: 1, url: 'https://example.com/1', title: 'a hole', severity };
    const answer = isAudit
      ? { [shipped]: [{ ...hole, vulnerable_versions: '*' }] }
      : { name: shipped, 'dist-tags': {}, versions: {} };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };

async function checkedAt(registry: RequestListener, ...options: string[]) {
  const server = createServer(registry).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await using cache = await aFolder();
  const settings = [
    `npm_config_registry=http://127.0.0.1:${port}/`,
    `npm_config_cache=${cache.path}`,
  ];
  const program = [process.execPath, 'scripts/check-dependencies.ts', ...options];
  const check = spawn('env', [...settings, ...program], { cwd: project });
  const [said, [code]] = await Promise.all([text(check.stdout), once(check, 'close')]);
  server.close();
  server.closeAllConnections();
  return { said, code };
}

describe('the check of what we ship', () => {
  it('warns where the registry cannot audit, and goes on', async () => {
    const { said, code } = await checkedAt(cannotAudit);

    expect(said).toMatch(/^warning: not audited, .*405/m);
    expect(code).toBe(0);
  });

  it('fails before a release where the registry cannot audit', async () => {
    const { said, code } = await checkedAt(cannotAudit, '--strict');

    expect(said).toMatch(/^not audited, .*405/m);
    expect(code).toBe(1);
  });

  it('fails where the registry knows of a serious hole', async () => {
    const { said, code } = await checkedAt(knowsHole('high'));

    expect(said).toContain(`known hole: ${shipped} (high)`);
    expect(code).toBe(1);
  });

  it('says that it looked where the registry knows of none that is serious', async () => {
    const { said, code } = await checkedAt(knowsHole('low'));

    expect(said).toContain('no hole is known');
    expect(said).not.toContain('warning');
    expect(code).toBe(0);
  });
});
