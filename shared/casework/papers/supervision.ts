import { localDateOf } from '../../domain/calendar.ts';
import type { CommandOf } from '../../domain/commands.ts';
import type { AccountabilityCause, AccountabilityGround } from '../../domain/commands-duties.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { plainDate, regulation } from '../../domain/documents/formal-writing.ts';
import type { PrintedClock } from '../../domain/documents/parts.ts';
import { type Duty, dutyOf } from '../../domain/regions.ts';
import { wayOf } from './handling.ts';
import { clockOrCounted } from './printed-clocks.ts';
import { commandIn, type Setting } from './setting.ts';
import { actorName, forFile, nameOf, officerName, petitionerName, signedByActor, toOrgan } from './who-issues.ts';
import { said, UNRECORDED } from './written-words.ts';

/** The duty that the paper is about. */
function dutyIn({ head, issued }: Setting): Duty {
  const duty = issued.key === undefined ? undefined : dutyOf(head, issued.key);
  if (!duty) throw new Error(`${issued.kind} names no duty of case ${head.id}`);
  return duty;
}

/** 督办函: what was found, and what to do. */
export function supervisionPaper(setting: Setting): DataOf<'DOC-SUPERVISION'> {
  const { ground, finding, guidance } = commandIn(setting, 'SUPERVISE');
  const { unit, key } = dutyIn(setting);
  return {
    ...toOrgan(setting, 'DOC-SUPERVISION', nameOf(setting.tree, unit)),
    grounds: [ground],
    found: said(finding),
    guidance: [said(guidance)],
    reply: clockOrCounted(setting, 'SUPERVISE_REPLY', setting.now, key),
  };
}

/** 三项建议书. */
export function suggestPaper(setting: Setting): DataOf<'DOC-SUGGEST'> {
  const { suggestion, text } = commandIn(setting, 'SUGGEST3');
  const { unit, key } = dutyIn(setting);
  return {
    ...toOrgan(setting, 'DOC-SUGGEST', nameOf(setting.tree, unit)),
    type: suggestion,
    found: `办理信访事项（编号：${setting.head.petitionId}）中，有需要由你单位研究解决的问题`,
    suggestions: [said(text)],
    feedback: clockOrCounted(setting, 'SUGGEST_FEEDBACK', setting.now, key),
  };
}

/** 采纳情况反馈, by the unit that was asked to whoever asked. */
export function feedbackPaper(setting: Setting): DataOf<'DOC-FEEDBACK'> {
  const { adoption, reason } = commandIn(setting, 'RECORD_ADOPTION');
  const { head, tree } = setting;
  const { key, raisedBy } = dutyIn(setting);
  const asker = raisedBy && tree.officer(raisedBy)?.unit;
  const words = said(reason);
  return {
    ...toOrgan(setting, 'DOC-FEEDBACK', nameOf(tree, asker ?? head.office)),
    suggestionNumber: said(numberOfSuggestion(setting, key), '文号未登记'),
    adoption:
      adoption === 'NOT'
        ? { type: adoption, why: words }
        : adoption === 'PARTLY'
          ? { type: adoption, measures: ['采纳的部分和措施见理由'], why: words }
          : { type: adoption, measures: [said(reason, '按建议改进')] },
  };
}

/** Each suggestion is one duty and one letter, both counted in the order in which they came. */
function numberOfSuggestion({ head }: Setting, key: string): string | undefined {
  const at = (head.duties ?? []).filter(({ kind }) => kind === 'SUGGESTION').findIndex((duty) => duty.key === key);
  return head.documents.filter(({ kind }) => kind === 'DOC-SUGGEST')[at]?.number;
}

/** 纠错通知书: its day is set by the office and no clock of the table. */
export function correctionPaper(setting: Setting): DataOf<'DOC-CORRECTION'> {
  const { finding, correct, dueAt } = commandIn(setting, 'RAISE_CORRECTION');
  const { unit } = dutyIn(setting);
  const reply: PrintedClock = {
    name: '答复纠错通知',
    nominalDue: dueAt,
    due: dueAt,
    provisional: false,
    explanation: [{ zh: `由${actorName(setting)}在本通知中确定，${plainDate(dueAt)}24时届满` }],
  };
  return {
    ...toOrgan(setting, 'DOC-CORRECTION', nameOf(setting.tree, unit)),
    found: said(finding),
    corrections: [said(correct)],
    reply,
  };
}

/** Grounds of responsibility (条例42; A-66). */
const GROUNDS: Readonly<Record<AccountabilityGround, { readonly zh: string; readonly cite: string }>> = {
  'ACC-1': { zh: '超越或者滥用职权，侵害信访人合法权益', cite: regulation(42, { item: 1 }) },
  'ACC-2': { zh: '应当作为而不作为，侵害信访人合法权益', cite: regulation(42, { item: 2 }) },
  'ACC-3': { zh: '适用法律、法规错误或者违反法定程序，侵害信访人合法权益', cite: regulation(42, { item: 3 }) },
  'ACC-4': { zh: '拒不执行有权处理的机关、单位作出的支持信访请求意见', cite: regulation(42, { item: 4 }) },
  'ACC-9': { zh: '其他应当追究责任的情形', cite: `${regulation(42)}至${regulation(46)}` },
};

/** Why it was looked into. */
const CAUSES: Readonly<Record<AccountabilityCause, string>> = {
  CLOCK_MISSED: '超过期限',
  OPINION_OVERTURNED: '意见被变更或者撤销',
  AGENCY_FAULT: '评定为有责',
  LEAK: '泄露信访人信息',
  RETALIATION: '打击报复信访人',
  AUDIT: '审计发现问题',
};

/** 责任认定书: "no action" is a decision too and has its reasons. */
export function accountabilityPaper(setting: Setting): DataOf<'DOC-ACC'> {
  const { decision, facts, measures } = commandIn(setting, 'DECIDE_ACCOUNTABILITY');
  const { code, unit } = dutyIn(setting);
  const cause = CAUSES[code as AccountabilityCause] ?? UNRECORDED;
  return {
    ...forFile(setting, 'DOC-ACC'),
    ground:
      decision === 'NO_ACTION'
        ? { zh: `审查事由：${cause}`, cite: `${regulation(42)}至${regulation(46)}` }
        : { code: decision, ...GROUNDS[decision] },
    unit: nameOf(setting.tree, unit),
    facts: [said(facts)],
    heard: UNRECORDED,
    decision:
      decision === 'NO_ACTION'
        ? { type: 'NO_ACTION', reasons: said(measures, `因“${cause}”审查，认定的事实见上，不构成应当追究责任的情形`) }
        : { type: 'ACTION', reasons: `因“${cause}”审查，认定的事实见上`, measures: [said(measures)] },
    decidedBy: signedByActor(setting),
  };
}

const RESULTS: Readonly<Record<CommandOf<'FOLLOW_UP'>['result'], string>> = {
  RESOLVED: '没有',
  PERSISTS: '信访人表示问题仍然存在',
  DECLINED: '信访人谢绝回访',
  NOT_REACHED: '没有联系上信访人',
};

/** 回访记录, by somebody who did not handle it (P-10). */
export function followUpPaper(setting: Setting): DataOf<'DOC-FOLLOWUP'> {
  const { method, result, note } = commandIn(setting, 'FOLLOW_UP');
  const { actor, before, head, tree, now } = setting;
  const by = actor.kind === 'OFFICER' ? tree.officer(actor.id) : undefined;
  return {
    ...forFile(setting, 'DOC-FOLLOWUP'),
    at: now,
    place: wayOf(method),
    petitioner: petitionerName(setting),
    consent: { how: '结案时登记', givenOn: localDateOf(head.closedAt ?? now) },
    by: officerName(tree, by?.id),
    byUnit: nameOf(tree, by?.unit ?? head.office),
    round: before?.clocks.some(({ code }) => code === 'FOLLOWUP_1') ? 1 : 2,
    told: said(note),
    remaining: RESULTS[result],
  };
}
