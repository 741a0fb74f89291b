import type { State } from './petition.ts';

/** States in plain words: first for officers, then for the petitioner. */
const NAMES: Readonly<Record<State, { readonly zh: string; readonly en: string; readonly plain: string }>> = {
  RECEIVED: { zh: '已收到', en: 'received', plain: '已收到,等待登记' },
  REGISTERED: { zh: '已登记', en: 'registered', plain: '已登记,正在确定由哪个单位办理' },
  REDIRECTED: { zh: '已告知向有权机关提出', en: 'redirected', plain: '不属于公安机关职权,已告知您向有权机关提出' },
  SEALED: { zh: '已转密', en: 'sealed', plain: '已转入保密办理' },
  REFERRED_DOWN: { zh: '已转送', en: 'referred', plain: '已转送有权处理的公安机关' },
  ASSIGNED_DOWN: { zh: '已交办', en: 'assigned', plain: '已交办下级公安机关' },
  REPORT_CHECK: { zh: '办结报告审核中', en: 'report under check', plain: '办理单位已报告结果,正在审核' },
  OBJECTED: { zh: '异议待核', en: 'objected', plain: '正在核实应由哪个单位办理' },
  RETURNED: { zh: '已退回', en: 'returned', plain: '已退回转送单位,重新确定办理单位' },
  ACCEPTED: { zh: '已受理', en: 'accepted', plain: '已受理,正在安排专人办理' },
  INVESTIGATING: { zh: '调查核实中', en: 'investigating', plain: '正在调查核实' },
  OPINION_DRAFT: { zh: '意见拟写中', en: 'opinion drafted', plain: '正在形成处理意见' },
  OPINION_APPROVAL: { zh: '意见审批中', en: 'opinion under approval', plain: '处理意见正在审批' },
  OPINION_ISSUED: { zh: '意见已出具', en: 'opinion issued', plain: '处理意见已出具,正在送达' },
  DELIVERED: { zh: '意见已送达', en: 'delivered', plain: '处理意见已送达,您可以在期限内申请复查' },
  CLOSED: { zh: '已结案', en: 'closed', plain: '已结案' },
  S_RECEIVED: { zh: '检举控告已收到', en: 'accusation received', plain: '已收到,由专人保密办理' },
  S_SCREENED: { zh: '已筛查', en: 'screened', plain: '专人正在保密办理' },
  S_FORWARDED: { zh: '已移送', en: 'forwarded', plain: '已移送有权机关保密办理' },
  S_HELD: { zh: '自行核查', en: 'held for inspection', plain: '专人正在保密核查' },
  S_INFORMED: { zh: '已告知实名检举人', en: 'reporter informed', plain: '已告知您办理去向' },
  S_CLOSED: { zh: '密件办结', en: 'sealed case closed', plain: '已办结' },
};

export const stateName = (state: State): { zh: string; en: string } => ({ zh: NAMES[state].zh, en: NAMES[state].en });
export const stateForPetitioner = (state: State): string => NAMES[state].plain;
