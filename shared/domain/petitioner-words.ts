import { localDateOf } from './calendar.ts';
import type { Notice } from './notifications.ts';
import type { Head } from './petition.ts';
import { extendedClock, type PetitionerNotice, type PetitionerStep } from './petitioner-messages.ts';
import type { UnitTree } from './unit-tree.ts';

/** A step in plain words. Dates and the telephone of the supervision desk are filled in; nothing else of the matter. */
const WORDS: Readonly<Record<PetitionerStep, { readonly name: string; readonly zh: string; readonly en: string }>> = {
  RECEIVED: { name: '已收到', zh: '已收到', en: 'was received' },
  TRANSFERRED: {
    name: '已转送',
    zh: '已转送有权处理的机关,去向可以查询',
    en: 'was passed to the organ that is competent',
  },
  ASSIGNED: {
    name: '已交办',
    zh: '已交办有权处理的机关,去向可以查询',
    en: 'was assigned to the organ that is competent',
  },
  REDIRECTED: {
    name: '已告知去向',
    zh: '已有书面告知:应当向其他有权机关提出,告知书写明了名称和地址',
    en: 'was answered: another organ is competent; the notice names it and its address',
  },
  CHANNELLED: {
    name: '已导入法定程序',
    zh: '已导入法定程序,告知书写明了怎样提出和最后期限',
    en: 'goes on in a statutory procedure; the notice says how and until when',
  },
  NOT_ACCEPTED: {
    name: '已书面告知',
    zh: '已有书面告知:同一事项正在期限内办理,由办理机关答复',
    en: 'was answered: the same matter is in hand and will be answered there',
  },
  NO_LONGER_ACCEPTED: {
    name: '已书面告知',
    zh: '已有书面告知,告知书写明了理由和其他途径',
    en: 'was answered; the notice gives the reasons and other ways',
  },
  ACCEPTED: { name: '已受理', zh: '已受理,正在办理', en: 'was accepted and is being handled' },
  SIMPLE: { name: '已简易受理', zh: '已按简易程序受理,将尽快答复', en: 'was accepted in the simple procedure' },
  STUDIED: { name: '已受理', zh: '已受理,正在研究', en: 'was taken up and is being studied' },
  EXTENDED: {
    name: '已延期',
    zh: '的办理期限已依法延长,新的期限是 {due};延期告知书写明了理由',
    en: 'has a longer limit: {due}; the notice gives the reasons',
  },
  DISPATCHED: { name: '已答复', zh: '已有书面答复,正在送达', en: 'was answered in writing; the answer is on its way' },
  DELIVERED: {
    name: '答复已送达',
    zh: '的书面答复已送达{window}',
    en: 'was answered; the answer was delivered{window}',
  },
  REPLIED: { name: '已答复', zh: '已答复', en: 'was answered' },
  REVIEW_RECEIVED: {
    name: '已收到复查(复核)申请',
    zh: '的复查(复核)申请已收到',
    en: 'is under review as you asked',
  },
  REVIEW_DECLINED: {
    name: '复查(复核)申请已有书面告知',
    zh: '的复查(复核)申请已有书面告知,告知书写明了理由',
    en: 'will not be reviewed; the notice gives the reasons',
  },
  CLOSED: { name: '已结案', zh: '已结案', en: 'was closed' },
  REOPENED: { name: '重新办理', zh: '已重新办理', en: 'was taken up again' },
  SETTLED: { name: '已达成协议', zh: '双方已自愿达成协议', en: 'was settled by agreement' },
  WITHDRAWN: {
    name: '已撤回',
    zh: '已按您的申请撤回,三十日内可以反悔',
    en: 'was withdrawn as you asked; you can take that back for thirty days',
  },
  WINDOW_CLOSING: {
    name: '申请期限将满',
    zh: '可以申请复查(复核)的期限到 {due} 24时为止',
    en: 'can be put to review until 24:00 on {due}',
  },
  OVERDUE: {
    name: '已超期',
    zh: '有一项法定期限已于 {due} 届满,公安机关尚未办完;督办电话 {phone}',
    en: 'is overdue: a limit of the law ended on {due}; supervision desk: {phone}',
  },
  FOLLOW_UP: {
    name: '回访邀请',
    zh: '办结后,我们将在 {due} 前按您的同意回访;回访人不是原承办人,您可以不接受',
    en: 'is closed; we will ask how it went before {due}, as you agreed; somebody who did not handle it will, and you may decline',
  },
  RATE: {
    name: '评价邀请',
    zh: '的办理情况,您可以在 {due} 前评价;没有评价不会算作满意',
    en: 'can be rated until {due}; no rating never counts as satisfied',
  },
};

/** The name of a step for the petitioner's own page. */
export const stepName = (step: PetitionerStep): string => WORDS[step].name;

/** Where he looks it up, and whom he can call. */
export interface Contact {
  /** Address of the page for petitioners; none where the bureau has set none. */
  readonly page: string | undefined;
}

/**
 * The message: who writes, which petition by the day it was received, the step, how to look it up, how to end it. No
 * content, no name, no category, no number of the petition and no receipt code (P-03, P-25): a telephone is seen by others.
 */
export function wordsFor(
  notice: PetitionerNotice,
  { first, current }: { readonly first: Head; readonly current: Head },
  { page }: Contact,
  tree: UnitTree,
): Notice {
  const { zh, en } = WORDS[notice.step];
  const day = localDateOf(first.receivedAt);
  const due = notice.due ?? extendedClock(current)?.due ?? '';
  const window = windowOf(current);
  const filled = (text: string, whichWindow: string) =>
    text
      .replace('{due}', due)
      .replace('{phone}', tree.bureau.settings.supervisionPhone.value)
      .replace('{window}', whichWindow);
  const organ = tree.unit(first.organ)?.name ?? '公安机关';
  const phone = tree.unit(first.office)?.phone ?? tree.unit(first.organ)?.phone ?? '';
  const where = [page ? page : [], phone ? `电话 ${phone}` : []].flat().join(',或者');
  return {
    subject: `信访进度:${WORDS[notice.step].name}`,
    text: [
      `【${organ}】您 ${day} 提交的信访件${filled(zh, window.zh)}。请凭回执上的查询码查询:${where}。不想再收到消息,凭查询码随时可以停止。`,
      `Your petition of ${day} ${filled(en, window.en)}. Look it up with the code on your receipt: ${[page ?? [], phone].flat().join(' or ')}. The same code ends these messages.`,
    ].join('\n'),
  };
}

/** His own right that began with the delivery (条例35、36), where it did. */
function windowOf({ clocks }: Head): { zh: string; en: string } {
  const window = clocks.find(({ code }) => code === 'REVIEW_APPLY_30D' || code === 'REREVIEW_APPLY_30D');
  if (!window) return { zh: '', en: '' };
  const what = window.code === 'REVIEW_APPLY_30D' ? '复查' : '复核';
  return {
    zh: `,不服的可以在 ${window.due} 24时前申请${what}`,
    en: `; you can ask for review until 24:00 on ${window.due}`,
  };
}
