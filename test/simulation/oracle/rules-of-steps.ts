import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { dayIn } from './days.ts';
import { wrongActor } from './who-may.ts';

/** States as the specification draws them (§2.1): what a command of the spine may do to a case. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  REGISTER: ['RECEIVED>REGISTERED'],
  CLASSIFY: ['REGISTERED>REGISTERED'],
  SEAL: ['RECEIVED>SEALED', 'REGISTERED>SEALED', 'REFERRED_DOWN>SEALED', 'ASSIGNED_DOWN>SEALED'],
  REDIRECT: ['REGISTERED>REDIRECTED'],
  TRANSFER: ['REGISTERED>REFERRED_DOWN'],
  ASSIGN: ['REGISTERED>ASSIGNED_DOWN'],
  SIGN_FOR: ['REGISTERED>REGISTERED', 'OBJECTED>OBJECTED'],
  OBJECT: ['REGISTERED>OBJECTED'],
  RULE_OBJECTION: ['OBJECTED>RETURNED', 'OBJECTED>REGISTERED', 'REFERRED_DOWN>REGISTERED', 'ASSIGNED_DOWN>REGISTERED'],
  ACCEPT: ['REGISTERED>ACCEPTED'],
  SET_PLAN: ['ACCEPTED>INVESTIGATING'],
  DRAFT_OPINION: ['INVESTIGATING>OPINION_DRAFT'],
  APPROVE_OPINION: ['OPINION_DRAFT>OPINION_APPROVAL', 'OPINION_APPROVAL>OPINION_ISSUED'],
  RETURN_DRAFT: ['OPINION_DRAFT>INVESTIGATING', 'OPINION_APPROVAL>INVESTIGATING'],
  CHECK_BEFORE_SEND: ['OPINION_ISSUED>OPINION_ISSUED', 'OPINION_ISSUED>OPINION_APPROVAL'],
  DISPATCH: ['OPINION_ISSUED>OPINION_ISSUED'],
  DELIVER: ['OPINION_ISSUED>REVIEW_WINDOW', 'OPINION_ISSUED>DELIVERED'],
  CLOSE: ['REVIEW_WINDOW>CLOSED', 'DELIVERED>CLOSED'],
  CHECK_CLOSING_REPORT: ['REPORT_CHECK>CLOSED', 'REPORT_CHECK>ASSIGNED_DOWN'],
  S_SCREEN: ['S_RECEIVED>S_SCREENED'],
  S_FORWARD: ['S_SCREENED>S_FORWARDED'],
  S_HOLD: ['S_SCREENED>S_HELD'],
  S_INFORM: ['S_FORWARDED>S_INFORMED', 'S_HELD>S_INFORMED'],
  S_CLOSE: ['S_INFORMED>S_CLOSED', 'S_FORWARDED>S_CLOSED', 'S_HELD>S_CLOSED'],
};

/** What a stored step may not be, judged from the heads before and after it alone. */
export function wrongInStep(before: Head | undefined, after: Head, record: HistoryRecord, tree: UnitTree): string[] {
  const { command, at, actor } = record;
  const wrong: string[] = [];
  const unless = (holds: boolean, what: string) => {
    if (!holds) wrong.push(`${command} on ${before?.state ?? 'nothing'}: ${what}`);
  };
  const step = `${before?.state ?? ''}>${after.state}`;
  const legal = STEPS[command];
  if (before && legal && (before.state !== after.state || legal.some((one) => one.startsWith(`${before.state}>`))))
    unless(legal.includes(step), `leads to ${after.state}`);
  const officer = actor.kind === 'OFFICER' ? actor.id : undefined;
  const clock = (code: string) => before?.clocks.find((one) => one.code === code);
  const starts = (code: string) =>
    after.clocks.find((one) => one.code === code && !before?.clocks.some((old) => old.code === code));
  if (!before) {
    const inform = starts('INFORM_15D');
    if (inform) unless(inform.trigger === after.receivedAt, 'INFORM_15D does not count from receipt');
    if (after.referral && !after.sealed) {
      unless(starts('OBJECT_5WD')?.trigger === after.referral.at, 'OBJECT_5WD does not count from the inbox');
      if (after.canBeInformed)
        unless(starts('REF_INFORM_15D')?.trigger === after.referral.at, 'REF_INFORM_15D does not count from the inbox');
      unless(
        !tree.bureau.units.some(({ id }) => id === after.unit && isAccused(after, id, tree)),
        'went to a unit complained about',
      );
    }
    unless(!after.screened || after.parentId !== undefined, 'is born screened');
    return wrong;
  }
  const actorIsWrong =
    officer !== undefined && before.state !== 'REFERRED_DOWN' && before.state !== 'ASSIGNED_DOWN'
      ? wrongActor(before, command, officer, tree)
      : undefined;
  unless(actorIsWrong === undefined, actorIsWrong ?? '');
  unless(before.receivedAt === after.receivedAt, 'changes the day of receipt');
  unless(before.screened || !after.screened || command === 'CLASSIFY', 'screens');
  switch (command) {
    case 'ACCEPT':
      unless(before.screened, 'was not screened');
      unless(starts('HANDLE_60D')?.trigger === at, 'HANDLE_60D does not count from the decision');
      unless(
        !clock('INFORM_15D') || !after.clocks.some(({ code }) => code === 'INFORM_15D'),
        'leaves INFORM_15D running',
      );
      unless(!isAccused(before, after.unit, tree), 'charges a unit complained about');
      break;
    case 'EXTEND': {
      const extension = after.clocks.find(({ code }) => code === 'EXT_30D');
      const days = extension?.extensionDays ?? 0;
      unless(extension?.trigger === before.acceptedAt && extension?.startedAt === at, 'does not count from acceptance');
      unless(days >= 1 && days <= 30, `by ${days} days`);
      unless(at <= (clock('HANDLE_60D')?.dueInstant ?? ''), 'after the limit');
      unless(!before.stopped.some(({ code }) => code === 'EXT_30D') && !clock('EXT_30D'), 'a second time');
      unless(
        tree.bureau.officers.some(({ id, roles }) => id === officer && roles.includes('bureauHead')),
        'by nobody who heads the organ',
      );
      break;
    }
    case 'OBJECT':
      unless(at <= (clock('OBJECT_5WD')?.dueInstant ?? ''), 'after five working days');
      break;
    case 'RULE_OBJECTION':
      unless(before.objectedBy === undefined || before.objectedBy !== officer, 'by who objected');
      break;
    case 'APPROVE_OPINION':
      unless(before.opinion?.drafter !== officer, 'by who drafted it');
      break;
    case 'DISPATCH':
      unless(!after.clocks.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D'), 'leaves the limit running');
      break;
    case 'DELIVER': {
      const window = starts('REVIEW_APPLY_30D');
      const received = record.events.find((event) => event.type === 'delivered.v1');
      unless(
        !window || window.trigger === (received?.type === 'delivered.v1' ? received.receivedAt : ''),
        'the window does not count from receipt',
      );
      unless(
        !window || (window.trigger <= at && dayIn(window.trigger) >= dayIn(before.opinion?.dispatchedAt ?? at)),
        'received at an impossible time',
      );
      break;
    }
    case 'CLOSE':
      unless(at > (clock('REVIEW_APPLY_30D')?.dueInstant ?? ''), 'while the window is open');
      break;
    case 'CORRECT_RECORD':
    case 'CLASSIFY':
    case 'SIGN_FOR':
    case 'REGISTER':
      for (const old of before.clocks)
        unless(
          old.code.startsWith('SIMPLE') ||
            after.clocks.some(
              (one) => one.code === old.code && one.nominalDue === old.nominalDue && one.trigger === old.trigger,
            ),
          `touches ${old.code}`,
        );
      break;
    default:
  }
  return wrong;
}

/** The unit itself, one above it, or whose head is complained about. */
function isAccused(head: Head, unit: string, tree: UnitTree): boolean {
  const line = [unit, ...tree.ancestors(unit as Head['unit']).map(({ id }) => id)];
  const heads = tree.bureau.officers.filter(
    (officer) => officer.unit === unit && head.accused.officers.includes(officer.id),
  );
  return (
    head.accused.units.some((accused) => accused === unit || (line.includes(accused) && accused !== head.office)) ||
    heads.some(({ id }) => tree.unit(unit as Head['unit'])?.head === id)
  );
}
