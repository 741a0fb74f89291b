import type { HistoryRecord } from '../../../shared/events/record.ts';
import { decryptField } from '../../../shared/store/field-cipher.ts';
import { SECRETS } from '../keys.ts';
import { type Commanded, type Ledger, petitionOf, type Submitted } from '../ledger.ts';
import type { StoreCore } from '../twins/store-core.ts';
import { type CaseBook, canonical, type FollowedCase } from './case-book.ts';
import { checkJointMatters } from './joint-matters.ts';
import type { Findings } from './violation.ts';

interface Life {
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly ledger: Ledger;
  readonly findings: Findings;
}

/** What callers sent and were told, against what is stored: nothing acknowledged is lost, nothing refused is kept. */
export class ToldAndStored {
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  check(): void {
    const { ledger } = this.#life;
    for (const submitted of ledger.submitted) this.#checkSubmitted(submitted);
    this.#noOrphans();
    for (const commanded of ledger.commanded)
      if (commanded.officer === 'petitioner') this.#checkOwn(commanded);
      else this.#checkCommanded(commanded);
    checkJointMatters(ledger, this.#life.book, this.#life.findings);
  }

  #checkSubmitted(submitted: Submitted): void {
    const { core, book, findings } = this.#life;
    const { name, accepted, body } = submitted;
    const id = petitionOf(submitted);
    const first = book.find(id);
    const answers = new Set(accepted.map((answer) => canonical(answer)));
    findings.unless(answers.size <= 1, 'ONE_PETITION_PER_KEY', () => `${name} was told ${[...answers].join(' and ')}`);
    const told = accepted[0];
    if (!told) {
      if (submitted.refused) findings.unless(!first, 'NOTHING_LOST', () => `${name} was refused and is stored`);
      return;
    }
    findings.unless(told.id === id, 'ONE_PETITION_PER_KEY', () => `${name} was registered as ${told.id}, not ${id}`);
    if (!first) {
      findings.add('NOTHING_LOST', `${name} was acknowledged and is not there`);
      return;
    }
    const code = SECRETS.receiptCode(first.head.petitionId);
    if (told.receiptCode !== undefined)
      findings.unless(
        told.receiptCode === code,
        'ONE_PETITION_PER_KEY',
        () => `${name} got another receipt code than that of its petition`,
      );
    const sealed = book.of('SEALED', id) !== undefined;
    const receipt = core.peek('REGISTRY', `RECEIPT#${SECRETS.receiptHash(code)}`, 'RECEIPT');
    findings.unless(
      receipt?.caseId === id && receipt.sealed === sealed,
      'NOTHING_LOST',
      () => `the receipt code of ${name} leads nowhere`,
    );
    this.#checkBody(id, name, body, sealed);
  }

  /** What he wrote can be read where it belongs, with the ring that it belongs to, and nowhere else. */
  #checkBody(id: string, name: string, body: Submitted['body'], sealed: boolean): void {
    const { core, book, findings } = this.#life;
    const stored = core.peek(sealed ? 'SEALED' : 'TEXTS', id, 'BODY');
    if (!stored) {
      findings.add('NOTHING_LOST', `the text of ${name} is gone`);
      return;
    }
    if (sealed)
      findings.unless(
        !core.peek('TEXTS', id, 'BODY') && !core.peek('CASES', id, 'PROPOSAL'),
        'SECRECY',
        () => `${name} is sealed, and its text lies open`,
      );
    const wrapped = core.peek(sealed ? 'SEALED' : 'CASES', id, 'HEAD')?.dataKey as Uint8Array;
    findings.unless(wrapped[0] === (sealed ? 2 : 1), 'SECRECY', () => `the key of ${name} is of the wrong ring`);
    const fields = stored.fields as Readonly<Record<string, Uint8Array>>;
    const corrected = [...book.cases.values()].some(
      ({ head, records }) => head.petitionId === id && records.some(({ command }) => command === 'CORRECT_RECORD'),
    );
    const { name: who, phone } = (body.petitioner ?? {}) as { name?: string; phone?: string };
    const wanted = {
      narrative: body.narrative,
      ...(corrected ? {} : { facts: body.facts, request: body.request, name: who, phone }),
    };
    for (const [field, text] of Object.entries(wanted)) {
      if (text === undefined) continue;
      const bytes = fields[field];
      const read = bytes && decryptField(wrapped.subarray(1), id, field, bytes);
      findings.unless(read === text, 'NOTHING_LOST', () => `${field} of ${name} is not what was sent`);
    }
  }

  /** Nothing is there that nobody sent, and every first case has its one receipt. */
  #noOrphans(): void {
    const { core, book, ledger, findings } = this.#life;
    const sent = new Set<string>(ledger.submitted.map(petitionOf));
    // An accusation from which a service request was split off, and a closed case that was opened again, open one more.
    for (const { records } of book.cases.values())
      for (const event of records.flatMap(({ events }) => events))
        if ((event.type === 'split.v1' || event.type === 'reopened.v1') && event.childId) sent.add(event.childId);
    for (const { head, id } of book.cases.values())
      if (!head.parentId)
        findings.unless(sent.has(id), 'ONE_PETITION_PER_KEY', () => `${id} was registered, and nobody sent it`);
    const receipts = [...core.scan('REGISTRY')]
      .filter(({ sk }) => sk === 'RECEIPT')
      .map(({ caseId }) => String(caseId));
    findings.unless(
      receipts.length === new Set(receipts).size,
      'ONE_PETITION_PER_KEY',
      () => 'a petition has two receipts',
    );
    for (const id of receipts)
      findings.unless(book.find(id) !== undefined, 'ONE_COMMIT', () => `a receipt leads to ${id}, which is not there`);
  }

  #checkCommanded({ name, key, officer, caseId, version, command, applied, refused }: Commanded): void {
    const { book, findings } = this.#life;
    const mark = SECRETS.fingerprint(`${officer}:${key}`);
    // Sealing leaves one record in each store.
    const open = underKey(book.of('CASES', caseId), mark);
    const stored = open.length > 0 ? open : underKey(book.of('SEALED', caseId), mark);
    findings.unless(
      stored.length <= 1,
      'NOTHING_LOST',
      () => `${name} ${command.type} was stored ${stored.length} times`,
    );
    const record = stored[0]?.record;
    if (record)
      findings.unless(
        record.command === command.type &&
          record.version === version + 1 &&
          record.actor.kind === 'OFFICER' &&
          record.actor.id === officer,
        'NOTHING_LOST',
        () => `${name} ${command.type} on v${version} was stored as ${record.command} v${record.version}`,
      );
    if (applied)
      findings.unless(
        record !== undefined,
        'NOTHING_LOST',
        () => `${name} ${command.type} on v${version} of ${caseId} was acknowledged and is not in the history`,
      );
    this.#checkRefused({ name, command, applied, refused }, stored);
  }

  /**
   * Refused for good and stored; an officer may lose sight of a case by what he did (403, 404). Whoever sealed it has
   * lost sight of it every time: his retry is answered nonetheless.
   */
  #checkRefused(
    { name, command, applied, refused }: Pick<Commanded, 'name' | 'command' | 'applied' | 'refused'>,
    stored: readonly Stored[],
  ): void {
    const lostSight = refused?.status === 403 || (refused?.status === 404 && command.type !== 'SEAL');
    if (applied || refused === undefined || lostSight) return;
    // Another delivery of the same call, itself unanswered, may be at work after the answer was given.
    const contradicts = stored.some(({ at }) => refused.alone || at <= refused.at);
    this.#life.findings.unless(
      !contradicts,
      'NOTHING_LOST',
      () => `${name} ${command.type} was stored and answered ${refused.status}`,
    );
  }

  /** What the petitioner did himself went to one of his cases, whichever it fitted, and once. */
  #checkOwn({ name, key, petitionId, command, applied, refused, wrongName }: Commanded): void {
    const { book, findings } = this.#life;
    const mark = SECRETS.fingerprint(`petitioner:${key}`);
    const stored = [...book.cases.values()]
      .filter(({ head }) => head.petitionId === petitionId)
      .map((followed) => underKey(followed, mark));
    findings.unless(
      stored.every((records) => records.length <= 1),
      'NOTHING_LOST',
      () => `${name} ${command.type} was stored twice`,
    );
    const found = stored.flat();
    findings.unless(
      !wrongName || found.length === 0,
      'SECRECY',
      () => `${name} ${command.type} was done by somebody who did not know the petitioner's name`,
    );
    findings.unless(
      found.every(({ record }) => record.command === command.type && record.actor.kind === 'PETITIONER'),
      'NOTHING_LOST',
      () => `${name} ${command.type} was stored as ${found.map(({ record }) => record.command).join(' and ')}`,
    );
    findings.unless(
      !applied || found.length > 0,
      'NOTHING_LOST',
      () => `${name} ${command.type} was acknowledged to the petitioner and is not in the history`,
    );
    this.#checkRefused({ name, command, applied, refused }, found);
  }
}

interface Stored {
  readonly record: HistoryRecord;
  /** By the machine's time. */
  readonly at: number;
}

/** The records that a call left in a case. */
const underKey = (followed: FollowedCase | undefined, mark: string): readonly Stored[] =>
  (followed?.records ?? [])
    .map((record, at) => ({ record, at: followed?.storedAt[at] as number }))
    .filter(({ record }) => record.commandKey?.startsWith(`${mark}:`));
