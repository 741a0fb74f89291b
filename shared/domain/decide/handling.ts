import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { LocalDate, OfficerId } from '../ids.ts';
import { type DispatchMethod, type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { canHandle } from '../who-rules.ts';
import {
  type DecideContext,
  type Decision,
  moveTo,
  newClock,
  notice,
  type Standpoint,
  start,
  stop,
} from './context.ts';
import { leaderClock, leads, mayLead, withinLimit } from './duties-guards.ts';
import {
  chargedUnit,
  isOfThisOrgan,
  isScreened,
  knownOfficer,
  knownUnit,
  notBefore,
  noticeHasMethod,
  officerIsNotAccused,
  recipientIsNotAccused,
} from './guards.ts';
import { asDecided } from './paths-dispute.ts';
import { informed } from './paths-guards.ts';

/** 13 受理: only Art. 31(6) appeals; the notice goes out with it, which stops INFORM; 60 days begin (条例34). */
export function accept(head: Head, command: CommandOf<'ACCEPT'>, context: DecideContext): Decision {
  mayAccept(head, context);
  noticeHasMethod(head, command.method);
  const handlingUnit = chargedUnit(head, command.handlingUnit, '/handlingUnit');
  knownUnit(handlingUnit, context, '/handlingUnit');
  recipientIsNotAccused(head, handlingUnit, context, '/handlingUnit');
  asDecided(head, handlingUnit, context, '/handlingUnit');
  isOfThisOrgan(head, handlingUnit, context, '/handlingUnit', {
    article: '条例22、23(1)',
    says: [
      '承办单位不属于本机关,应当转送或者交办',
      'the handling unit belongs to another organ: transfer or assign it',
    ],
    instead: ['改用 TRANSFER 或 ASSIGN', 'use TRANSFER or ASSIGN'],
  });
  return {
    events: [
      {
        type: 'accepted.v1',
        holding: { organ: head.organ, office: head.office, unit: handlingUnit },
        requestItems: command.requestItems.length,
      },
      ...notice('DOC-ACCEPT', command.method),
      ...informed(head, context.now, '受理告知书发出'),
      ...afterAcceptance(head, command.method, context),
      moveTo('ACCEPTED'),
    ],
    texts: Object.fromEntries(command.requestItems.map((item, at) => [`requestItem${at + 1}`, item])),
  };
}

/** An appeal under Art. 31(6), complete, of an organ whose opinions somebody reviews. */
export function mayAccept(head: Head, { tree }: Standpoint): void {
  isScreened(head);
  if (head.purpose !== 'APPEAL' || (head.article !== undefined && !head.article.includes('31(6)')))
    throw new Refused(
      refusal(
        'NOT_ART_31_6',
        undefined,
        '条例31(6)',
        [
          '只有申诉求决类中属于条例第三十一条第六项的事项才受理并出具处理意见',
          'only an appeal under Art. 31(6) is accepted and answered by an opinion',
        ],
        [
          '改用相应程序;分类有误的,先重新 CLASSIFY',
          'use the procedure of its kind; if the class is wrong, CLASSIFY again',
        ],
      ),
    );
  const missing = (['request', 'facts', 'reasons'] as const).filter((field) => !head.texts.includes(field));
  if (missing.length > 0)
    throw new Refused(
      refusal(
        'THREE_FIELDS_MISSING',
        'A-02',
        '条例19(1)',
        [
          `受理前应当记明请求、事实、理由,尚缺:${missing.join('、')}`,
          `request, facts and reasons are due at acceptance; missing: ${missing.join(', ')}`,
        ],
        ['先用 CORRECT_RECORD 补记', 'add them with CORRECT_RECORD first'],
      ),
    );
  if (!tree.unit(head.organ)?.reviewOrgan)
    throw new Refused(
      refusal(
        'NO_REVIEW_ORGAN',
        'G9',
        '条例35',
        ['本机关尚未设定复查机关,不能受理', 'no review organ is configured for this organ'],
        ['由管理员在单位表中设定复查机关', 'the administrator sets it in the table of units'],
      ),
    );
}

/** The 60 days of the law (条例34); beside them our own promise of a draft, and the time to rate the notice. */
function afterAcceptance(head: Head, method: DispatchMethod | undefined, context: DecideContext): PetitionEvent[] {
  const { now, calendar } = context;
  const rated = method && !runningClock(head, 'RATING_WINDOW', 'NOTICE');
  return [
    start(newClock('HANDLE_60D', now, calendar)),
    start(newClock('DRAFT_45D', now, calendar)),
    ...(rated ? [start(newClock('RATING_WINDOW', now, calendar, { key: 'NOTICE' }))] : []),
  ];
}

/** 18 指定承办民警: of the holding unit, without conflict of interest; starts the first-contact promise. */
export function assignHandler(head: Head, command: CommandOf<'ASSIGN_HANDLER'>, context: DecideContext): Decision {
  return { events: handlerEvents(head, command.handler, context, '/handler') };
}

function handlerEvents(head: Head, handler: OfficerId, context: DecideContext, field: string): PetitionEvent[] {
  knownOfficer(handler, context, field);
  officerIsNotAccused(head, handler, context, field);
  const { tree } = context;
  const officer = tree.officer(handler);
  const isOfUnit = officer && canHandle(officer, head, tree);
  // The chief of the petition office may charge another unit of the organ with it; a unit's head names his own people.
  const charges = context.standings.has('CHIEF') && officer && tree.organOf(officer.unit)?.id === head.organ;
  if (!officer?.roles.includes('handler') || !(charges || isOfUnit))
    throw new Refused(
      refusal(
        'HANDLER_OF_ANOTHER_UNIT',
        undefined,
        '条例28(3)',
        ['承办民警应当是承办单位的承办人员', 'the handler must be a handling officer of the unit that holds the case'],
        ['从承办单位中指定', 'name one of that unit'],
        field,
      ),
    );
  if (!isOfUnit) mayLead(head, officer.unit, field);
  return [
    {
      type: 'handler-assigned.v1',
      handler,
      ...(isOfUnit ? {} : { unit: officer.unit }),
    },
    ...(runningClock(head, 'FIRST_CONTACT') || head.heard > 0
      ? []
      : [start(newClock('FIRST_CONTACT', context.now, context.calendar))]),
  ];
}

/** 19 三个明确/四定: leader, person, limit, and of a major case its task force and requirements. */
export function setPlan(head: Head, command: CommandOf<'SET_PLAN'>, context: DecideContext): Decision {
  mayPlan(head, context);
  const { leader, dueAt, taskForce = [] } = command;
  knownOfficer(leader, context, '/leader');
  officerIsNotAccused(head, leader, context, '/leader');
  leads(leader, head, context, '/leader', head.major ? 'A-34' : 'A-31');
  const today = localDateOf(context.now);
  notBefore(dueAt, today, '/dueAt', '条例34');
  withinLimit(head, dueAt, today, 'PLAN_AFTER_LIMIT', 'A-31');
  withinInstruction(head, dueAt, today);
  if (head.major) planOfMajor(command);
  for (const [at, member] of taskForce.entries()) {
    knownOfficer(member, context, `/taskForce/${at}`);
    officerIsNotAccused(head, member, context, `/taskForce/${at}`);
  }
  const handler = command.handler ?? head.handler;
  if (!handler)
    throw new Refused(
      refusal(
        'HANDLER_MISSING',
        'A-31',
        '条例18(2)',
        ['应当明确专人办理', 'the plan names the officer who handles'],
        ['先执行 ASSIGN_HANDLER,或填写 handler', 'ASSIGN_HANDLER first, or give handler'],
        '/handler',
      ),
    );
  const led = runningClock(head, 'LEADER_ACTION') && leader === head.leader;
  return {
    events: [
      ...(handler === head.handler ? [] : handlerEvents(head, handler, context, '/handler')),
      {
        type: 'plan-set.v1',
        leader,
        handler,
        planDue: dueAt,
        ...(taskForce.length > 0 ? { taskForce: [...new Set(taskForce)] } : {}),
      },
      { type: 'document-issued.v1', kind: 'DOC-PLAN', method: 'ELECTRONIC' },
      ...(led ? [] : leaderClock(head, context, '确定包案领导')),
      moveTo('INVESTIGATING'),
    ],
    ...(command.requirements ? { texts: { requirements: command.requirements } } : {}),
  };
}

/** An instruction (批示) that named a limit binds the plan, until that day has passed itself. */
function withinInstruction({ slip }: Head, dueAt: LocalDate, today: LocalDate): void {
  if (!slip?.dueAt || today > slip.dueAt || dueAt <= slip.dueAt) return;
  throw new Refused(
    refusal(
      'PLAN_AFTER_INSTRUCTION',
      'A-31',
      '拟办—批示—流转',
      [`领导批示的时限为 ${slip.dueAt}`, `the instruction sets ${slip.dueAt} as its limit`],
      [`填写 ${slip.dueAt} 或更早的日期`, `give ${slip.dueAt} or an earlier day`],
      '/dueAt',
    ),
  );
}

/** 重大: its leader makes the plan himself. */
export function mayPlan(head: Head, { standings }: Standpoint): void {
  if (head.major && !standings.has('LEADER') && !standings.has('BUREAU_HEAD'))
    throw new Refused(
      refusal(
        'PLAN_OF_MAJOR_BY_LEADER',
        'A-34',
        '条例18(2)',
        ['重大信访事项由包案领导亲自定方案', 'the leader of a major case makes its plan himself'],
        ['请包案领导或机关负责人执行', 'let the sponsoring leader or the head of the organ do it'],
      ),
    );
}

/** 重大: the plan names the people and what is required of them. */
function planOfMajor({ taskForce, requirements }: CommandOf<'SET_PLAN'>): void {
  const missing = !taskForce?.length ? '/taskForce' : !requirements?.trim() ? '/requirements' : undefined;
  if (missing)
    throw new Refused(
      refusal(
        'PLAN_OF_MAJOR_INCOMPLETE',
        'A-32',
        '条例18(2)',
        ['重大信访事项应当定专班、定要求', 'the plan of a major case names its task force and what is required'],
        ['填写 taskForce 和 requirements', 'give taskForce and requirements'],
        missing,
      ),
    );
}

/** 21 联系信访人: the petitioner is heard (条例31(6)); one hearing or two failed attempts keep the promise. */
export function logContact(head: Head, command: CommandOf<'LOG_CONTACT'>, context: DecideContext): Decision {
  const kept = command.outcome === 'HEARD' || head.failedContacts >= 1;
  return {
    events: [
      { type: 'contact-logged.v1', outcome: command.outcome, method: command.method },
      ...(command.outcome === 'HEARD'
        ? [{ type: 'document-issued.v1' as const, kind: 'DOC-INTERVIEW', method: 'HAND' as const }]
        : []),
      ...(kept ? stop(head, ['FIRST_CONTACT'], context.now, '已联系信访人') : []),
    ],
    texts: { note: command.note },
  };
}
