import type { Clock, Head } from '../../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';

/** A case that is emptied, or ends by the petitioner's own wish, ends what the organ owed in it (§2.2 rows 4, 24, 36). */
const ENDING = ['SEAL', 'SETTLE', 'MEDIATE', 'WITHDRAW'];
/** Papers that tell the petitioner what happens (§3, row INFORM_15D). */
const INFORMING = [
  'ACCEPT',
  'ACCEPT_SIMPLE',
  'STUDY_SUGGESTION',
  'CHANNEL',
  'REDIRECT',
  'TRANSFER',
  'ASSIGN',
  'PASS_ON',
  'REPLY',
  'NOT_ACCEPT',
  'NO_LONGER_ACCEPT',
];

/** Which commands may stop a clock (§2.2 ■, §3 “stops when”), beside a waiver; a clock that is not listed is not judged. */
const STOPPED_BY: Readonly<Record<string, readonly string[]>> = {
  INFORM_15D: [...INFORMING, ...ENDING],
  // It stops too where the objection is found right.
  REF_INFORM_15D: [...INFORMING, 'RULE_OBJECTION', ...ENDING],
  OBJECT_5WD: [...INFORMING, 'OBJECT', 'DISPUTE', ...ENDING],
  HANDLE_60D: ['DISPATCH', 'EXTEND', 'CHANNEL', ...ENDING],
  EXT_30D: ['DISPATCH', 'CHANNEL', ...ENDING],
  REMAKE: ['DISPATCH', ...ENDING],
  DRAFT_45D: ['DRAFT_OPINION', 'DISPATCH', 'CHANNEL', ...ENDING],
  APPROVE_3WD: ['APPROVE_OPINION', 'RETURN_DRAFT', ...ENDING],
  FIRST_CONTACT: ['LOG_CONTACT', 'HEAR_STATEMENT', 'REPLY', 'DISPATCH', 'CHANNEL', ...ENDING],
  ASSIGN_REPORT: ['SUBMIT_CLOSING_REPORT', 'RULE_OBJECTION', 'SEAL'],
  CONFLICT_DECIDE: ['DECIDE_JURISDICTION', ...ENDING],
  RECUSAL_DECIDE: ['DECIDE_RECUSAL', ...ENDING],
  LEGAL_ROUTE: ['RECORD_ROUTE_RESULT', ...ENDING],
  URGENT_REPORT: ['RECORD_URGENT_REPORT', 'SEAL'],
  ACK_URGENT: ['ACK_URGENT', 'SEAL'],
  SUPERVISE_REPLY: ['JUDGE_ANSWER', 'SEAL'],
  RECTIFY: ['VERIFY_RECTIFICATION', 'SEAL'],
  SUBTASK: ['JUDGE_SUBTASK', 'SEAL'],
  SUGGEST_FEEDBACK: ['RECORD_ADOPTION', 'SEAL'],
  EXECUTE_SUPPORT: ['CONFIRM_EXECUTION', 'SEAL'],
  SIMPLE_REPLY_10WD: ['REPLY', 'SWITCH_ORDINARY', ...ENDING],
};

/** From what a clock counts, whenever and however it begins or begins again (§3 “trigger”). */
const COUNTS_FROM: Readonly<Record<string, (head: Head) => string | undefined>> = {
  INFORM_15D: ({ receivedAt }) => receivedAt,
  REF_INFORM_15D: ({ referral }) => referral?.at,
  OBJECT_5WD: ({ referral }) => referral?.at,
  HANDLE_60D: ({ acceptedAt }) => acceptedAt,
  EXT_30D: ({ acceptedAt }) => acceptedAt,
  DRAFT_45D: ({ acceptedAt }) => acceptedAt,
  S_SCREEN_5WD: ({ receivedAt }) => receivedAt,
  S_INFORM_15WD: ({ receivedAt }) => receivedAt,
  REVIEW_30D: ({ receivedAt }) => receivedAt,
  REREVIEW_30D: ({ receivedAt }) => receivedAt,
};

/** What runs as long as it is owed (§2.1, §3): of several, one is enough. What two persons waived is not owed. */
const OWED: readonly { readonly while: (head: Head) => boolean; readonly clocks: readonly string[] }[] = [
  { while: ({ state }) => state === 'ASSIGNED_DOWN', clocks: ['ASSIGN_REPORT'] },
  { while: ({ state }) => state === 'CONFLICT', clocks: ['CONFLICT_DECIDE'] },
  { while: ({ state }) => state === 'SIMPLE', clocks: ['SIMPLE_REPLY_10WD'] },
  {
    // An opinion of review is no draft of ours: nothing is promised for it beside its own thirty days.
    while: ({ state, stage }) => stage === 'HANDLING' && (state === 'OPINION_DRAFT' || state === 'OPINION_APPROVAL'),
    clocks: ['APPROVE_3WD'],
  },
  { while: ({ state }) => state === 'UNDER_REVIEW', clocks: ['REVIEW_30D', 'REREVIEW_30D'] },
  {
    while: ({ state, stage }) => stage === 'HANDLING' && IN_HAND.has(state),
    clocks: ['HANDLE_60D', 'EXT_30D', 'REMAKE'],
  },
  {
    while: ({ state, stage, clocks }) =>
      stage === 'HANDLING' &&
      (state === 'ACCEPTED' || state === 'INVESTIGATING') &&
      clocks.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D'),
    clocks: ['DRAFT_45D'],
  },
  {
    while: ({ urgent, state }) => urgent !== undefined && !urgent.reportedAt && state !== 'SEALED',
    clocks: ['URGENT_REPORT'],
  },
  {
    while: ({ urgent, state }) => urgent?.lifeAtStake === true && !urgent.acknowledgedBy && state !== 'SEALED',
    clocks: ['ACK_URGENT'],
  },
  {
    while: ({ state, stage, canBeInformed }) => stage === 'HANDLING' && state === 'REGISTERED' && canBeInformed,
    clocks: ['INFORM_15D', 'REF_INFORM_15D'],
  },
];
const IN_HAND: ReadonlySet<string> = new Set(['ACCEPTED', 'INVESTIGATING', 'OPINION_DRAFT', 'OPINION_APPROVAL']);

const name = ({ code, key }: Pick<Clock, 'code' | 'key'>): string => `${code}/${key ?? ''}`;

/**
 * What a stored step did to the clocks of a case and may not have done: one stopped by a command that does not meet
 * it, one that counts from another moment than the law says, one that is owed and does not run.
 * @param ended clocks of this case that had stopped before
 * @param earlier its records until then
 */
export function wrongInClocks(
  before: Head | undefined,
  after: Head,
  { command, events }: Pick<HistoryRecord, 'command' | 'events'>,
  ended: ReadonlyMap<string, Clock>,
  earlier: readonly Pick<HistoryRecord, 'command' | 'events'>[] = [],
): string[] {
  const wrong: string[] = [];
  for (const event of events) {
    if (event.type === 'clock-stopped.v1' && before && event.outcome !== 'WAIVED') {
      const may = STOPPED_BY[event.code];
      if (may && !may.includes(command)) wrong.push(`${command} stops ${event.code}`);
    }
    if (event.type === 'clock-started.v1' || event.type === 'clock-resumed.v1') {
      const { clock } = event;
      const from = COUNTS_FROM[clock.code]?.(after);
      if (from !== undefined && clock.trigger !== from)
        wrong.push(`${command} lets ${clock.code} count from ${clock.trigger}, not from ${from}`);
      const old = ended.get(name(clock));
      if (event.type === 'clock-resumed.v1' && old && old.trigger !== clock.trigger)
        wrong.push(`${command} lets ${clock.code} run on from ${clock.trigger}, it had run from ${old.trigger}`);
    }
  }
  for (const { while: isOwed, clocks } of OWED) {
    const runs = after.clocks.some(({ code }) => clocks.includes(code));
    if (runs || !isOwed(after)) continue;
    // The head keeps what was waived of the law's clocks only; of promises the history alone knows it.
    const ofLaw = after.stopped.some(({ code, outcome }) => clocks.includes(code) && outcome === 'WAIVED');
    const waived = [...earlier, { command, events }].some(
      (record) =>
        record.command === 'WAIVE_CLOCK' &&
        record.events.some((event) => event.type === 'clock-stopped.v1' && clocks.includes(event.code)),
    );
    if (!ofLaw && !waived) wrong.push(`${command} leaves it ${after.state} without ${clocks.join(' or ')}`);
  }
  return wrong;
}
