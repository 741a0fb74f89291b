import type { CommandOf } from '../commands.ts';
import type { Standing } from '../lifecycle-table.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { recusalDecidedBy, workedOn } from '../who-rules.ts';
import { type DecideContext, type Decision, newClock, notice, type Standpoint, start, stop } from './context.ts';
import { knownOfficer } from './guards.ts';

/** 20 申请回避: while it is open, the officer does not act on the case (条例28(3)). */
export function applyRecusal(head: Head, command: CommandOf<'APPLY_RECUSAL'>, context: DecideContext): Decision {
  mayApplyRecusal(head);
  const { of } = command;
  knownOfficer(of, context, '/of');
  const unit = context.tree.officer(of)?.unit;
  const takesPart =
    workedOn(head).includes(of) || (unit !== undefined && context.tree.organOf(unit)?.id === head.organ);
  if (!takesPart || head.recused?.includes(of))
    throw new Refused(
      refusal(
        'NOT_TAKING_PART',
        'P-09',
        '条例28(3)',
        ['该人员不参与本件办理,或者已经回避', 'the officer takes no part in this case, or stepped aside already'],
        ['填写参与办理的人员', 'name an officer who takes part'],
        '/of',
      ),
    );
  return {
    events: [{ type: 'recusal-applied.v1', of }, start(newClock('RECUSAL_DECIDE', context.now, context.calendar))],
    texts: { reason: command.reason },
  };
}

/** None waits for its decision. */
export function mayApplyRecusal(head: Head): void {
  if (head.recusal)
    throw new Refused(
      refusal(
        'RECUSAL_ALREADY_OPEN',
        'P-09',
        '条例28(3)',
        ['已有一项回避申请尚未决定', 'another application has not been decided yet'],
        ['先执行 DECIDE_RECUSAL', 'DECIDE_RECUSAL first'],
      ),
    );
}

/**
 * 20 决定回避: by whoever leads him; of a head by the organ's head, of that one by the organ above; never by himself. Where
 * that organ stands in no table, the petition office takes down what it decided on paper, lest the application stay open.
 */
export function decideRecusal(head: Head, command: CommandOf<'DECIDE_RECUSAL'>, context: DecideContext): Decision {
  const { of } = mayDecideRecusal(head, context);
  const { granted, decidedElsewhere } = command;
  if (!decidedElsewhere?.trim() && recusalDecidedBy(of, head, context.tree) === 'OUTSIDE')
    throw new Refused(
      refusal(
        'DECISION_ELSEWHERE_MISSING',
        'P-09',
        '条例28(3)',
        [
          '回避由上级机关决定,该机关不在单位表内:应当记录其书面决定',
          'the organ above decides, and stands in no table here: its decision on paper is taken down',
        ],
        [
          '取得其书面决定后,在 decidedElsewhere 填写作出决定的机关、文号和日期',
          'once it has decided, give the organ, number and date of its decision in decidedElsewhere',
        ],
        '/decidedElsewhere',
      ),
    );
  const { parent } = context;
  // Whoever stepped aside from a review does not read the file that is reviewed either, and whoever reviews instead does.
  const reviewed = granted && parent?.inReview?.caseId === head.id ? parent : undefined;
  return {
    events: [
      { type: 'recusal-decided.v1', of, granted },
      ...notice('DOC-RECUSAL', command.method),
      ...stop(head, ['RECUSAL_DECIDE'], context.now, '回避决定已告知'),
    ],
    texts: { reason: command.reason, ...(decidedElsewhere ? { decidedElsewhere } : {}) },
    ...(reviewed
      ? { others: [{ head: reviewed, events: [{ type: 'recusal-decided.v1', of, granted, ofReview: true }] }] }
      : {}),
  };
}

/** @returns the application, which is for this officer to decide */
export function mayDecideRecusal(head: Head, context: Standpoint): NonNullable<Head['recusal']> {
  const { recusal } = head;
  if (!recusal)
    throw new Refused(
      refusal(
        'NO_RECUSAL_OPEN',
        'P-09',
        '条例28(3)',
        ['没有待决定的回避申请', 'no application waits for a decision'],
        ['先执行 APPLY_RECUSAL', 'APPLY_RECUSAL first'],
      ),
    );
  const by = recusalDecidedBy(recusal.of, head, context.tree);
  const deciders: readonly Standing[] = DECIDERS[by];
  if (!deciders.some((standing) => context.standings.has(standing)))
    throw new Refused(
      refusal('RECUSAL_DECIDED_ABOVE', 'P-09', '条例28(3)', DECIDED_BY[by], ['请由其决定', 'let him decide']),
    );
  return recusal;
}

const DECIDED_BY = {
  UNIT: ['由其单位负责人或者本机关负责人决定', 'his head, or the head of the organ, decides'],
  ORGAN: ['负责人的回避由本机关负责人决定', 'the head of the organ decides on the recusal of a head'],
  ABOVE: ['本机关负责人的回避由上级机关决定', 'the organ above decides on the recusal of the head of the organ'],
  OUTSIDE: [
    '由上级机关决定,该机关不在单位表内,由本机关信访部门负责人记录',
    'the organ above decides; it stands in no table, so the chief of the petition office takes its decision down',
  ],
} as const;

const DECIDERS = {
  UNIT: ['UNIT_HEAD', 'CHIEF', 'BUREAU_HEAD'],
  ORGAN: ['BUREAU_HEAD'],
  ABOVE: ['SUPERIOR'],
  OUTSIDE: ['CHIEF'],
} as const satisfies Readonly<Record<string, readonly Standing[]>>;
