import { accusedNamed } from '../accused-named.ts';
import type { Calendar } from '../calendar.ts';
import { daysOver } from '../candidates.ts';
import type { CommandOf } from '../commands.ts';
import type { UnitId } from '../ids.ts';
import { EXAMINED_AFTER_DAYS } from '../ladder.ts';
import type { Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, type Standpoint, start, stop } from './context.ts';
import { accountability, missedClock } from './duties-account.ts';
import { isFirstBounce, jurisdictionIsOpen, sideOf } from './paths-dispute.ts';
import { informClock } from './record.ts';
import { resumeClock } from './resume-clock.ts';

/** 10 异议: within five working days of the inbox, with detailed reasons and a proposed organ (G8). */
export function object(head: Head, command: CommandOf<'OBJECT'>, context: DecideContext): Decision {
  mayObject(head, context);
  proposesAnother(head, command.proposedOrgan, context);
  return {
    events: [
      { type: 'objected.v1', ...(context.officer ? { by: context.officer } : {}) },
      { type: 'document-issued.v1', kind: 'DOC-OBJECTION', method: 'ELECTRONIC' },
      ...stop(head, ['OBJECT_5WD'], context.now, '已提出异议'),
      moveTo('OBJECTED'),
    ],
    texts: { reasons: command.reasons, proposedOrgan: command.proposedOrgan },
  };
}

/** A referral, within its five working days, sent back for the first time (G8). */
export function mayObject(head: Head, { now, parent }: Standpoint): void {
  mustBeReferral(head);
  jurisdictionIsOpen(head);
  // What a unit of its own sent back to it is no bounce of its own; and whoever was right may say so once more.
  if (parent?.returnedBy?.filter((unit) => unit === head.unit).length !== 1) isFirstBounce(parent ?? head);
  const clock = head.clocks.find(({ code }) => code === 'OBJECT_5WD');
  if (!clock || now > clock.dueInstant)
    throw new Refused(
      refusal(
        'OBJECTION_LATE',
        'G8',
        '条例23(3)',
        clock
          ? [`异议期限已于 ${clock.due} 届满`, `the five working days for an objection ended on ${clock.due}`]
          : [
              '异议期限已经终止(已经提出过异议,或者期限已满)',
              'the time for an objection is over: one was made before, or the five working days have ended',
            ],
        ['应当受理;如确有争议,报共同上级决定', 'accept it; a real dispute goes to the common superior'],
      ),
    );
}

/** Whoever objects says who is competent (条例23(3)): not itself, and nobody who is complained about. */
function proposesAnother(head: Head, proposed: string, { tree }: Standpoint): void {
  const { units } = accusedNamed(proposed, tree);
  const isUnfit = (named: UnitId) =>
    tree.withHeirs([named]).some((unit) => tree.isWithin(unit, sideOf(head)) || tree.conflictsWith(unit, head.accused));
  const [wrong] = units;
  if (wrong === undefined || !units.every(isUnfit)) return;
  throw new Refused(
    refusal(
      'PROPOSED_ORGAN_UNFIT',
      'G8',
      '条例23(3)',
      [
        `建议的有权机关“${wrong}”是提出异议的单位自己,或者是被反映的单位`,
        `the organ proposed, "${wrong}", is the one that objects, or is complained about`,
      ],
      ['写明真正有权处理的机关', 'name the organ that is competent'],
      '/proposedOrgan',
    ),
  );
}

/**
 * While it waited the limit to inform passed its last reminder, and nobody below was examined for it (条例42): the review
 * of responsibility that was due then is opened in the case of whoever had to rule.
 */
function ruledTooLate(head: Head, parent: Head, { now }: DecideContext): PetitionEvent[] {
  const clock = head.clocks.find(({ code }) => code === 'REF_INFORM_15D');
  const isMissed = clock !== undefined && daysOver(clock.due, now) >= EXAMINED_AFTER_DAYS;
  return isMissed ? accountability(parent, 'CLOCK_MISSED', missedClock(clock), { now }) : [];
}

/**
 * 11 核实异议: agreed, the materials go back and the parent is REGISTERED again, its outer clock running on with the
 * old dates; not agreed, the case stays here and every date stands (条例23(3)). A name and address that became clear
 * below are clear above, too, and the duty to inform that was waived arises (条例23(2)).
 */
export function ruleObjection(head: Head, command: CommandOf<'RULE_OBJECTION'>, context: DecideContext): Decision {
  const { parent } = context;
  if (!parent) throw new Error(`case ${head.id} is OBJECTED without a parent`);
  mayRule(head, context);
  const ruling: PetitionEvent[] = [
    { type: 'objection-ruled.v1', upheld: command.upheld },
    { type: 'document-issued.v1', kind: 'DOC-OBJ-RULING', method: 'ELECTRONIC' },
  ];
  const texts = { reason: command.reason };
  if (!command.upheld) {
    const late = ruledTooLate(head, parent, context);
    return {
      events: [...ruling, moveTo('REGISTERED')],
      ...(late.length > 0 ? { others: [{ head: parent, events: late }] } : {}),
      texts,
    };
  }
  const nowReachable = head.canBeInformed && !parent.canBeInformed;
  return {
    events: [
      ...ruling,
      ...stop(head, ['REF_INFORM_15D'], context.now, '异议经核实同意,退回', 'SUPERSEDED'),
      moveTo('RETURNED'),
    ],
    others: [
      {
        head: parent,
        events: [
          {
            type: 'referral-returned.v1',
            childId: head.id,
            unit: head.unit,
            ...(nowReachable ? { canBeInformed: true } : {}),
          },
          ...stop(parent, ['ASSIGN_REPORT'], context.now, '异议经核实同意,交办收回', 'SUPERSEDED'),
          ...resumeInform(parent, context.calendar, '转送后退回,原期限不变'),
          ...resumeObjection(parent, context),
          ...(nowReachable ? [start(informClock(parent, context.calendar))] : []),
          moveTo('REGISTERED'),
        ],
      },
    ],
    texts,
  };
}

/** Not by whoever objected. */
export function mayRule(head: Head, { officer }: Standpoint): void {
  if (head.objectedBy !== undefined && head.objectedBy === officer)
    throw new Refused(
      refusal(
        'OBJECTOR_RULES',
        undefined,
        '条例23(3)',
        ['提出异议的人不得核实自己的异议', 'whoever objected does not rule on the objection'],
        ['请转送交办单位的其他人员核实', 'let somebody else of the referring office rule'],
      ),
    );
}

/** The duty to tell the petitioner what happens is open again; the day it is due never moves. */
export function resumeInform(head: Head, calendar: Calendar, why: string): PetitionEvent[] {
  return head.stopped
    .filter(({ code, outcome }) => (code === 'INFORM_15D' || code === 'REF_INFORM_15D') && outcome === 'MET')
    .flatMap((stopped) => resumeClock(head, stopped, calendar, why));
}

/** What it passed on to a unit of its own and got back, it may still send back itself while its five days run (条例23(3)). */
const resumeObjection = (head: Head, { calendar, now }: Standpoint): PetitionEvent[] =>
  head.stopped
    .filter(({ code, dueInstant }) => code === 'OBJECT_5WD' && head.objectedBy === undefined && now <= dueInstant)
    .flatMap((stopped) => resumeClock(head, stopped, calendar, '转送后退回,原期限不变'));

export function mustBeReferral(head: Head): void {
  if (head.referral) return;
  throw new Refused(
    refusal(
      'NOT_A_REFERRAL',
      undefined,
      '条例23(3)',
      ['只有转送、交办来件可以签收或提出异议', 'only a referral can be signed for or objected to'],
      ['直接收到的信访事项应当受理、转送或告知', 'what was received directly is accepted, transferred or redirected'],
    ),
  );
}
