import { accusedNamed } from '../accused-named.ts';
import { addDays, endOfDay, localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Clock, Head } from '../petition.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, newClock, type Standpoint, stop } from './context.ts';
import { accountability } from './duties-account.ts';

/** He may change his mind for so many days. */
const EDITABLE_DAYS = 7;

/** Papers that are a notice to him (条例23); any of them can be rated. */
const NOTICES: ReadonlySet<string> = new Set([
  'DOC-ACCEPT',
  'DOC-REDIRECT',
  'DOC-CHANNEL',
  'DOC-TRANSFER-NOTICE',
  'DOC-NACC',
  'DOC-NLACC',
]);

/** 42 评价: once for the notice and once for the opinion, from its delivery to the end of its window (条例21(2)). */
export function rate(head: Head, command: CommandOf<'RATE'>, context: DecideContext): Decision {
  mayRate(head, context);
  const { object, rating } = command;
  const against = notRatable(head, object, context);
  if (against) throw new Refused({ ...against, field: '/object' });
  return {
    events: [
      { type: 'rated.v1', object, rating },
      ...stop(head, ['RATING_WINDOW'], context.now, '信访人已评价', 'MET', object),
    ],
    ...(command.words ? { texts: { words: command.words } } : {}),
  };
}

/** Something can be rated; where nothing can, the rating that stands is told first. */
export function mayRate(head: Head, context: Standpoint): void {
  const [notice, opinion] = (['NOTICE', 'OPINION'] as const).map((object) => notRatable(head, object, context));
  if (notice && opinion)
    throw new Refused(WEIGHT[opinion.code as Unratable] > WEIGHT[notice.code as Unratable] ? opinion : notice);
}

type Unratable = 'NOTHING_TO_RATE' | 'RATING_WINDOW_OVER' | 'RATING_FINAL';
const WEIGHT: Readonly<Record<Unratable, number>> = { NOTHING_TO_RATE: 0, RATING_WINDOW_OVER: 1, RATING_FINAL: 2 };

/** Why that object cannot be rated now, if it cannot. */
function notRatable(head: Head, object: 'NOTICE' | 'OPINION', context: Standpoint): Refusal | undefined {
  const before = head.ratings?.find((one) => one.object === object);
  if (before) {
    const until = addDays(localDateOf(before.at), EDITABLE_DAYS);
    if (context.now <= endOfDay(until)) return undefined;
    return refusal(
      'RATING_FINAL',
      undefined,
      '条例21(2)',
      [`评价可在 ${until} 前修改,现已不能修改`, `a rating can be changed until ${until}`],
      ['无需再次评价', 'nothing is left to do'],
    );
  }
  const window = windowOf(head, object, context);
  if (window && context.now <= window.dueInstant) return undefined;
  return refusal(
    window ? 'RATING_WINDOW_OVER' : 'NOTHING_TO_RATE',
    undefined,
    '条例21(2)',
    window
      ? [`评价期已于 ${window.due} 届满`, `the window of rating ended on ${window.due}`]
      : ['尚无可以评价的告知书或者意见书', 'no notice or opinion has been delivered yet'],
    ['告知书、意见书送达后在评价期内评价', 'rate within the window after delivery'],
  );
}

/** The window that runs; of a notice without one, as long from the day it went out. */
function windowOf(head: Head, object: 'NOTICE' | 'OPINION', { calendar }: Standpoint): Clock | undefined {
  const running = head.clocks.find(({ code, key }) => code === 'RATING_WINDOW' && (key ?? 'NOTICE') === object);
  if (running) return running;
  const paper = object === 'NOTICE' ? head.documents.find(({ kind }) => NOTICES.has(kind)) : undefined;
  return paper && newClock('RATING_WINDOW', paper.at, calendar);
}

/** P-08 打击报复报告: to the auditor and those above, never to the unit (条例18(4)、46(6)). */
export function reportRetaliation(
  head: Head,
  command: CommandOf<'REPORT_RETALIATION'>,
  context: DecideContext,
): Decision {
  return {
    events: [{ type: 'retaliation-reported.v1' }, ...reported(head, 'RETALIATION', command.words, context)],
    texts: { words: command.words },
  };
}

/**
 * 反映信息泄露: that what he wrote, or who he is, reached somebody who may not know (条例46(5)) is examined by itself, by the
 * auditor and those above; the unit does not hear who reported what (P-08).
 */
export function reportLeak(head: Head, command: CommandOf<'REPORT_LEAK'>, context: DecideContext): Decision {
  return {
    events: [{ type: 'leak-reported.v1' }, ...reported(head, 'LEAK', command.words, context)],
    texts: { words: command.words },
  };
}

const reported = (head: Head, cause: 'RETALIATION' | 'LEAK', words: string, context: DecideContext) =>
  accountability(head, cause, undefined, context, accusedNamed(words, context.tree).officers);
