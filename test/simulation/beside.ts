import type { UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { Duty, DutyKind } from '../../shared/domain/regions.ts';
import { dayOf, type Intent, NOTE } from './intent.ts';
import type { Commanded } from './ledger.ts';
import { DAY } from './plan.ts';
import type { Random } from './random.ts';
import { STATIONS, type Staff } from './staff.ts';

const BESIDE: ReadonlySet<DutyKind> = new Set(['SUBTASK', 'SUPERVISION', 'RECTIFICATION']);

/** What the unit that owes it says, and what is said to that. */
function answered({ kind, key }: Duty, accepted: boolean): readonly [Commanded['command'], Commanded['command']] {
  if (kind === 'SUBTASK')
    return [
      { type: 'REPORT_SUBTASK', key, report: NOTE },
      { type: 'JUDGE_SUBTASK', key, accepted, reason: NOTE },
    ];
  if (kind === 'SUPERVISION')
    return [
      { type: 'ANSWER_SUPERVISION', key, answer: NOTE },
      { type: 'JUDGE_ANSWER', key, accepted, reason: NOTE },
    ];
  return [
    { type: 'REPORT_RECTIFICATION', key, done: NOTE, evidence: NOTE },
    { type: 'VERIFY_RECTIFICATION', key, verified: accepted, reason: NOTE },
  ];
}

/** What units owe beside the course of the case: letters of supervision, sub-tasks, often several on one day. */
export function stepBeside(head: Head, now: number, staff: Staff, random: Random): Intent | undefined {
  const unitHead = staff.anyOf(head.unit, 'unitHead', random);
  const chief = staff.who(head.office, 'petitionChief');
  const duty = head.duties?.find(({ kind, settledAt }) => settledAt === undefined && BESIDE.has(kind));
  if (duty && random.chance(0.6)) {
    const owes = staff.who(duty.unit, 'unitHead');
    const judges = duty.kind === 'SUBTASK' ? unitHead : chief;
    const officer = duty.answeredAt === undefined ? owes : judges;
    if (!officer) return undefined;
    const [answer, judgement] = answered(duty, random.chance(0.7));
    return { officer, command: duty.answeredAt === undefined ? answer : judgement };
  }
  const asked = (one: DutyKind) => head.duties?.some((other) => other.kind === one) === true;
  if (chief && asked('SUPERVISION') && !asked('RECTIFICATION') && random.chance(0.3))
    return {
      officer: chief,
      command: { type: 'ORDER_RECTIFICATION', ground: 'SUPERVISION', unit: head.unit, what: NOTE },
    };
  const handling = head.state === 'ACCEPTED' || head.state === 'INVESTIGATING';
  if (handling && random.chance(head.major ? 0.2 : 0.06)) return supervise(head, staff, random);
  if (head.state !== 'INVESTIGATING' || !unitHead || !random.chance(0.2)) return undefined;
  const others = (STATIONS[head.organ] ?? []).filter((unit) => unit !== head.unit && unit.startsWith(head.organ));
  if (others.length === 0) return undefined;
  // By the week: two tasks fall due on the same day.
  const dueAt = dayOf((Math.floor(now / (7 * DAY)) + 2) * 7 * DAY);
  return { officer: unitHead, command: { type: 'ADD_CO_UNIT', unit: random.pick(others), task: NOTE, dueAt } };
}

/** A letter of supervision to whoever has it. */
export function supervise(head: Head, staff: Staff, random: Random): Intent | undefined {
  if (head.duties?.some(({ kind, settledAt }) => kind === 'SUPERVISION' && settledAt === undefined)) return undefined;
  const officer = random.chance(0.5)
    ? staff.who(head.office, 'supervisor')
    : staff.who('yunze-xinfang' as UnitId, 'supervisor');
  const judge = officer ?? staff.who(head.office, 'petitionChief');
  return (
    judge && {
      officer: judge,
      command: { type: 'SUPERVISE', ground: random.pick(['S2', 'S4']), finding: NOTE, guidance: NOTE },
    }
  );
}

/** A major case is led from above: by who leads it already, or by somebody else. */
export function setMajor(head: Head, staff: Staff, random: Random): Intent | undefined {
  const officer = staff.who(head.organ, 'bureauHead') ?? staff.who(head.office, 'petitionChief');
  const other = random.chance(0.5) ? staff.who(head.organ, 'responsibleLeader') : staff.who(head.organ, 'bureauHead');
  const leader = random.chance(0.6) && head.leader ? head.leader : other?.id;
  return officer && leader ? { officer, command: { type: 'SET_MAJOR', leader, reason: NOTE } } : undefined;
}
