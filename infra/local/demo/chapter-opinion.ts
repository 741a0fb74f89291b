import type { Followed } from './chapter-referral.ts';
import type { ClockView, Story } from './story.ts';

interface Status {
  readonly state: string;
  readonly stateText: { readonly zh: string } | string;
  readonly unit: { readonly name: string; readonly phone: string } | null;
  readonly contact: { readonly name: string; readonly officePhone: string } | null;
  readonly clocks: readonly ClockView[];
  readonly documents: readonly { readonly kind: string; readonly at: string }[];
  readonly review: { readonly name: string; readonly address: string } | null;
}

const CHECK = { facts: true, law: true, papers: true };
const CLOSE = {
  type: 'CLOSE',
  reason: 'WINDOW_EXPIRED',
  rootCause: 'RC.RESPONSE_SLOW',
  lesson: '夜间应急警力不足,已调整值班',
};

/** An opinion is drafted, approved by two people, dispatched, delivered, and the case closed after the window. */
export async function tellOpinion(story: Story, { id, receiptCode }: Followed): Promise<void> {
  const { paper } = story;
  paper.heading('处理意见、送达、复查期、结案', 'Opinion, delivery, review window, closing');
  await story.command(
    id,
    'handler-zhu',
    {
      type: 'DRAFT_OPINION',
      opinion: {
        facts: '经查,三月三日22时41分接警,当晚两组警力均在处置其他警情,到场用时72分钟。',
        legalBasis: '《信访工作条例》第三十一条第六项、第三十二条',
        items: [{ item: 1, outcome: 'SUPPORT', answer: '出警迟缓属实,已向您说明经过,并增加夜间一组警力。' }],
      },
    },
    { zh: '拟写处理意见', en: 'drafted' },
  );
  await story.command(
    id,
    'head-ma',
    { type: 'APPROVE_OPINION', check: CHECK },
    { zh: '所长审核', en: 'first approval' },
  );
  const self = await story.tryCommand(id, 'head-ma', { type: 'APPROVE_OPINION', check: CHECK });
  story.expect(self.status >= 400, `同一人不能审批两次(${self.body.code ?? self.status})`, 'not the same person twice');
  await story.command(
    id,
    'bureau-zhao',
    { type: 'APPROVE_OPINION', check: CHECK },
    { zh: '局长签发', en: 'second approval: signed' },
  );
  await story.command(
    id,
    'leader-shen',
    { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' },
    { zh: '值班领导发出前把关', en: 'checked by the duty leader' },
  );
  await story.command(id, 'po-li', { type: 'DISPATCH', method: 'POST' }, { zh: '发出,办结', en: 'sent: concluded' });
  await story.command(
    id,
    'po-li',
    { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '夜间应急警力安排不足' },
    { zh: '信访部门评定责任(承办单位不得自评)', en: 'fault assessed, never by the drafting unit' },
  );
  await story.goTo('2026-03-26T15:00+08:00');
  await story.command(
    id,
    'po-li',
    { type: 'DELIVER', method: 'POST', receivedAt: '2026-03-26T10:00+08:00', proof: '邮政回执,本人签收' },
    { zh: '送达,复查期从实际收到之日起算', en: 'delivered; 30 days for a review from the day of receipt' },
  );

  const status = await story.must<Status>('POST', '/petitions/status', { body: { receiptCode } });
  const window = status.clocks.find(({ clock }) => clock === 'REVIEW_APPLY_30D');
  paper.say('信访人凭查询码看到:', 'what the petitioner sees:');
  const text = typeof status.stateText === 'string' ? status.stateText : status.stateText.zh;
  paper.quote(
    `状态 ${text} · 承办 ${status.unit?.name ?? ''} · 联系人 ${status.contact?.name ?? ''} ${status.contact?.officePhone ?? ''}`,
  );
  paper.quote(`文书 ${status.documents.map(({ kind }) => kind).join('、')}`);
  paper.quote(
    `不服的,可在 ${window?.due ?? '?'} 前向 ${status.review?.name ?? '?'} 申请复查(${status.review?.address ?? ''})`,
  );
  story.expect(
    status.state === 'REVIEW_WINDOW' && window?.nominalDue === '2026-04-25' && window.due === '2026-04-27',
    '第30日是周六,顺延到周一 2026-04-27',
    'day 30 is a Saturday and rolls to Monday',
  );

  const early = await story.tryCommand(id, 'chief-wang', CLOSE);
  story.expect(
    early.status === 409 && early.body.code === 'REVIEW_WINDOW_OPEN',
    `复查期内不能结案:${early.body.detail ?? early.status}(条例${(early.body.article ?? '').replace('条例', '')})`,
    'no closing while the window is open',
  );
  await story.goTo('2026-04-28T09:00+08:00');
  const closed = await story.command(id, 'chief-wang', CLOSE, { zh: '期满未申请复查,结案', en: 'closed' });
  // The window is the petitioner's right: that it ended unused is nobody's delay.
  // Neither is it late that a petition was not answered simply, nor that it can still be rated.
  const duties = closed.stoppedClocks.filter(
    ({ clock }) => clock !== 'REVIEW_APPLY_30D' && clock !== 'SIMPLE_ACCEPT_3WD',
  );
  story.expect(
    closed.state === 'CLOSED' &&
      closed.clocks.every(({ clock }) => clock === 'RATING_WINDOW') &&
      duties.length >= 3 &&
      duties.every(({ onTime }) => onTime),
    `机关的 ${duties.length} 个期限全部按时`,
    'every clock of the organ was kept',
  );
  const history = await story.must<{ records: readonly { command: string }[] }>('GET', `/petitions/${id}/history`, {
    as: 'chief-wang',
  });
  paper.say(`办理经过 ${history.records.length} 步:`, 'the history, hash-chained');
  paper.quote(history.records.map(({ command }) => command).join(' → '));
  await story.settle();
}
