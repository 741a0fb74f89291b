import type { Item } from '../../../shared/store/database.ts';
import { packedText } from './case-book.ts';

/** Heads, records and rows are packed, not encrypted. */
const PACKED: ReadonlySet<string> = new Set(['head', 'record', 'row']);

/** What somebody reads who has the item and no key; bytes that are no ciphertext are as plain as any word. */
export const inTheClear = (item: Item): string =>
  Object.entries(item)
    .map(([name, value]) => (PACKED.has(name) && value instanceof Uint8Array ? packedText(value) : spelt(value)))
    .join('\n');

function spelt(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, member]) => `${name} ${spelt(member)}`)
    .join('\n');
}
