import type { Calendar } from '../domain/calendar.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Command, Identity } from '../domain/commands.ts';
import type { Decision } from '../domain/decide/context.ts';
import type { DocumentContent } from '../domain/documents/content.ts';
import { documentNumber, type PaperNumber } from '../domain/documents/formal-writing.ts';
import { isDocumentKind, kindOf } from '../domain/documents/kinds.ts';
import { SEALED_CLASS } from '../domain/documents/number-classes.ts';
import { evolve } from '../domain/evolve.ts';
import type { Instant } from '../domain/ids.ts';
import type { Head, TextField } from '../domain/petition.ts';
import type { Actor, PetitionEvent } from '../domain/petition-events.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { canonicalJson } from '../events/record.ts';
import { type CaseTables, type LoadedCase, ORDINARY, readHistory, recordField } from '../store/cases.ts';
import type { Database, Write } from '../store/database.ts';
import { lastNumber, type NumberSeries, takeNumber } from '../store/document-numbers.ts';
import { decryptField, digest } from '../store/field-cipher.ts';
import { readBody } from '../store/petition-texts.ts';
import type { PastStep } from './papers/setting.ts';
import { issuerOf } from './papers/who-issues.ts';

export type DocumentIssued = Extract<PetitionEvent, { type: 'document-issued.v1' }>;

/** Everything that a paper may draw on as it is issued. */
export interface Situation {
  readonly issued: DocumentIssued;
  /** The case after the command, and before it. */
  readonly head: Head;
  readonly before: Head | undefined;
  /** The case above: what it was referred from, or what is reviewed. */
  readonly above: readonly Head[];
  readonly command: Command;
  /** Free texts of this command. */
  readonly texts: Readonly<Record<string, string>>;
  /** Earlier records, from the topmost case down and oldest first, with their texts in the clear. */
  readonly past: readonly PastStep[];
  /** The case that the command cites: one that is pending below, a re-review. */
  readonly cited?: Head;
  readonly identity: Identity;
  readonly petition: Partial<Record<TextField, string>>;
  readonly number: PaperNumber | undefined;
  readonly actor: Actor;
  readonly now: Instant;
  readonly tree: UnitTree;
  readonly calendar: Calendar;
}

/** What issuing needs of a command that was decided and is not stored yet. */
export interface IssueCall {
  readonly decision: Decision;
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  readonly above: readonly LoadedCase[];
  readonly cited?: Head;
  readonly command: Command;
  readonly actor: Actor;
  readonly now: Instant;
  readonly tree: UnitTree;
  readonly calendar: Calendar;
  readonly dataKey: Uint8Array;
}

/** The decision with its papers numbered and frozen, and the writes that take the numbers. */
export interface IssuedPapers {
  readonly decision: Decision;
  readonly numbers: readonly Write[];
}

/** Name under which the frozen content of the n-th paper of a record stands among its texts. */
export const paperText = (at: number): string => `paper.${at}`;

/** Name of the text and digest are found again from the event alone: papers of a record are counted from 0. */
export const papersOf = (events: readonly PetitionEvent[]): DocumentIssued[] =>
  events.filter((event) => event.type === 'document-issued.v1');

/**
 * Gives the papers of a decision their numbers, composes and freezes them: the content goes, encrypted, beside the
 * record that issues it; its SHA-256 and number into the event, and so into the chain of the history. The numbers are
 * taken in the same transaction, so that none is lost and none is double.
 */
export async function issuePapers(
  call: IssueCall,
  compose: (situation: Situation) => DocumentContent,
  database: Database,
): Promise<IssuedPapers> {
  const { decision, loaded, now, tree } = call;
  if (papersOf(decision.events).length === 0) return { decision, numbers: [] };
  const head = evolve(loaded.head, decision.events, now);
  const body = await readBody(database, call.tables.texts, head.petitionId, call.dataKey);
  const past = await recallPast(call, database);
  const numbers: Write[] = [];
  const taken = new Map<string, number>();
  const frozen: Record<string, string> = {};
  const events: PetitionEvent[] = [];
  for (const event of decision.events) {
    if (event.type !== 'document-issued.v1' || !isDocumentKind(event.kind)) {
      events.push(event);
      continue;
    }
    const { numberClass } = kindOf(event.kind);
    let number: PaperNumber | undefined;
    if (numberClass) {
      const organ = issuerOf(event.kind, { head, actor: call.actor, tree });
      const series: NumberSeries = { organ, numberClass, year: Number(localDateOf(now).slice(0, 4)) };
      const last = taken.get(`${organ}#${numberClass}`) ?? (await lastNumber(database, series));
      taken.set(`${organ}#${numberClass}`, last + 1);
      number = { organCode: tree.documentCodeOf(organ), year: series.year, seq: last + 1 };
      // The common register names no sealed case (P-03); that of the sealed series lies with them.
      const named = head.sealed === (numberClass === SEALED_CLASS);
      const about = named ? { caseId: head.id, version: head.version, kind: event.kind } : {};
      numbers.push(takeNumber(series, { seq: last + 1, ...about, at: now }));
    }
    const content = compose({
      issued: event,
      head,
      before: loaded.head,
      above: call.above.map((one) => one.head),
      command: call.command,
      texts: decision.texts ?? {},
      past,
      ...(call.cited ? { cited: call.cited } : {}),
      identity: { ...body.identity, ...decision.body?.identity },
      petition: { ...body.texts, ...decision.body?.texts },
      number,
      actor: call.actor,
      now,
      tree,
      calendar: call.calendar,
    });
    const text = canonicalJson(content);
    frozen[paperText(papersOf(events).length)] = text;
    events.push({
      ...event,
      ...(number && numberClass ? { number: documentNumber(number, numberClass) } : {}),
      hash: digest(text),
    });
  }
  return { decision: { ...decision, events, texts: { ...decision.texts, ...frozen } }, numbers };
}

/** What was written down in the case so far, for the papers that repeat it: the items accepted, the draft, the request. */
async function recallPast(call: IssueCall, database: Database): Promise<PastStep[]> {
  const cases = [...call.above].reverse().map((above) => ({ tables: ORDINARY, head: above.head }));
  const line = [...cases, { tables: call.tables, head: call.loaded.head }];
  const past: PastStep[] = [];
  for (const { tables, head } of line) {
    // A referred or reviewed case shares the petition's key; one that was split off does not and recalls nothing.
    if (head.petitionId !== call.loaded.head.petitionId) continue;
    for (const { record, texts } of await readHistory(database, tables, head.id)) {
      const open = (name: string, sealed: Uint8Array) =>
        decryptField(call.dataKey, head.petitionId, recordField(head.id, record.version, name), sealed);
      const words = Object.entries(texts).filter(([name]) => !name.startsWith('paper.'));
      past.push({
        caseId: head.id,
        at: record.at,
        actor: record.actor,
        command: record.command as PastStep['command'],
        events: record.events,
        texts: Object.fromEntries(words.map(([name, sealed]) => [name, open(name, sealed)])),
      });
    }
  }
  return past;
}
