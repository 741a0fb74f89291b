import type { CommandType } from '../domain/commands.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import type { Actor, PetitionEvent } from '../domain/petition-events.ts';

/**
 * What history keeps of one command: who did what when, and the events it brought about. Records of a case are
 * numbered without gaps and chained: each carries the hash of the one before (P-22). Free texts stand beside the
 * record, encrypted; the record holds the digests of the ciphertexts, so that the chain covers them too.
 */
export interface HistoryRecord {
  readonly caseId: CaseId;
  readonly version: number;
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandType | 'SUBMIT';
  /** Digest of idempotency key and body: a retry is recognised by it. */
  readonly commandKey?: string;
  readonly events: readonly PetitionEvent[];
  /** Name of each text → SHA-256 of its ciphertext, hex. */
  readonly texts: Readonly<Record<string, string>>;
  /** Hash of the record before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** Hash of the record before the first one. */
export const NO_PREVIOUS = '0'.repeat(64);

/**
 * JSON with sorted keys and without undefined members (RFC 8785 for the values we use: strings, integers, booleans,
 * arrays, objects), so that the same record has the same bytes everywhere.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
