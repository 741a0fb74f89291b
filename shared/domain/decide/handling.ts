import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { OfficerId } from '../ids.ts';
import { type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';
import {
  isScreened,
  knownOfficer,
  knownUnit,
  notBefore,
  noticeHasMethod,
  officerIsNotAccused,
  recipientIsNotAccused,
} from './guards.ts';

/** 13 受理: only Art. 31(6) appeals; the notice goes out with it, which stops INFORM; 60 days begin (条例34). */
export function accept(head: Head, command: CommandOf<'ACCEPT'>, context: DecideContext): Decision {
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
  noticeHasMethod(head, command.method);
  const handlingUnit = command.handlingUnit ?? head.unit;
  knownUnit(handlingUnit, context, '/handlingUnit');
  recipientIsNotAccused(head, handlingUnit, context, '/handlingUnit');
  const organ = context.tree.organOf(handlingUnit);
  if (organ?.id !== head.organ)
    throw new Refused(
      refusal(
        'UNIT_OF_ANOTHER_ORGAN',
        undefined,
        '条例22、23(1)',
        ['承办单位不属于本机关,应当转送或者交办', 'the handling unit belongs to another organ: transfer or assign it'],
        ['改用 TRANSFER 或 ASSIGN', 'use TRANSFER or ASSIGN'],
        '/handlingUnit',
      ),
    );
  if (!organ.reviewOrgan)
    throw new Refused(
      refusal(
        'NO_REVIEW_ORGAN',
        'G9',
        '条例35',
        ['本机关尚未设定复查机关,不能受理', 'no review organ is configured for this organ'],
        ['由管理员在单位表中设定复查机关', 'the administrator sets it in the table of units'],
      ),
    );
  return {
    events: [
      {
        type: 'accepted.v1',
        holding: { organ: head.organ, office: head.office, unit: handlingUnit },
        requestItems: command.requestItems.length,
      },
      ...notice('DOC-ACCEPT', command.method),
      ...stop(head, ['INFORM_15D', 'REF_INFORM_15D', 'OBJECT_5WD'], context.now, '受理告知书发出'),
      start(newClock('HANDLE_60D', context.now, context.calendar)),
      moveTo('ACCEPTED'),
    ],
    texts: Object.fromEntries(command.requestItems.map((item, at) => [`requestItem${at + 1}`, item])),
  };
}

/** 18 指定承办民警: of the holding unit, without conflict of interest; starts the first-contact promise. */
export function assignHandler(head: Head, command: CommandOf<'ASSIGN_HANDLER'>, context: DecideContext): Decision {
  return { events: handlerEvents(head, command.handler, context, '/handler') };
}

function handlerEvents(head: Head, handler: OfficerId, context: DecideContext, field: string): PetitionEvent[] {
  knownOfficer(handler, context, field);
  officerIsNotAccused(head, handler, context, field);
  const officer = context.tree.officer(handler);
  // The chief of the petition office may charge another unit of the organ with it; a unit's head names his own people.
  const charges = context.standings.has('CHIEF') && officer && context.tree.organOf(officer.unit)?.id === head.organ;
  if (!officer?.roles.includes('handler') || !(charges || context.tree.isWithin(officer.unit, head.unit)))
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
  return [
    {
      type: 'handler-assigned.v1',
      handler,
      ...(context.tree.isWithin(officer.unit, head.unit) ? {} : { unit: officer.unit }),
    },
    ...(runningClock(head, 'FIRST_CONTACT') || head.heard > 0
      ? []
      : [start(newClock('FIRST_CONTACT', context.now, context.calendar))]),
  ];
}

/** A sponsoring leader is a leader of the organ or of one above it. */
function leads(leader: OfficerId, head: Head, context: DecideContext): void {
  const officer = context.tree.officer(leader);
  const organ = officer && context.tree.organOf(officer.unit)?.id;
  const isLeader = officer?.roles.some((role) => role === 'responsibleLeader' || role === 'bureauHead');
  if (isLeader && organ !== undefined && context.tree.isWithin(head.organ, organ)) return;
  throw new Refused(
    refusal(
      'NOT_A_LEADER',
      'A-31',
      '条例18(2)',
      ['包案领导应当是本机关或上级机关的领导', 'the sponsoring leader is a leader of this organ or of one above it'],
      ['指定本机关或上级机关的领导', 'name a leader of this organ or of one above it'],
      '/leader',
    ),
  );
}

/** 19 三个明确: leader, person and limit; the investigation begins. */
export function setPlan(head: Head, command: CommandOf<'SET_PLAN'>, context: DecideContext): Decision {
  knownOfficer(command.leader, context, '/leader');
  officerIsNotAccused(head, command.leader, context, '/leader');
  leads(command.leader, head, context);
  const today = localDateOf(context.now);
  notBefore(command.dueAt, today, '/dueAt', '条例34');
  const handle = runningClock(head, 'HANDLE_60D') ?? runningClock(head, 'EXT_30D');
  // Once the limit has passed, a late plan is better than none: the case must not be stuck.
  if (handle && today <= handle.nominalDue && command.dueAt > handle.nominalDue)
    throw new Refused(
      refusal(
        'PLAN_AFTER_LIMIT',
        'A-31',
        '条例34',
        [
          `办理时限不得晚于法定期限 ${handle.nominalDue}`,
          `the plan may not end after the statutory limit ${handle.nominalDue}`,
        ],
        [`填写 ${handle.nominalDue} 或更早的日期`, `give ${handle.nominalDue} or an earlier day`],
        '/dueAt',
      ),
    );
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
  return {
    events: [
      ...(handler === head.handler ? [] : handlerEvents(head, handler, context, '/handler')),
      { type: 'plan-set.v1', leader: command.leader, handler, planDue: command.dueAt },
      moveTo('INVESTIGATING'),
    ],
    ...(command.requirements ? { texts: { requirements: command.requirements } } : {}),
  };
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

/**
 * 25 延期: once, 1–30 days, before the limit, by the head of the organ or a recorded delegate, with reasons told to
 * the petitioner (条例34). Counted from the nominal day (D).
 */
export function extend(head: Head, command: CommandOf<'EXTEND'>, context: DecideContext): Decision {
  if (runningClock(head, 'EXT_30D') || head.stopped.some(({ code }) => code === 'EXT_30D'))
    throw new Refused(
      refusal(
        'ALREADY_EXTENDED',
        'G3',
        '条例34',
        ['已经延期一次,不得再次延期', 'it was extended once; there is no second extension'],
        ['应当在现有期限内办结', 'finish within the present limit'],
      ),
    );
  const handle = runningClock(head, 'HANDLE_60D');
  if (!handle || !head.acceptedAt) throw new Error(`case ${head.id} is ${head.state} without HANDLE_60D`);
  if (command.days < 1 || command.days > 30)
    throw new Refused(
      refusal(
        'EXTENSION_OUT_OF_RANGE',
        'G1',
        '条例34',
        ['延长期限不得超过30日', 'an extension is 1 to 30 days'],
        ['填写 1 至 30 之间的天数', 'give between 1 and 30 days'],
        '/days',
      ),
    );
  if (context.now > handle.dueInstant)
    throw new Refused(
      refusal(
        'EXTENSION_LATE',
        'G2',
        '条例34',
        [
          `办理期限已于 ${handle.due} 届满,不能延期`,
          `the limit ended on ${handle.due}; it cannot be extended after that`,
        ],
        ['按超期办理,尽快答复并说明原因', 'answer as soon as possible and say why it is late'],
      ),
    );
  if (command.capacity !== 'HEAD' && !command.delegation)
    throw new Refused(
      refusal(
        'DELEGATION_MISSING',
        'G4',
        '条例34',
        ['由分管负责人或代理负责人批准的,应当注明授权依据', 'a deputy or acting head names the recorded delegation'],
        ['填写 delegation', 'give delegation'],
        '/delegation',
      ),
    );
  return {
    events: [
      { type: 'extended.v1', days: command.days, capacity: command.capacity },
      { type: 'document-issued.v1', kind: 'DOC-EXT-APPROVAL', method: 'ELECTRONIC' },
      ...notice('DOC-EXT', command.method),
      ...stop(head, ['HANDLE_60D'], context.now, `经批准延期 ${command.days} 日`, 'SUPERSEDED'),
      start(
        newClock('EXT_30D', head.acceptedAt, context.calendar, { extensionDays: command.days, startedAt: context.now }),
      ),
    ],
    texts: { reason: command.reason, ...(command.delegation ? { delegation: command.delegation } : {}) },
  };
}
