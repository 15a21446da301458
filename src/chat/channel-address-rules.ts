import type { ChannelKind } from '../model/channel.ts';

/** Where each kind of chat takes messages: nothing else is ever posted to. */
const doors: Readonly<
  Record<ChannelKind, { hosts: readonly string[]; path: RegExp; key?: string }>
> = {
  slack: {
    hosts: ['hooks.slack.com', 'hooks.slack-gov.com'],
    path: /^\/services\/[\w-]+\/[\w-]+\/[\w-]+$/,
  },
  wecom: { hosts: ['qyapi.weixin.qq.com'], path: /^\/cgi-bin\/webhook\/send$/, key: 'key' },
  dingtalk: { hosts: ['oapi.dingtalk.com'], path: /^\/robot\/send$/, key: 'access_token' },
};

/** What an address of each kind looks like. */
export const exampleAddress: Readonly<Record<ChannelKind, string>> = {
  slack: 'https://hooks.slack.com/services/…',
  wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=…',
};

export type AddressProblem = 'not_an_address' | 'other_host' | 'other_path';

/** Why an address is none of this kind of chat; null when it is. `standInOrigin` takes every kind. */
export function addressProblem(
  kind: ChannelKind,
  text: string,
  standInOrigin: string | null,
): AddressProblem | null {
  const address = URL.parse(text);
  if (address?.username !== '' || address.password !== '') return 'not_an_address';
  const { hosts, path, key } = doors[kind];
  const isStandIn = standInOrigin !== null && address.origin === standInOrigin;
  if (!isStandIn && !hosts.some((host) => address.origin === `https://${host}`)) {
    return 'other_host';
  }
  if (!path.test(address.pathname)) return 'other_path';
  return key === undefined || address.searchParams.get(key) ? null : 'other_path';
}
