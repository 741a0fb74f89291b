/** An address as a number, with the bits of its family; an IPv4 address written into IPv6 is IPv4. */
interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

/** Whether the address lies in the network, given as `address/bits`; what is no address lies nowhere. */
export function isWithinNetwork(address: string, network: string): boolean {
  const [base, length] = network.split('/');
  const inside = parse(address);
  const net = parse(base ?? '');
  if (!inside || !net || inside.bits !== net.bits || !isNetwork(network)) return false;
  const rest = BigInt(net.bits - Number(length));
  return inside.value >> rest === net.value >> rest;
}

/** Whether the text is a network in that form. */
export function isNetwork(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const net = parse(match?.[1] ?? '');
  return net !== undefined && Number(match?.[2]) <= net.bits;
}

function parse(text: string): Address | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(text)?.[1];
  const four = parse4(mapped ?? text);
  if (four !== undefined) return { value: four, bits: 32 };
  const six = parse6(text);
  return six === undefined ? undefined : { value: six, bits: 128 };
}

function parse4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parse6(text: string): bigint | undefined {
  const halves = text.split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const parts = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return parts.reduce((value, part) => value * 65_536n + BigInt(`0x${part}`), 0n);
}
