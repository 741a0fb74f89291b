import { addDays, localDateOf, parseInstant, startOfDay } from '../../domain/calendar.ts';
import type { CommandOf } from '../../domain/commands.ts';
import { revocableUntil } from '../../domain/decide/review-withdraw.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { regulation } from '../../domain/documents/formal-writing.ts';
import type { Instant, LocalDate } from '../../domain/ids.ts';
import { clockOrCounted, handlingClock } from './printed-clocks.ts';
import { commandIn, type Setting } from './setting.ts';
import { openRoute } from './statutory-route.ts';
import {
  actorName,
  forFile,
  nameOf,
  officerName,
  petitionerName,
  placeOf,
  reviewOrganOf,
  signedByActor,
  toPetitioner,
} from './who-issues.ts';
import { doneSoFar } from './work-done.ts';
import { gistOf, recall, said, UNRECORDED } from './written-words.ts';

const CAPACITIES: Readonly<Record<CommandOf<'EXTEND'>['capacity'], string>> = {
  HEAD: '本机关负责人',
  DELEGATE: '分管负责人（经授权）',
  ACTING: '代理负责人',
};

const extended = (setting: Setting, { days }: CommandOf<'EXTEND'>) => {
  const acceptedAt = setting.head.acceptedAt ?? setting.now;
  return {
    days,
    before: clockOrCounted(setting, 'HANDLE_60D', acceptedAt),
    after: clockOrCounted(setting, 'EXT_30D', acceptedAt),
  };
};

/** 延期告知书. */
export function extensionPaper(setting: Setting): DataOf<'DOC-EXT'> {
  const command = commandIn(setting, 'EXTEND');
  return {
    ...toPetitioner(setting, 'DOC-EXT'),
    reason: said(command.reason),
    approvedBy: signedByActor(setting, CAPACITIES[command.capacity]),
    ...extended(setting, command),
  };
}

/** 延期审批表: whoever has only to sign is named as such; his hand comes onto the printed form. */
export function extensionApproval(setting: Setting): DataOf<'DOC-EXT-APPROVAL'> {
  const command = commandIn(setting, 'EXTEND');
  const { head, tree, now } = setting;
  const today = localDateOf(now);
  return {
    ...forFile(setting, 'DOC-EXT-APPROVAL'),
    acceptedOn: localDateOf(head.acceptedAt ?? now),
    reason: said(command.reason),
    doneSoFar: doneSoFar(setting),
    ...extended(setting, command),
    applicant: { name: officerName(tree, head.handler), position: '承办人，待签名', signedOn: today },
    unitHead: {
      name: officerName(tree, tree.unit(head.unit)?.head),
      position: '承办单位负责人，待签名',
      signedOn: today,
      opinion: `${UNRECORDED}，由承办单位负责人签署`,
    },
    approver: {
      ...signedByActor(setting, CAPACITIES[command.capacity]),
      decision: `同意延长${command.days}日`,
      ...(said(command.delegation, '') ? { delegation: said(command.delegation) } : {}),
    },
  };
}

/** 办理方案. */
export function planPaper(setting: Setting): DataOf<'DOC-PLAN'> {
  const { leader, dueAt, requirements, taskForce } = commandIn(setting, 'SET_PLAN');
  const { head, tree } = setting;
  const handler = officerName(tree, head.handler);
  const force = (head.taskForce ?? taskForce ?? []).map((member) => officerName(tree, member));
  const wanted = said(requirements, '查清事实，依法按期答复');
  return {
    ...forFile(setting, 'DOC-PLAN'),
    gist: gistOf(setting),
    leader: officerName(tree, leader),
    handler,
    dueOn: dueAt,
    ...(head.major
      ? {
          major: {
            reason: said(recall(setting, 'reason', 'SET_MAJOR')),
            taskForce: force.length > 0 ? force : ['未确定'],
            requirements: [wanted],
          },
        }
      : {}),
    steps: [{ what: wanted, who: handler, byOn: dueAt }],
    handle: handlingClock(setting),
  };
}

/** 回避决定书. */
export function recusalPaper(setting: Setting): DataOf<'DOC-RECUSAL'> {
  const { granted, reason, decidedElsewhere } = commandIn(setting, 'DECIDE_RECUSAL');
  const { before, head, tree, now } = setting;
  const superior = tree.superiorOrganOf(head.organ);
  return {
    ...toPetitioner(setting, 'DOC-RECUSAL'),
    appliedOn: localDateOf(before?.recusal?.at ?? now),
    officer: officerName(tree, before?.recusal?.of),
    grounds: said(recall(setting, 'reason', 'APPLY_RECUSAL')),
    decision: granted
      ? { granted, successor: head.handler ? officerName(tree, head.handler) : '承办单位另行指定的人员' }
      : {
          granted,
          reason: said(reason),
          route: openRoute(
            '提出不同意见',
            superior ? placeOf(tree, superior.id) : reviewOrganOf(setting, head.organ),
            regulation(28, { paragraph: 3 }),
            '办结以前都可以提出，也可以在申请复查时一并提出',
          ),
        },
    decidedBy: signedByActor(setting),
    ...(decidedElsewhere ? { decidedElsewhere: said(decidedElsewhere) } : {}),
  };
}

const WAYS: Readonly<Record<CommandOf<'LOG_CONTACT'>['method'], string>> = {
  PHONE: '电话',
  VISIT: '当面',
  VIDEO: '视频',
  LETTER: '书信',
  ONLINE: '网络',
};
export const wayOf = (method: CommandOf<'LOG_CONTACT'>['method']): string => WAYS[method];

/** 听取陈述记录: what was noted; whoever spoke reads and signs the printed record. */
export function interviewPaper(setting: Setting): DataOf<'DOC-INTERVIEW'> {
  const command = commandIn(setting, 'LOG_CONTACT', 'HEAR_STATEMENT');
  const petitioner = petitionerName(setting);
  const heard = command.type === 'HEAR_STATEMENT';
  const present = heard ? command.present.map((who) => said(who)) : [];
  return {
    ...forFile(setting, 'DOC-INTERVIEW'),
    at: heard ? (parseInstant(command.at) ?? setting.now) : setting.now,
    place: UNRECORDED,
    how: heard ? '听取陈述' : wayOf(command.method),
    officers: [...new Set([actorName(setting), ...present])],
    petitioner,
    statements: [
      heard
        ? { who: petitioner, text: said(command.statement) }
        : { who: `${actorName(setting)}记录`, text: said(command.note) },
    ],
    handedIn: [UNRECORDED],
    readBack: '请陈述人核对后签名；没有签名的，视为尚未核对',
  };
}

/** Where the limit has passed already, the petitioner still gets a week. */
const HOPED_DAYS = 7;

/** 补充材料通知书: asks, and stops no clock. */
export function supplementPaper(setting: Setting): DataOf<'DOC-SUPPL'> {
  const { what } = commandIn(setting, 'REQUEST_SUPPLEMENT');
  const { head, tree, now } = setting;
  const handle = handlingClock(setting);
  const today = localDateOf(now);
  const { name, address } = placeOf(tree, head.unit);
  return {
    ...toPetitioner(setting, 'DOC-SUPPL'),
    wanted: [said(what)],
    why: '查清您反映的情况',
    hopedOn: handle.due > today ? handle.due : addDays(today, HOPED_DAYS),
    where: `送交或者邮寄至${name}（${address}），也可以在网上补充`,
    handle,
  };
}

/** 拟办批示流转单: the line that opens it; each further line is a record of its own. */
export function slipOfProposal(setting: Setting): DataOf<'DOC-SLIP'> {
  const { proposal, to } = commandIn(setting, 'PROPOSE');
  return {
    ...forFile(setting, 'DOC-SLIP'),
    gist: gistOf(setting),
    entries: [
      {
        step: 'PROPOSE',
        by: actorName(setting),
        at: setting.now,
        text: said(proposal),
        to: officerName(setting.tree, to),
      },
    ],
  };
}

/** The three days of P-12; the decision that confirms a withdrawal waits for them. */
const COOLING_DAYS = 3;

/** The last day of the thirty: an instant at 24:00 belongs to the day before. */
export const revocableDay = (ended: Instant): LocalDate => addDays(localDateOf(revocableUntil(ended)), -1);

/**
 * 撤回信访事项确认书. The thirty days begin when it is confirmed, at the earliest on the day after the cooling-off: the
 * paper promises no day that could turn out to be too late.
 */
export function withdrawalPaper(setting: Setting): DataOf<'DOC-WITHDRAW'> {
  const { words } = commandIn(setting, 'WITHDRAW');
  const { head, tree, now } = setting;
  const today = localDateOf(now);
  const coolingOffEndsOn = addDays(today, COOLING_DAYS);
  const handledByOffice = head.acceptedAt !== undefined && head.unit === head.office;
  const legal = tree.branchUnit(head.organ, 'LEGAL');
  return {
    ...toPetitioner(setting, 'DOC-WITHDRAW'),
    statedOn: today,
    ownWords: said(words),
    coolingOffEndsOn,
    revocableUntilOn: revocableDay(startOfDay(addDays(coolingOffEndsOn, 1))),
    confirmedBy: handledByOffice ? said(legal?.name, '承办单位以外的部门') : nameOf(tree, head.office),
  };
}
