import { localDateOf } from './calendar.ts';
import { type Candidate, type CandidateCause, daysOver, isOfReport, isReported, type Proposal } from './candidates.ts';
import { CLOCKS } from './clock-table.ts';
import type { Command } from './commands.ts';
import type { SupervisionGround } from './commands-duties.ts';
import type { Instant } from './ids.ts';
import { type Standing, transitionOf } from './lifecycle-table.ts';
import type { Head } from './petition.ts';
import { openDuties } from './regions.ts';

export const GROUND_ZH: Readonly<Record<SupervisionGround, string>> = {
  S1: '受理、办理不当',
  S2: '推诿',
  S3: '敷衍',
  S4: '拖延、超期',
  S5: '弄虚作假',
  S6: '拒不执行',
  S7: '不报告结果',
};

export const CAUSE_ZH: Readonly<Record<CandidateCause, string>> = {
  LATE: '超期',
  OVERTURNED: '复查(复核)变更或者撤销',
  BOUNCED: '两次退回',
  REPEATED: '同一事项三次以上信访',
  FAULT: '评定有责',
  RETALIATION: '反映打击报复',
  LEAK: '反映信息泄露',
};

export const PROPOSAL_ZH: Readonly<Record<Proposal, string>> = {
  SUPERVISION: '督办',
  RED_FLAG: '挂牌督办',
  ACCOUNTABILITY: '责任审查',
};

/** What to do about it, by ground; whoever sends the letter writes more, or something else. */
const GUIDANCE: Readonly<Record<SupervisionGround, string>> = {
  S1: '请查明原因,依法纠正,并报送整改情况。',
  S2: '请先行办理,不再退回;有争议的,依条例第二十四条报请共同的上一级机关决定。',
  S3: '请单位负责人、包案领导约见信访人,逐项核对诉求是否答复,并登记办理措施。',
  S4: '请立即办理,书面说明超期原因和办结日期,并主动告知信访人。',
  S5: '请核实所报情况,据实更正,并说明原因。',
  S6: '请按处理意见(复查、复核意见)执行,并提交执行凭证。',
  S7: '请立即报送办理结果;确未办结的,说明进展和办结日期。',
};

/** What was found, in a sentence: dates and the unit's conduct, nothing of the petitioner. */
export function findingOf(candidate: Candidate, now: Instant): string {
  const { cause, clock, due, stoppedAt } = candidate;
  if (cause !== 'LATE' || !clock || !due) return `${CAUSE_ZH[cause]}。`;
  const days = daysOver(due, stoppedAt ?? now);
  const end = stoppedAt ? `${localDateOf(stoppedAt)}办理` : '尚未办理';
  return `${CLOCKS[clock].zh}期限${due}届满,${end},超期${days}日。`;
}

/** What the officer may do about it with one click: complete commands, to be posted as they are or changed. */
export function suggestedCommands(
  candidate: Candidate,
  head: Head,
  standings: ReadonlySet<Standing>,
  now: Instant,
): Command[] {
  const { key, ground, proposes } = candidate;
  const may = (command: 'SUPERVISE' | 'RAISE_FLAG' | 'OPEN_ACCOUNTABILITY') => {
    const { actors, from } = transitionOf(command);
    return from.includes(head.state) && actors.some((actor) => standings.has(actor));
  };
  const finding = findingOf(candidate, now);
  const commands: Command[] = [];
  const asked = openDuties(head, 'SUPERVISION').some(({ code }) => code === ground);
  if (ground && !asked && head.screened && may('SUPERVISE'))
    commands.push({ type: 'SUPERVISE', ground, finding, guidance: GUIDANCE[ground], candidate: key });
  if (proposes !== 'SUPERVISION' && !isOfReport(key) && !head.flag && head.screened && may('RAISE_FLAG'))
    commands.push({
      type: 'RAISE_FLAG',
      reason: finding,
      clearCondition: '办结并答复信访人,送达凭证归卷',
      candidate: key,
    });
  if (proposes === 'ACCOUNTABILITY' && may('OPEN_ACCOUNTABILITY') && !examined(candidate, head))
    commands.push({
      type: 'OPEN_ACCOUNTABILITY',
      cause: candidate.cause === 'RETALIATION' || candidate.cause === 'LEAK' ? candidate.cause : 'CLOCK_MISSED',
      reason: finding,
      about: key,
      candidate: key,
    });
  return commands;
}

/** A review of responsibility was opened about it already, as for limits of the law by the rule. */
export const examined = ({ key, cause }: Candidate, head: Head): boolean =>
  (head.duties ?? []).some(
    (duty) =>
      duty.kind === 'ACCOUNTABILITY' &&
      (duty.about === key || (isReported(cause) && duty.code === cause && duty.settledAt === undefined)),
  );
