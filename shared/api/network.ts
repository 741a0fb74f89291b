import { BlockList, isIP } from 'node:net';

/** Whether the text is a network, `address/bits` of IPv4 or IPv6. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  const family = isIP(address);
  return more === undefined && family !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

/** Whether the address lies in the network; what is no address, or of the other family, lies nowhere. */
export function isWithinNetwork(address: string, network: string): boolean {
  // An IPv4 address written into IPv6 is IPv4.
  const plain = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  const [base = '', bits] = network.split('/');
  if (!isNetwork(network) || isIP(plain) !== isIP(base)) return false;
  const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
  const inside = new BlockList();
  inside.addSubnet(base, Number(bits), family);
  return inside.check(plain, family);
}
