import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { OfficerId, UnitId } from '../ids.ts';
import type { Head, State } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext, Decision, Standpoint } from './context.ts';
import { canAnswer, leaderClock, leads, mayLead, withinLimit } from './duties-guards.ts';
import {
  isOfThisOrgan,
  isScreened,
  knownOfficer,
  knownUnit,
  notBefore,
  officerIsNotAccused,
  recipientIsNotAccused,
} from './guards.ts';
import { asDecided } from './paths-dispute.ts';

/** 47 拟办: the office proposes and puts it before a leader, who from then on reads the case and may instruct. */
export function propose(head: Head, command: CommandOf<'PROPOSE'>, context: DecideContext): Decision {
  isScreened(head);
  knownOfficer(command.to, context, '/to');
  officerIsNotAccused(head, command.to, context, '/to');
  leads(command.to, head, context, '/to');
  return {
    events: [
      { type: 'slip-noted.v1', line: 'PROPOSE', to: [command.to] },
      { type: 'document-issued.v1', kind: 'DOC-SLIP', method: 'ELECTRONIC' },
    ],
    texts: { proposal: command.proposal },
  };
}

/** 47 批示: by the leader who was asked, who sponsors it, or the head of the organ; may name leader, unit and limit. */
export function instruct(head: Head, command: CommandOf<'INSTRUCT'>, context: DecideContext): Decision {
  mayInstruct(head, context);
  const { leader, unit, dueAt } = command;
  const today = localDateOf(context.now);
  if (leader !== undefined) {
    knownOfficer(leader, context, '/leader');
    officerIsNotAccused(head, leader, context, '/leader');
    leads(leader, head, context, '/leader', head.major ? 'A-34' : 'A-31');
  }
  if (dueAt !== undefined) {
    notBefore(dueAt, today, '/dueAt', '条例34');
    withinLimit(head, dueAt, today, 'INSTRUCTION_AFTER_LIMIT', 'A-31');
  }
  return {
    events: [
      {
        type: 'slip-noted.v1',
        line: 'INSTRUCT',
        to: leader === undefined ? [] : [leader],
        ...(dueAt === undefined ? {} : { dueAt }),
      },
      ...(leader === undefined || leader === head.leader ? [] : [{ type: 'leader-named.v1' as const, leader }]),
      ...(unit === undefined ? [] : instructedUnit(head, unit, context)),
      ...(leader === undefined && head.leader === undefined ? [] : leaderClock(head, context, '领导批示')),
    ],
    texts: { instruction: command.instruction },
  };
}

/** It was put before him, he sponsors it, or he heads the organ. */
export function mayInstruct(head: Head, { standings, officer }: Standpoint): void {
  isScreened(head);
  if (!standings.has('LEADER') && !standings.has('BUREAU_HEAD') && head.slip?.asked !== officer)
    throw new Refused(
      refusal(
        'NOT_ASKED',
        undefined,
        '拟办—批示—流转',
        ['该件仅供您传阅,未报请您批示', 'it was circulated to you, not put before you'],
        ['由信访部门用 PROPOSE 报请批示', 'the petition office puts it before a leader with PROPOSE'],
      ),
    );
}

/** Before these the office still decides by whom it is handled; it is bound to the instruction then. */
const NOT_YET_CHARGED: ReadonlySet<State> = new Set(['REGISTERED']);
/** A unit is charged already: it goes to the other one, whose head names the handler. */
const CHARGED: ReadonlySet<State> = new Set(['ACCEPTED', 'INVESTIGATING', 'SIMPLE', 'SUGGESTION_STUDY']);

function instructedUnit(head: Head, unit: UnitId, context: DecideContext): PetitionEvent[] {
  knownUnit(unit, context, '/unit');
  recipientIsNotAccused(head, unit, context, '/unit');
  isOfThisOrgan(head, unit, context, '/unit', {
    article: '条例22、23(1)',
    says: ['该单位不属于本机关,应当转送或者交办', 'the unit belongs to another organ: transfer or assign it'],
    instead: ['指定本机关的单位', 'name a unit of this organ'],
  });
  canAnswer(unit, context, '/unit');
  asDecided(head, unit, context, '/unit');
  mayLead(head, unit, '/unit');
  if (!NOT_YET_CHARGED.has(head.state) && !CHARGED.has(head.state))
    throw new Refused(
      refusal(
        'UNIT_CANNOT_CHANGE_NOW',
        undefined,
        '条例24',
        [`${head.state} 时不能更换承办单位`, `the handling unit does not change while the case is ${head.state}`],
        ['批示中不指定单位', 'leave the unit out'],
        '/unit',
      ),
    );
  const now = CHARGED.has(head.state);
  return now && unit === head.unit ? [] : [{ type: 'unit-instructed.v1', unit, now }];
}

/** 47 流转: to officers of the organ or of those above it, who read the case from then on. */
export function circulate(head: Head, command: CommandOf<'CIRCULATE'>, context: DecideContext): Decision {
  isScreened(head);
  const { tree } = context;
  for (const [at, to] of command.to.entries()) {
    const field = `/to/${at}`;
    knownOfficer(to, context, field);
    officerIsNotAccused(head, to, context, field);
    const reader = tree.officer(to);
    const organ = reader && tree.organOf(reader.unit)?.id;
    const works = reader?.roles.some((role) => role !== 'slipPrinter' && role !== 'administrator');
    if (!works || organ === undefined || !tree.isWithin(head.organ, organ))
      throw new Refused(
        refusal(
          'NOT_OF_THE_ORGAN',
          'P-04',
          '条例28',
          [
            '只能在本机关和上级机关的工作人员之间流转',
            'it circulates among officers of this organ and of those above it',
          ],
          ['其他单位需要协助的,用 ADD_CO_UNIT', 'where another unit has to help, ADD_CO_UNIT'],
          field,
        ),
      );
  }
  const to: OfficerId[] = [...new Set(command.to)];
  return { events: [{ type: 'slip-noted.v1', line: 'CIRCULATE', to }], texts: { note: command.note } };
}
