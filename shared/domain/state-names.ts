import type { State } from './petition.ts';

/** States in plain words: first for officers, then for the petitioner. */
const NAMES: Readonly<Record<State, { readonly zh: string; readonly en: string; readonly plain: string }>> = {
  RECEIVED: { zh: '已收到', en: 'received', plain: '已收到,等待登记' },
  REGISTERED: { zh: '已登记', en: 'registered', plain: '已登记,正在确定由哪个单位办理' },
  REDIRECTED: { zh: '已告知向有权机关提出', en: 'redirected', plain: '已告知您向有权处理的机关提出' },
  CHANNELLED: {
    zh: '已导入法定程序',
    en: 'channelled into a statutory procedure',
    plain: '已导入法定程序,请按告知书所写的期限向有权机关提出',
  },
  NOT_ACCEPTED: { zh: '不予受理', en: 'not accepted', plain: '同一事项正在下级机关办理期限内,由其答复您' },
  NO_LONGER_ACCEPTED: {
    zh: '不再受理',
    en: 'no longer accepted',
    plain: '该事项已经复核终结;有新的事实、理由的,可以重新提出',
  },
  SEALED: { zh: '已转密', en: 'sealed', plain: '已转入保密办理' },
  REFERRED_DOWN: { zh: '已转送', en: 'referred', plain: '已转送有权处理的公安机关' },
  ASSIGNED_DOWN: { zh: '已交办', en: 'assigned', plain: '已交办下级公安机关' },
  REPORT_CHECK: { zh: '办结报告审核中', en: 'report under check', plain: '办理单位已报告结果,正在审核' },
  OBJECTED: { zh: '异议待核', en: 'objected', plain: '正在核实应由哪个单位办理' },
  RETURNED: { zh: '已退回', en: 'returned', plain: '已退回转送单位,重新确定办理单位' },
  CONFLICT: { zh: '管辖争议', en: 'jurisdiction disputed', plain: '正在由上级机关确定办理单位,期限照常计算' },
  SUGGESTION_STUDY: { zh: '建议研究中', en: 'suggestion under study', plain: '您的建议正在研究' },
  SIMPLE: { zh: '简易办理中', en: 'simple procedure', plain: '正在简易办理,将尽快答复' },
  REPLIED: { zh: '已答复', en: 'replied', plain: '已答复' },
  ACCEPTED: { zh: '已受理', en: 'accepted', plain: '已受理,正在安排专人办理' },
  INVESTIGATING: { zh: '调查核实中', en: 'investigating', plain: '正在调查核实' },
  OPINION_DRAFT: { zh: '意见拟写中', en: 'opinion drafted', plain: '正在形成处理意见' },
  OPINION_APPROVAL: { zh: '意见审批中', en: 'opinion under approval', plain: '处理意见正在审批' },
  OPINION_ISSUED: { zh: '意见已出具', en: 'opinion issued', plain: '处理意见已出具,正在送达' },
  DELIVERED: { zh: '意见已送达', en: 'delivered', plain: '意见已送达' },
  REVIEW_WINDOW: {
    zh: '复查(复核)申请期内',
    en: 'review window open',
    plain: '意见已送达,您可以在期限内申请复查(复核)',
  },
  IN_REVIEW: { zh: '复查(复核)中', en: 'in review', plain: '您的复查(复核)申请正在办理' },
  SETTLED: { zh: '已达成和解、调解', en: 'settled', plain: '双方已自愿达成协议' },
  WITHDRAWN: { zh: '已撤回', en: 'withdrawn', plain: '已按您的申请撤回;三十日内可以反悔' },
  CLOSED: { zh: '已结案', en: 'closed', plain: '已结案' },
  ARCHIVED: { zh: '已归档', en: 'archived', plain: '已结案归档' },
  REQ_RECEIVED: {
    zh: '复查(复核)申请待审',
    en: 'request received',
    plain: '已收到您的申请,正在审查是否逾期有正当理由',
  },
  REQ_LATE: { zh: '逾期不予复查(复核)', en: 'late request rejected', plain: '申请超过期限且无正当理由,不予复查(复核)' },
  REQ_INADMISSIBLE: { zh: '申请不符合条件', en: 'request inadmissible', plain: '申请不符合复查(复核)条件' },
  UNDER_REVIEW: { zh: '复查(复核)办理中', en: 'under review', plain: '复查(复核)机关正在办理' },
  FINAL: { zh: '已终结', en: 'final', plain: '复核意见已送达,信访程序终结' },
  S_RECEIVED: { zh: '检举控告已收到', en: 'accusation received', plain: '已收到,由专人保密办理' },
  S_SCREENED: { zh: '已筛查', en: 'screened', plain: '专人正在保密办理' },
  S_FORWARDED: { zh: '已移送', en: 'forwarded', plain: '已移送有权机关保密办理' },
  S_HELD: { zh: '自行核查', en: 'held for inspection', plain: '专人正在保密核查' },
  S_SPLIT: { zh: '已拆分', en: 'split', plain: '专人正在保密办理' },
  S_INFORMED: { zh: '已告知实名检举人', en: 'reporter informed', plain: '已告知您办理去向' },
  S_CLOSED: { zh: '密件办结', en: 'sealed case closed', plain: '已办结' },
};

export const stateName = (state: State): { zh: string; en: string } => ({ zh: NAMES[state].zh, en: NAMES[state].en });
export const stateForPetitioner = (state: State): string => NAMES[state].plain;
