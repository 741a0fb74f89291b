import { localDateOf } from '../../shared/domain/calendar.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { canonicalJson, type HistoryRecord, NO_PREVIOUS } from '../../shared/events/record.ts';
import type { AnchoredStore } from '../../shared/store/anchors.ts';
import { readCase } from '../../shared/store/cases.ts';
import type { Item } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { unpackJson } from '../../shared/store/packed-json.ts';
import type { Finding, FindingCode } from './findings.ts';

/** A case as it lies in its table, with what is anchored of it. */
export interface CaseToVerify {
  readonly store: AnchoredStore;
  readonly caseId: string;
  readonly items: readonly Item[];
  readonly anchors: readonly { readonly version: number; readonly hash: string | null }[];
  /** Records of earlier days than this one have to be anchored: the journal may lag by a day, not by two. */
  readonly anchoredThrough: LocalDate | undefined;
}

export interface VerifiedCase {
  readonly findings: readonly Finding[];
  readonly records: number;
}

type Report = (code: FindingCode, version?: number, name?: string) => void;

/** Holds one case against itself and against its anchors. Nothing is decrypted: the chain covers the ciphertexts. */
export function verifyCase({ store, caseId, items, anchors, anchoredThrough }: CaseToVerify): VerifiedCase {
  const findings: Finding[] = [];
  const report: Report = (code, version, name) =>
    findings.push({
      code,
      store,
      caseId,
      ...(version === undefined ? {} : { version }),
      ...(name === undefined ? {} : { name }),
    });
  const head = items.find(({ sk }) => sk === 'HEAD');
  const stored = items.filter(({ sk }) => sk.startsWith('V#')).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  // Sealed bodies and logs of openings lie under ids that may have no case of their own here.
  if (!head && stored.length === 0 && anchors.length === 0) return { findings, records: 0 };

  const records = verifyChain(caseId, stored, report);
  verifyHead(head, stored, records, report);
  verifyAnchors(records, anchors, report);
  if (anchoredThrough) verifyCovered([...records.values()], anchors, anchoredThrough, report);
  return { findings, records: stored.length };
}

/** Each record whole, in its place, after the one before. @returns the records that could be read, by place */
function verifyChain(caseId: string, stored: readonly Item[], report: Report): ReadonlyMap<number, HistoryRecord> {
  const records = new Map<number, HistoryRecord>();
  let expected = 1;
  for (const item of stored) {
    const version = Number(item.sk.slice(2));
    for (; expected < version; expected += 1) report('RECORD_MISSING', expected);
    expected = version + 1;
    const record = readRecord(item);
    if (!record) {
      report('RECORD_UNREADABLE', version);
      continue;
    }
    records.set(version, record);
    const { hash, ...unchained } = record;
    if (record.caseId !== caseId || record.version !== version) report('RECORD_MISPLACED', version);
    if (digest(canonicalJson(unchained)) !== hash) report('RECORD_CHANGED', version);
    const before = version === 1 ? NO_PREVIOUS : records.get(version - 1)?.hash;
    if (before !== undefined && record.previous !== before) report('CHAIN_BROKEN', version);
    verifyTexts(item, record, version, report);
    // The journal leads to the anchors: an entry under another day would keep a record out of them.
    if (
      !String(item.journalPk).startsWith(`DAY#${record.at.slice(0, 10)}#`) ||
      item.journalSk !== `${record.at}#${caseId}#${version}`
    )
      report('JOURNAL_CHANGED', version);
  }
  return records;
}

function readRecord(item: Item): HistoryRecord | undefined {
  try {
    return JSON.parse(unpackJson(item.record as Uint8Array)) as HistoryRecord;
  } catch {
    return undefined;
  }
}

function verifyTexts(item: Item, { texts = {} }: HistoryRecord, version: number, report: Report): void {
  const stored = (item.texts ?? {}) as Readonly<Record<string, Uint8Array>>;
  for (const [name, expected] of Object.entries(texts)) {
    const bytes = stored[name];
    if (!bytes) report('TEXT_MISSING', version, name);
    else if (digest(bytes) !== expected) report('TEXT_CHANGED', version, name);
  }
  for (const name of Object.keys(stored)) if (!(name in texts)) report('TEXT_ADDED', version, name);
}

/** The head is that of the last record, and what the records give when they are played again. */
function verifyHead(
  item: Item | undefined,
  stored: readonly Item[],
  records: ReadonlyMap<number, HistoryRecord>,
  report: Report,
): void {
  const last = Number(stored.at(-1)?.sk.slice(2) ?? 0);
  if (!item) {
    report('HEAD_MISSING', last);
    return;
  }
  if (item.version !== last || item.chain !== records.get(last)?.hash) {
    report('HEAD_BEHIND', item.version as number);
    return;
  }
  // With a record gone or unreadable there is nothing to replay; that has been said above.
  if (records.size !== last) return;
  const replayed = replay(records, last);
  if (!replayed) report('REPLAY_FAILED', last);
  else if (canonicalJson(replayed) !== headOf(item)) report('HEAD_CHANGED', item.version as number);
}

function replay(records: ReadonlyMap<number, HistoryRecord>, last: number): Head | undefined {
  let head: Head | undefined;
  try {
    for (let version = 1; version <= last; version += 1) {
      const { events, at } = records.get(version) as HistoryRecord;
      head = evolve(head, events, at);
    }
    return head;
  } catch {
    return undefined;
  }
}

function headOf(item: Item): string | undefined {
  try {
    return canonicalJson(readCase(item, undefined).head);
  } catch {
    return undefined;
  }
}

/** Every anchored version still stands with its hash. */
function verifyAnchors(
  records: ReadonlyMap<number, HistoryRecord>,
  anchors: CaseToVerify['anchors'],
  report: Report,
): void {
  const told = new Set<string>();
  for (const { version, hash } of anchors) {
    const record = records.get(version);
    const code =
      hash === null
        ? 'ANCHORED_WITHOUT_RECORD'
        : !record
          ? 'TRUNCATED'
          : record.hash === hash
            ? undefined
            : 'REWRITTEN';
    if (!code || told.has(`${code}${version}`)) continue;
    told.add(`${code}${version}`);
    report(code, version);
  }
}

/** What is dated on an anchored day has its anchor, at its version or a later one. */
function verifyCovered(
  records: readonly HistoryRecord[],
  anchors: CaseToVerify['anchors'],
  anchoredThrough: LocalDate,
  report: Report,
): void {
  const anchored = anchors.at(-1)?.version ?? 0;
  const uncovered = records.find(({ version, at }) => version > anchored && localDateOf(at) < anchoredThrough);
  if (uncovered) report('NOT_ANCHORED', uncovered.version);
}
