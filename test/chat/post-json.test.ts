import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../src/chat/channel-address-rules.ts';
import { createPostJson } from '../../src/chat/post-json.ts';
import { isPublicAddress } from '../../src/chat/public-address.ts';

describe('an address of a channel', () => {
  const standIn = 'http://127.0.0.1:4010';

  it.each([
    ['slack', 'https://hooks.slack.com/services/T1/B1/abc', null],
    ['wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k', null],
    ['dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=t', null],
    ['slack', 'http://hooks.slack.com/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://hooks.slack.com:8443/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://hooks.slack.com.evil.example/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://hooks.slack.com@127.0.0.1/services/T1/B1/abc', 'not_an_address'],
    ['slack', 'https://169.254.169.254/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://[::1]/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://localhost/services/T1/B1/abc', 'other_host'],
    ['slack', 'https://hooks.slack.com/services/../admin', 'other_path'],
    ['slack', 'file:///etc/passwd', 'other_host'],
    ['slack', 'not an address', 'not_an_address'],
    ['slack', 'https://oapi.dingtalk.com/robot/send?access_token=t', 'other_host'],
    ['wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send', 'other_path'],
    ['dingtalk', 'https://oapi.dingtalk.com/robot/other?access_token=t', 'other_path'],
  ] as const)('of %s is judged: %s', (kind, address, expected) => {
    expect(addressProblem(kind, address, null)).toBe(expected);
  });

  it('may be that of the stand-in where the configuration names it', () => {
    const address = `${standIn}/services/T1/B1/abc`;

    expect(addressProblem('slack', address, null)).toBe('other_host');
    expect(addressProblem('slack', address, standIn)).toBe(null);
    expect(addressProblem('slack', `${standIn}1/services/T1/B1/abc`, standIn)).toBe('other_host');
    expect(addressProblem('slack', `${standIn}/oauth/v1/token`, standIn)).toBe('other_path');
  });
});

it.each([
  ['3.125.42.17', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.100.100.200', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:a00:1', false],
  ['64:ff9b::a00:1', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['2002:a00:1::', false],
  ['2001:0:a00:1::', false],
  ['ff02::1', false],
  ['hooks.slack.com', false],
])('%s is a public address: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

describe('a post', () => {
  const slow = { timeoutMs: 2_000, standInOrigin: null };

  it.each([
    ['10.0.0.8', 4],
    ['169.254.169.254', 4],
    ['::1', 6],
  ])('goes nowhere when the name resolves to %s', async (address, family) => {
    const post = createPostJson({
      ...slow,
      resolve: (_host, _options, answer) => answer(null, [{ address, family }]),
    });

    const posted = post(new URL('https://hooks.slack.com/services/T1/B1/abc'), {});

    await expect(posted).rejects.toThrow('no public address');
  });

  it('goes nowhere when one of several addresses leads inward', async () => {
    const post = createPostJson({
      ...slow,
      resolve: (_host, _options, answer) =>
        answer(null, [
          { address: '3.125.42.17', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]),
    });

    const posted = post(new URL('https://hooks.slack.com/services/T1/B1/abc'), {});

    await expect(posted).rejects.toThrow('no public address');
  });

  it.each(['http://hooks.slack.com/x', 'https://127.0.0.1/x', 'https://[::1]/x'])(
    'is refused to %s',
    async (address) => {
      await expect(createPostJson(slow)(new URL(address), {})).rejects.toThrow();
    },
  );

  it('follows no redirect, and gives up on who does not answer', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/silent') return;
      response.writeHead(302, { location: '/elsewhere' }).end();
    }).listen(0);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = createPostJson({ timeoutMs: 200, standInOrigin: origin });

    const redirected = await post(new URL(`${origin}/moved`), {});
    const silent = post(new URL(`${origin}/silent`), {});

    expect(redirected.status).toBe(302);
    await expect(silent).rejects.toThrow();
    expect(asked).toBe(2);
    server.closeAllConnections();
    server.close();
  });
});
