import { hash } from 'node:crypto';
import type { Clock, Head } from '../../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import type { Item } from '../../../shared/store/database.ts';
import { unpackJson } from '../../../shared/store/packed-json.ts';
import type { TableKey } from '../../../shared/store/tables.ts';

/** A case as the checker has followed it from its first record. */
export interface FollowedCase {
  readonly table: TableKey;
  readonly id: string;
  head: Head;
  chain: string;
  readonly records: HistoryRecord[];
  /** The head after each of them. */
  readonly heads: Head[];
  /** When each of them was stored, by the machine's time. */
  readonly storedAt: number[];
  /** When a clock stopped, by name and last day. */
  readonly stoppedAt: Map<string, number>;
  /** When somebody, or a unit, was first named as complained about. */
  readonly accusedAt: Map<string, number>;
  readonly running: Map<string, Clock>;
  readonly ended: Map<string, Clock>;
  fired: ReadonlySet<string>;
  wakeAt: string | undefined;
  rev: number;
  failing: boolean;
}

export class CaseBook {
  readonly cases = new Map<string, FollowedCase>();

  of(table: TableKey, id: string): FollowedCase | undefined {
    return this.cases.get(`${table} ${id}`);
  }

  begin(table: TableKey, id: string, head: Head): FollowedCase {
    const followed: FollowedCase = {
      table,
      id,
      head,
      chain: '0'.repeat(64),
      records: [],
      heads: [],
      storedAt: [],
      stoppedAt: new Map(),
      accusedAt: new Map(),
      running: new Map(),
      ended: new Map(),
      fired: new Set(),
      wakeAt: undefined,
      rev: 0,
      failing: false,
    };
    this.cases.set(`${table} ${id}`, followed);
    return followed;
  }

  /** A case in either store, by its id; the ordinary one where it was not sealed. */
  find(id: string): FollowedCase | undefined {
    return this.of('CASES', id) ?? this.of('SEALED', id);
  }
}

/** The case as it was at some moment since then: as a function may have read it that began then. */
export function headsSince({ heads, storedAt }: FollowedCase, begunAt: number): readonly Head[] {
  const before = storedAt.findLastIndex((at) => at <= begunAt);
  return heads.slice(Math.max(before, 0));
}

const unpacked = new WeakMap<Uint8Array, { readonly text: string; readonly value: unknown }>();

/** What is stored never changes, and is looked at again and again: it is unpacked once. */
function unpack(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  let found = unpacked.get(bytes);
  if (!found) {
    const text = unpackJson(bytes);
    found = { text, value: JSON.parse(text) };
    unpacked.set(bytes, found);
  }
  return found;
}

export const readPacked = <T>(packed: unknown): T => unpack(packed as Uint8Array).value as T;

/** The same as it was written. */
export const packedText = (packed: Uint8Array): string => unpack(packed).text;

/** JSON with sorted members, written a second time. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** An entry that says that something newly came; all others are reminders of a clock. */
export const isNew = (entry: Item | undefined): boolean => entry?.colour === 'NEW';

/** Entries of inboxes, apart from what else is kept beside them. */
export const isInbox = (pk: string): boolean => pk.startsWith('ROLE#') || pk.startsWith('OFFICER#');

/** What is decided to be said to the petitioner of a petition. */
export const isPetitioners = (pk: string): boolean => pk.startsWith('PETITIONER#');

/** A clock of a case on one last day. */
export const clockName = ({ code, key, nominalDue }: { code: unknown; key?: unknown; nominalDue: unknown }): string =>
  `${String(code)}/${String(key ?? '')}@${String(nominalDue)}`;
