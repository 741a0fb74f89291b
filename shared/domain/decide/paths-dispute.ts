import type { CommandOf } from '../commands.ts';
import type { UnitId } from '../ids.ts';
import type { Head, Holding } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { inCharge } from '../unit-history.ts';
import { commonSuperior } from '../who-rules.ts';
import { type DecideContext, type Decision, moveTo, newClock, type Standpoint, start, stop } from './context.ts';
import { isScreened, recipientOf } from './guards.ts';

/**
 * 12 管辖争议: goes to the common superior (条例24). Whoever holds the case keeps the interim duty, and the outer
 * clock neither stops nor restarts.
 */
export function dispute(head: Head, command: CommandOf<'DISPUTE'>, context: DecideContext): Decision {
  mayDispute(head);
  // What is decided on may fall to it, and the ruling is addressed to it.
  recipientOf(head, command.with, context, '/with');
  if (command.with === head.unit || (command.with === head.organ && head.unit === head.office))
    throw new Refused(
      refusal(
        'DISPUTE_WITH_ITSELF',
        undefined,
        '条例24',
        ['争议的另一方应当是其他单位', 'the other side of a dispute is another unit'],
        ['填写认为有权处理的单位', 'name the unit that you think is competent'],
        '/with',
      ),
    );
  if (!commonSuperior(head.unit, command.with, context.tree))
    throw new Refused(
      refusal(
        'NO_COMMON_SUPERIOR',
        undefined,
        '条例24',
        [
          '双方在本系统内没有共同的上级机关,或者一方就是上级机关',
          'the two have no common superior here, or one of them is the superior itself',
        ],
        [
          '上级机关可直接转送;其他情形用 ESCALATE_UP 报请信访工作联席会议协调',
          'a superior transfers it itself; otherwise ESCALATE_UP, for the joint meeting to settle',
        ],
        '/with',
      ),
    );
  return {
    events: [
      { type: 'dispute-raised.v1', with: command.with },
      ...stop(head, ['OBJECT_5WD'], context.now, '已报请共同上级裁定'),
      start(newClock('CONFLICT_DECIDE', context.now, context.calendar)),
      moveTo('CONFLICT'),
    ],
    texts: { reason: command.reason },
  };
}

/** Screened, and nobody decided on it yet. */
export function mayDispute(head: Head): void {
  isScreened(head);
  jurisdictionIsOpen(head);
}

/** 12 裁定管辖: by the common superior, in his name, once; what it decides on is in its command and not complained of. */
export function decideJurisdiction(
  head: Head,
  command: CommandOf<'DECIDE_JURISDICTION'>,
  context: DecideContext,
): Decision {
  const { tree, officer } = context;
  if (!head.dispute || !officer) throw new Error(`case ${head.id} is ${head.state} without a dispute to decide`);
  const holding = recipientOf(head, command.to, context, '/to');
  const superior = commonSuperior(head.unit, head.dispute.with, tree);
  if (!superior || !tree.isWithin(command.to, superior.id))
    throw new Refused(
      refusal(
        'UNIT_OUTSIDE_COMMAND',
        undefined,
        '条例24',
        ['只能决定由所辖单位办理', 'only a unit under its command can be charged with it'],
        ['选择所辖单位;不属所辖的,报上级决定', 'choose a unit under its command, or take it to the organ above'],
        '/to',
      ),
    );
  return {
    events: [
      {
        type: 'jurisdiction-decided.v1',
        holding,
        by: officer,
        of: sideOf(holding),
      },
      { type: 'document-issued.v1', kind: 'DOC-JURIS', method: 'ELECTRONIC' },
      ...stop(head, ['CONFLICT_DECIDE'], context.now, '共同上级已裁定'),
      moveTo('REGISTERED'),
    ],
    texts: { reason: command.reason },
  };
}

/** The unit that holds it, or the organ where its petition office does. */
export const sideOf = ({ unit, office, organ }: Holding): UnitId => (unit === office ? organ : unit);

const JURISDICTION_DECIDED = refusal(
  'JURISDICTION_DECIDED',
  undefined,
  '条例24',
  ['共同上级已经裁定管辖', 'the common superior has decided who is competent'],
  ['应当依裁定办理', 'handle it as decided'],
);

/** What the common superior decided is final: no second dispute, and no objection. */
export function jurisdictionIsOpen(head: Head): void {
  if (head.jurisdiction) throw new Refused(JURISDICTION_DECIDED);
}

/**
 * …nor does it leave the unit or organ that was decided on, or whoever took over from it, and what it is referred to within
 * that stays decided.
 * Complained about by now, that one is bound to give it away (G6), and nothing is decided any more.
 */
export function asDecided(head: Head, to: UnitId, { tree }: Standpoint, field: string): Pick<Head, 'jurisdiction'> {
  const { jurisdiction } = head;
  if (!jurisdiction) return {};
  const bound = inCharge(jurisdiction.of ?? sideOf(head), tree);
  if (bound.every((unit) => tree.conflictsWith(unit, head.accused))) return {};
  if (!bound.some((unit) => tree.isWithin(to, unit))) throw new Refused({ ...JURISDICTION_DECIDED, field });
  return { jurisdiction };
}

/** Nobody plays ball with a petition: what was sent back once goes to the common superior the second time. */
export function isFirstBounce(head: Head): void {
  if ((head.bounces ?? 0) === 0) return;
  throw new Refused(
    refusal(
      'SECOND_BOUNCE',
      'A-22',
      '条例24',
      [
        '该件已经退回过一次,不得再次退回,应当报共同上级机关决定',
        'it was sent back once already; the second time the common superior decides',
      ],
      ['用 DISPUTE 报共同上级裁定,此前先行办理', 'DISPUTE it; until that is decided the duty stays here'],
    ),
  );
}
