import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { categoryOf } from '../taxonomy.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';
import { isScreened, knownOfficer, knownUnit, noticeHasMethod } from './guards.ts';

/** 2 登记: a registrar takes responsibility for the record; the clock has been running since receipt. */
export function register(_head: Head, command: CommandOf<'REGISTER'>, context: DecideContext): Decision {
  if (command.readBack.how === 'NOT_POSSIBLE' && !command.readBack.reason)
    throw new Refused(
      refusal(
        'READ_BACK_REASON_MISSING',
        'A-02',
        '条例19(1)',
        ['未能请信访人核对记录的,应当写明原因', 'if the record could not be read back, say why'],
        ['填写 readBack.reason', 'give readBack.reason'],
        '/readBack/reason',
      ),
    );
  if (command.firstContactOfficer) knownOfficer(command.firstContactOfficer, context, '/firstContactOfficer');
  const firstContactOfficer = command.firstContactOfficer ?? context.officer;
  return {
    events: [
      {
        type: 'registered.v1',
        readBack: { how: command.readBack.how },
        ...(firstContactOfficer ? { firstContactOfficer } : {}),
        ...(command.externalNumber ? { externalNumber: command.externalNumber } : {}),
        ...(command.incidentNumber ? { incidentNumber: command.incidentNumber } : {}),
      },
      moveTo('REGISTERED'),
    ],
    ...(command.readBack.reason ? { texts: { readBackReason: command.readBack.reason } } : {}),
  };
}

/** 4 分类: a named person confirms or corrects the proposal (P-07). Naming an officer alone seals nothing. */
export function classify(head: Head, command: CommandOf<'CLASSIFY'>, context: DecideContext): Decision {
  const category = categoryOf(command.category);
  if (!category)
    throw new Refused(
      refusal(
        'UNKNOWN_CATEGORY',
        undefined,
        '条例31',
        [`没有分类代码“${command.category}”`, `there is no category "${command.category}"`],
        ['分类代码见 GET /openapi.json', 'the codes are listed in GET /openapi.json'],
        '/category',
      ),
    );
  const accused = command.accused ?? head.accused;
  for (const [at, unit] of accused.units.entries()) knownUnit(unit, context, `/accused/units/${at}`);
  for (const [at, officer] of accused.officers.entries()) knownOfficer(officer, context, `/accused/officers/${at}`);
  return {
    events: [
      {
        type: 'classified.v1',
        purpose: command.purpose,
        category: category.code,
        ...(category.article ? { article: category.article } : {}),
        accused,
        ...(context.actor.kind === 'RULE' ? { rule: context.actor.rule } : {}),
      },
    ],
    ...(command.reason ? { texts: { reason: command.reason } } : {}),
  };
}

/**
 * 检举控告转密: the petition moves into the sealed store in one transaction; what stays is an empty head without
 * clocks, so that the number of cases adds up. Before classification only: later sealing splits (issue of §2.5).
 */
export function seal(head: Head, command: CommandOf<'SEAL'>, context: DecideContext): Decision {
  const {
    clocks: _clocks,
    stopped: _stopped,
    documents: _documents,
    version: _version,
    updatedAt: _at,
    ...facts
  } = head;
  return {
    events: [
      ...stop(head, ['INFORM_15D'], context.now, '转入检举控告保密办理', 'SUPERSEDED'),
      { type: 'sealed.v1' },
      moveTo('SEALED'),
    ],
    other: {
      events: [
        {
          type: 'opened.v1',
          head: { ...facts, state: 'S_RECEIVED', sealed: true, purpose: 'ACCUSATION' },
        },
        start(newClock('S_SCREEN_5WD', head.receivedAt, context.calendar)),
      ],
    },
    texts: { reason: command.reason },
  };
}

/** 6 告知向有权机关提出: names the competent body; never for a matter of the police (G: X categories only). */
export function redirect(head: Head, command: CommandOf<'REDIRECT'>, context: DecideContext): Decision {
  isScreened(head);
  noticeHasMethod(head, command.method);
  if (!head.category || !categoryOf(head.category)?.redirect)
    throw new Refused(
      refusal(
        'POLICE_MATTER',
        '§5.1',
        '条例23(1)、28(1)',
        [
          '该事项属于公安机关职权范围,不得告知群众另找他处',
          'the matter is for the police and may not be sent elsewhere',
        ],
        [
          '改用 ACCEPT 或 TRANSFER;分类有误的,先重新 CLASSIFY',
          'ACCEPT or TRANSFER it; if the category is wrong, CLASSIFY again',
        ],
      ),
    );
  return {
    events: [
      ...notice('DOC-REDIRECT', command.method),
      ...stop(
        head,
        ['INFORM_15D', 'REF_INFORM_15D', 'OBJECT_5WD'],
        context.now,
        `告知书发出 ${localDateOf(context.now)}`,
      ),
      moveTo('REDIRECTED'),
    ],
    texts: {
      reason: command.reason,
      organ: [command.organ.name, command.organ.address, command.organ.phone].filter(Boolean).join(' · '),
    },
  };
}
