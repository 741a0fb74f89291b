import { createHash } from 'node:crypto';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { SECRETS } from '../keys.ts';
import type { Submitted } from '../ledger.ts';
import type { Received } from '../twins/channel-twins.ts';
import { isPetitioners } from './case-book.ts';
import { type ChannelLife, type Deliveries, HOUR, isQuiet } from './deliveries.ts';

/** What officers of a life correct a telephone to. */
const CORRECTED_PHONE = '13100000000';
/** Steps of which whoever asked for it must hear, by the event that brings them about; of several the first. */
const STEPS_TOLD: Readonly<Record<string, string | undefined>> = {
  'accepted.v1': 'ACCEPTED',
  'switched-ordinary.v1': 'ACCEPTED',
  'simple-accepted.v1': 'SIMPLE',
  'study-begun.v1': 'STUDIED',
  'channelled.v1': 'CHANNELLED',
  'not-accepted.v1': 'NOT_ACCEPTED',
  'no-longer-accepted.v1': 'NO_LONGER_ACCEPTED',
  'extended.v1': 'EXTENDED',
  'opinion-dispatched.v1': 'DISPATCHED',
  'replied.v1': 'REPLIED',
  'closed.v1': 'CLOSED',
  'reopened.v1': 'REOPENED',
  'settled.v1': 'SETTLED',
};

/** What a record tells the petitioner of; a report that was checked, or a review that came back, he has heard of. */
function stepTold({ events }: HistoryRecord): string | undefined {
  if (events.some(({ type }) => type === 'report-checked.v1' || type === 'returned-from-review.v1')) return undefined;
  for (const event of events) {
    if (event.type === 'opened.v1')
      return event.head.stage !== 'HANDLING' ? 'REVIEW_RECEIVED' : event.head.parentId ? undefined : 'RECEIVED';
    if (event.type === 'referred.v1') return event.kind === 'ASSIGN' ? 'ASSIGNED' : 'TRANSFERRED';
    // Of several who signed, the first.
    if (event.type === 'delivered.v1' && (event.recipient ?? 1) === 1) return 'DELIVERED';
    if (event.type === 'state-changed.v1' && event.to === 'REDIRECTED') return 'REDIRECTED';
    const step = STEPS_TOLD[event.type];
    if (step) return step;
  }
  return undefined;
}

/** What petitioners who asked for it hear of the steps of their cases. */
export class PetitionersTold {
  readonly #life: ChannelLife;
  readonly #deliveries: Deliveries;

  constructor(life: ChannelLife, deliveries: Deliveries) {
    this.#life = life;
    this.#deliveries = deliveries;
  }

  /** A step to the petitioner it is of, who asked for it, by his own address, by day, and never after it was sealed. */
  take(message: Received): void {
    const { findings, core, book } = this.#life;
    const notice = [...core.scan('REMINDERS')].find(
      ({ pk, sk }) => isPetitioners(pk) && noticeId(pk, sk) === message.id,
    );
    const submitted = notice && this.#submittedAs(String(notice.petition));
    if (!notice || !submitted) {
      findings.add('PUSHED_ONCE', `${message.to} is told of a step that nobody decided`);
      return;
    }
    const { petitioner, messages } = submitted.body as {
      petitioner?: { phone?: string };
      messages?: { channel: string; mail?: string };
    };
    findings.unless(
      messages !== undefined && message.fields.channel === messages.channel,
      'SECRECY',
      () => `${submitted.name} is written to by ${String(message.fields.channel)}, and asked for ${messages?.channel}`,
    );
    // A telephone may have been corrected since; the address for mail is his alone.
    const own = messages?.channel === 'MAIL' ? [messages.mail] : [petitioner?.phone, CORRECTED_PHONE];
    findings.unless(own.includes(message.to), 'SECRECY', () => `a step of ${submitted.name} is told to ${message.to}`);
    const sealedAt = book.of('SEALED', String(notice.petition))?.storedAt[0];
    findings.unless(
      sealedAt === undefined || sealedAt >= message.begunAt,
      'SECRECY',
      () => `${submitted.name} is sealed, and is written to`,
    );
    findings.unless(
      !isQuiet({ from: '21:00', to: '08:00' }, message.at),
      'PUSHED_ONCE',
      () => `${submitted.name} is written to at ${message.at}, in the night`,
    );
  }

  /** Whoever asked for it has a line for each great step of each of his cases. */
  check(): void {
    const { findings, book, core, now } = this.#life;
    const notices = [...core.scan('REMINDERS')].filter(({ pk }) => isPetitioners(pk));
    for (const { pk, sk, petition, caseId, step, at, decidedAt } of notices) {
      const since = core.peek('CASES', String(petition), 'MESSAGES')?.since;
      // What had passed before he asked is not told: a letter may come in when a limit is over.
      const concerns = since !== undefined && Date.parse(String(at)) > Date.parse(String(since));
      findings.unless(
        !concerns ||
          Date.parse(String(decidedAt)) > now() - 14 * HOUR ||
          book.of('SEALED', String(petition)) !== undefined ||
          this.#deliveries.lines.has(noticeId(pk, sk)),
        'PUSHED_ONCE',
        () => `${String(step)} of ${String(caseId)} was decided and never sent`,
      );
    }
    for (const { id, table, head, records } of book.cases.values()) {
      const submitted = this.#submittedAs(head.petitionId);
      const asked = (submitted?.body as { messages?: unknown } | undefined)?.messages !== undefined;
      if (table !== 'CASES' || !asked || book.of('SEALED', head.petitionId)) continue;
      for (const record of records) {
        const { version, at } = record;
        const step = stepTold(record);
        if (!step || Date.parse(at) > now() - 14 * HOUR) continue;
        const notice = notices.find((one) => one.caseId === id && one.step === step && one.version === version);
        findings.unless(
          notice !== undefined,
          'PUSHED_ONCE',
          () => `${step} of ${id} v${version} was never told to its petitioner`,
        );
      }
    }
  }

  #submittedAs(petition: string): Submitted | undefined {
    // He may hear of the first step before he hears that it was received.
    return this.#life.ledger.submitted.find(({ scope, key }) => SECRETS.petitionIdFor(`${scope}:${key}`) === petition);
  }
}

const noticeId = (pk: string, sk: string): string =>
  createHash('sha256').update(`${pk}|${sk}`).digest('hex').slice(0, 32);
