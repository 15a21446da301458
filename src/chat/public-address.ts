import { BlockList, isIP } from 'node:net';

/** Networks that no chat service is in: this machine, its neighbours, its cloud, and what is reserved. */
const inward = new BlockList();
const inwardV4: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
for (const [net, bits] of inwardV4) inward.addSubnet(net, bits, 'ipv4');

/** Of IPv6 only what is given out to the public, without the ways through it into IPv4. */
const outwardV6 = new BlockList();
outwardV6.addSubnet('2000::', 3, 'ipv6');
const tunnelsV6 = new BlockList();
tunnelsV6.addSubnet('2001::', 23, 'ipv6');
tunnelsV6.addSubnet('2001:db8::', 32, 'ipv6');
tunnelsV6.addSubnet('2002::', 16, 'ipv6');
tunnelsV6.addSubnet('3fff::', 20, 'ipv6');

/** Whether an IP address is one that anybody in the world may connect to. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !inward.check(address, 'ipv4');
    case 6:
      return outwardV6.check(address, 'ipv6') && !tunnelsV6.check(address, 'ipv6');
    default:
      return false;
  }
}
