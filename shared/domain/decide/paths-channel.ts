import { addDays, addMonths, localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Instant, LocalDate, OfficerId } from '../ids.ts';
import { type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { lastDayOf, type RouteDeadline, type RouteLimit, STATUTORY_LIMITS } from '../statutory-routes.ts';
import type { RouteCode } from '../taxonomy-data.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';
import { isScreened, knownOfficer, noticeHasMethod, officerIsNotAccused } from './guards.ts';
import { resumeInform } from './objection.ts';
import { branchesOf, holdingOf, informed, isNoCrimeReport, isPoliceMatter, receivedHere } from './paths-guards.ts';
import { resumeClock } from './resume-clock.ts';

/** Routes on which a police organ never decides: court, government, arbitration, Party. */
const NEVER_OURS: ReadonlySet<RouteCode> = new Set(['ADMIN_RECON', 'ADMIN_SUIT', 'ARBITRATION', 'PARTY_APPEAL']);

/** Clocks of a case that was accepted before it turned out to belong to a statutory procedure. */
const ACCEPTED_CLOCKS = ['HANDLE_60D', 'EXT_30D', 'FIRST_CONTACT', 'DRAFT_45D'] as const;

/**
 * 7 导入法定程序: only 31(1)–(5). The paper prints the last day to file, or says that there is none. Where the route
 * is this organ's own (必须履职), the business unit signs for it under its case number and the case stays open until
 * the result is in; only where another organ decides does the petition end.
 */
export function channel(head: Head, command: CommandOf<'CHANNEL'>, context: DecideContext): Decision {
  mayChannel(head);
  coSigned(head, command.coSigner, context);
  const unit = command.organ.unit;
  ownOrElsewhere(command);
  if (unit) holdingOf(head, unit, context, '/organ/unit');
  noticeHasMethod(head, command.method);
  const deadline = lastDayOf(command.route, command, context.calendar);
  return {
    events: [
      {
        type: 'channelled.v1',
        route: command.route,
        own: unit !== undefined,
        ...(unit ? { unit } : {}),
        ...(deadline.lastDay ? { lastDay: deadline.lastDay } : {}),
        coSigner: command.coSigner,
      },
      ...notice('DOC-CHANNEL', command.method),
      ...informed(head, context.now, '导入法定程序告知书发出'),
      ...stop(head, ACCEPTED_CLOCKS, context.now, '导入法定程序', 'SUPERSEDED'),
      ...(unit ? [start(routeClock(head, command.route, context))] : []),
      moveTo('CHANNELLED'),
    ],
    texts: {
      reason: command.reason,
      organ: `${command.organ.name} · ${command.organ.address}`,
      lastDay: asPrinted(deadline),
      ...(command.caseNumber ? { caseNumber: command.caseNumber } : {}),
      ...(command.materials ? { materials: command.materials } : {}),
    },
  };
}

/** An appeal under Art. 31(1)–(5), screened, and for the police. */
export function mayChannel(head: Head): void {
  isScreened(head);
  isNoCrimeReport(head);
  isPoliceMatter(head);
  hasStatutoryRoute(head);
}

/** The derivation of the last day, or why there is none, as the notice carries it. */
const asPrinted = ({ explanation }: RouteDeadline): string => explanation.map(({ zh }) => zh).join(';');

/** Where the statute of an own route sets no limit, an organ performs its duty within two months (行诉法47). */
const DUTY_TO_ACT: RouteLimit = { n: 2, unit: 'CAL_MONTH' };

/** Decided within the limit of the route, from the day on which this organ received it. */
function routeClock(head: Head, route: RouteCode, { calendar }: DecideContext) {
  const { n, unit } = STATUTORY_LIMITS[route].decision ?? DUTY_TO_ACT;
  const trigger: Instant = receivedHere(head);
  const on = localDateOf(trigger);
  const setDue: LocalDate = unit === 'CAL_MONTH' ? addMonths(on, n) : addDays(on, n);
  return newClock('LEGAL_ROUTE', trigger, calendar, { setDue });
}

/** As classified; once accepted under 31(6), any other branch that the category knows may turn out to be the right one. */
const branchesHere = (head: Head): readonly string[] =>
  head.state === 'ACCEPTED' ? branchesOf(head) : head.article === undefined ? [] : [head.article];

/** Art. 31(6) alone stays in petitioning; every other branch has its own procedure (诉访分离). */
function hasStatutoryRoute(head: Head): void {
  if (head.purpose === 'APPEAL' && branchesHere(head).some((branch) => branch !== '31(6)')) return;
  throw new Refused(
    refusal(
      'NOT_ART_31_1_TO_5',
      '§5.1',
      '条例31(1)–(5)',
      [
        '只有属于条例第三十一条第一项至第五项的申诉求决事项才导入法定程序',
        'only an appeal under Art. 31(1)–(5) has a statutory procedure of its own',
      ],
      [
        '属于第六项的应当受理;分类有误的,先重新 CLASSIFY',
        'under 31(6) ACCEPT it; if the class is wrong, CLASSIFY again',
      ],
    ),
  );
}

/** A legal officer (法制部门负责人) of the organ, other than whoever channels it, looked at it too. */
function coSigned(head: Head, coSigner: OfficerId, context: DecideContext): void {
  knownOfficer(coSigner, context, '/coSigner');
  officerIsNotAccused(head, coSigner, context, '/coSigner');
  const officer = context.tree.officer(coSigner);
  const legal =
    officer?.roles.includes('unitHead') &&
    context.tree.unit(officer.unit)?.branch === 'LEGAL' &&
    context.tree.organOf(officer.unit)?.id === head.organ;
  if (legal && coSigner !== context.officer) return;
  throw new Refused(
    refusal(
      'LEGAL_CO_SIGNER_REQUIRED',
      undefined,
      '条例31',
      [
        '导入法定程序应当由本机关法制部门负责人会签,会签人与经办人不得为同一人',
        'the head of the organ’s legal branch co-signs, and is not the one who channels it',
      ],
      ['填写本机关法制部门负责人', 'name the head of the legal branch of this organ'],
      '/coSigner',
    ),
  );
}

function ownOrElsewhere({ route, organ, caseNumber }: CommandOf<'CHANNEL'>): void {
  const { zh, en, cite } = STATUTORY_LIMITS[route];
  if (organ.unit && NEVER_OURS.has(route))
    throw new Refused(
      refusal(
        'ROUTE_OF_ANOTHER_BODY',
        '§5.4',
        cite,
        [`“${zh}”不由公安机关作出决定`, `a police organ does not decide on "${en}"`],
        ['不填 organ.unit,写明有权机关的名称、地址', 'leave organ.unit out, and give name and address of the body'],
        '/organ/unit',
      ),
    );
  if (route === 'DUTY' && !organ.unit)
    throw new Refused(
      refusal(
        'DUTY_IS_OURS',
        undefined,
        '条例31(5)',
        [
          '属于本机关法定职责的,应当履行或者答复,不得让群众另找他处',
          'a duty of this organ is performed or answered here',
        ],
        ['填写 organ.unit(承担职责的业务单位)', 'give organ.unit, the unit whose duty it is'],
        '/organ/unit',
      ),
    );
  if (organ.unit && !caseNumber)
    throw new Refused(
      refusal(
        'CASE_NUMBER_MISSING',
        undefined,
        '条例28(2)、31',
        ['导入本机关程序的,应当有受案或者立案编号', 'a procedure of this organ has its case number'],
        ['由业务单位受案、立案后填写 caseNumber', 'the unit opens its case first; then give caseNumber'],
        '/caseNumber',
      ),
    );
}

/**
 * 58 登记法定程序结果: number, day and outcome are copied in. Where the route turned out to be closed to him, the
 * channelling is undone: the case is open again where it was, every clock with its old dates (P-31).
 */
export function recordRouteResult(
  head: Head,
  command: CommandOf<'RECORD_ROUTE_RESULT'>,
  context: DecideContext,
): Decision {
  mayRecordResult(head);
  const today = localDateOf(context.now);
  if (command.decidedOn > today || command.decidedOn < localDateOf(head.receivedAt))
    throw new Refused(
      refusal(
        'DECISION_DAY_IMPOSSIBLE',
        undefined,
        '条例31',
        ['决定日期应在收到信访事项之后、今天之前', 'the day of the decision lies between receipt and today'],
        ['核对决定书上的日期', 'check the date on the decision'],
        '/decidedOn',
      ),
    );
  const result: PetitionEvent[] = [
    { type: 'route-result.v1', decidedOn: command.decidedOn, reversed: command.reversed },
    ...stop(head, ['LEGAL_ROUTE'], context.now, '法定程序结果已登记', command.reversed ? 'SUPERSEDED' : 'MET'),
  ];
  return {
    events: command.reversed ? [...result, ...undone(head, context)] : [...result, moveTo('CHANNELLED')],
    texts: { outcome: command.outcome, number: command.number },
  };
}

/** Its result is not on record yet. */
export function mayRecordResult(head: Head): void {
  if (!head.route || head.route.resultAt)
    throw new Refused(
      refusal(
        'ROUTE_RESULT_RECORDED',
        undefined,
        '条例31',
        ['法定程序的结果已经登记', 'the result of the route is on record'],
        ['无需再次登记;首次登记保留在办理经过中', 'nothing is left to do; the first entry stands in the history'],
      ),
    );
}

function undone(head: Head, { calendar }: DecideContext): PetitionEvent[] {
  if (!head.acceptedAt) return [...resumeInform(head, calendar, '导入法定程序撤销,原期限不变'), moveTo('REGISTERED')];
  const extended = head.stopped.some(({ code }) => code === 'EXT_30D');
  const resumed = head.stopped.filter(
    ({ code, outcome }) =>
      outcome === 'SUPERSEDED' && (code === (extended ? 'EXT_30D' : 'HANDLE_60D') || code === 'FIRST_CONTACT'),
  );
  return [
    ...resumed.flatMap((clock) => resumeClock(head, clock, calendar, '导入法定程序撤销,原期限不变')),
    // A promise of ours leaves the head when it ends; counted from acceptance again it has its old dates.
    ...(runningClock(head, 'DRAFT_45D') ? [] : [start(newClock('DRAFT_45D', head.acceptedAt, calendar))]),
    moveTo('ACCEPTED'),
  ];
}
