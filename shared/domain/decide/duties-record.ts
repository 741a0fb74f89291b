import { localDateOf, parseInstant } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { LocalDate } from '../ids.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, stop } from './context.ts';
import { isScreened, knownOfficer, officerIsNotAccused } from './guards.ts';
import { namesNobodyAccused } from './paths-guards.ts';

/** What is recorded of a day lies between the receipt and today. */
function happened(on: LocalDate, head: Head, context: DecideContext, article: string): void {
  const today = localDateOf(context.now);
  const received = localDateOf(head.receivedAt);
  if (on <= today && on >= received) return;
  throw new Refused(
    refusal(
      'DAY_IMPOSSIBLE',
      undefined,
      article,
      [`日期应在收件之日(${received})至今天(${today})之间`, `the day lies between ${received} and today (${today})`],
      ['填写实际发生的日期', 'give the day on which it happened'],
      '/on',
    ),
  );
}

/** 登记下访: to the petitioner at his home or place, only if he agreed (P-06). */
export function recordFieldVisit(
  head: Head,
  command: CommandOf<'RECORD_FIELD_VISIT'>,
  context: DecideContext,
): Decision {
  isScreened(head);
  if (!command.consent)
    throw new Refused(
      refusal(
        'VISIT_WITHOUT_CONSENT',
        'P-06',
        '条例18',
        ['下访应当经信访人同意', 'nobody is visited without his consent'],
        ['征得信访人同意后再上门', 'ask him first'],
        '/consent',
      ),
    );
  happened(command.on, head, context, '条例18');
  return { events: [{ type: 'field-visited.v1', on: command.on }], texts: { result: command.result } };
}

/** 65 会审、联席、积案评查: who took part, what was said, and who saw it differently. */
export function recordMeeting(head: Head, command: CommandOf<'RECORD_MEETING'>, context: DecideContext): Decision {
  isScreened(head);
  happened(command.on, head, context, '条例12');
  for (const [at, officer] of command.participants.entries()) {
    knownOfficer(officer, context, `/participants/${at}`);
    officerIsNotAccused(head, officer, context, `/participants/${at}`);
  }
  const dissent = command.dissent?.trim() ? command.dissent : undefined;
  const { outcome } = command;
  if ((command.kind === 'BACKLOG_REVIEW') !== (outcome !== undefined))
    throw new Refused(
      refusal(
        'BACKLOG_OUTCOME',
        'A-58',
        '条例12',
        [
          '积案评查应当逐件写明评查结果,其他会议不填此项',
          'a review of the backlog ends with an outcome for the case; no other meeting has one',
        ],
        ['补充或者删去 outcome', 'give or leave out `outcome`'],
        '/outcome',
      ),
    );
  return {
    events: [
      {
        type: 'meeting-recorded.v1',
        kind: command.kind,
        on: command.on,
        participants: [...new Set(command.participants)],
        dissent: dissent !== undefined,
        ...(outcome === undefined ? {} : { outcome }),
      },
    ],
    texts: { views: command.views, conclusion: command.conclusion, ...(dissent === undefined ? {} : { dissent }) },
  };
}

/** 66 转介 (条例37): help beside the case; money or other assistance has a legal basis. */
export function referAid(head: Head, command: CommandOf<'REFER_AID'>, context: DecideContext): Decision {
  if (command.aid === 'ASSISTANCE' && !command.legalBasis?.trim())
    throw new Refused(
      refusal(
        'NO_LEGAL_BASIS',
        'A-53',
        '条例37',
        ['救助应当写明法律、政策依据', 'assistance carries its legal basis'],
        ['填写 legalBasis', 'give legalBasis'],
        '/legalBasis',
      ),
    );
  namesNobodyAccused(head, command.to, context, '/to');
  return {
    events: [{ type: 'aid-referred.v1', aid: command.aid }],
    texts: {
      to: command.to,
      ...(command.legalBasis?.trim() ? { legalBasis: command.legalBasis } : {}),
      note: command.note,
    },
  };
}

/** 21 听取陈述: facts and reasons as the petitioner gives them (条例31(6)); keeps the promise of first contact. */
export function hearStatement(head: Head, command: CommandOf<'HEAR_STATEMENT'>, context: DecideContext): Decision {
  const at = parseInstant(command.at);
  if (!at || at > context.now || at < (head.acceptedAt ?? head.receivedAt))
    throw new Refused(
      refusal(
        'HEARD_AT_IMPOSSIBLE',
        undefined,
        '条例31(6)',
        ['听取陈述的时间应在受理之后、现在之前', 'it was heard between acceptance and now'],
        ['填写实际听取的时间(带时区)', 'give the instant at which he was heard, with offset'],
        '/at',
      ),
    );
  return {
    events: [
      { type: 'statement-heard.v1', at },
      { type: 'document-issued.v1', kind: 'DOC-INTERVIEW', method: 'HAND' },
      ...stop(head, ['FIRST_CONTACT'], context.now, '已听取陈述'),
    ],
    texts: { statement: command.statement, present: command.present.join('、') },
  };
}

/** 22 要求补充材料: asks, and stops no clock. */
export function requestSupplement(
  _head: Head,
  command: CommandOf<'REQUEST_SUPPLEMENT'>,
  _context: DecideContext,
): Decision {
  return {
    events: [
      { type: 'supplement-requested.v1' },
      { type: 'document-issued.v1', kind: 'DOC-SUPPL', method: command.method },
    ],
    texts: { what: command.what },
  };
}
