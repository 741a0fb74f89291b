import { describe, expect, test } from 'vitest';
import { cast, DRAFT, heard } from '../builders/walk.ts';
import {
  ASKS,
  ASKS_AGAIN,
  asPetitioner,
  delivers,
  heardOf,
  inWindow,
  reviewDelivered,
  reviewers,
  reviewOf,
  underReview,
} from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { clockIn, paper, wordsOf } from './papers-read.ts';

const AT = '2026-03-20T10:00+08:00';

describe('DOC-OPINION and its proof of delivery (条例31(6)、32、35)', () => {
  test('[G9][A-06] each item with answer and outcome, the law, and the remedy in words with an example', async () => {
    const world = new World();
    const id = await heard(world);
    await delivers(world, id, AT, {
      ...DRAFT.opinion,
      executeBy: '2026-04-30',
    });
    const content = await paper(world, id, 'DOC-OPINION');
    expect(content).toMatchObject({
      title: '信访处理意见书',
      number: '东湖分局信处〔2026〕1号',
      recipient: '钱禾',
      seal: '云泽市公安局东湖分局',
    });
    const words = wordsOf(content);
    expect(words).toContain('“说明出警经过并书面答复”：予以支持。出警迟缓属实,已向您说明并整改。');
    expect(words).toContain('由云泽市公安局东湖分局望江派出所负责落实上述意见，最晚在2026年4月30日（星期四）完成');
    expect(words).toContain('事实：二月三日夜里报警后一个多小时无人到场');
    expect(words).toContain('经查,当晚该所两组警力均在处置其他警情,到场用时72分钟。');
    expect(content.legalBasis.join()).toContain('《信访工作条例》第三十一条、第三十二条');
    expect(content.remedy?.lines[0]).toContain('自收到之日起30日内，可以向云泽市公安局');
    // An example, since the receipt is still to come: the thirty days of one who received it today.
    expect(content.remedy?.lines[1]).toContain('如果您在2026年3月2日收到，最晚到2026年4月1日');
    expect(content.contact).toContain('朱砚田');
  });

  test('a supporting opinion without a day says that the order of execution sets it', async () => {
    const world = new World();
    const id = await inWindow(world, AT);
    expect(wordsOf(await paper(world, id, 'DOC-OPINION'))).toContain('完成的日期由本机关另行督促确定');
  });

  test('[G11] DOC-DELIVERY prints the last day that runs from the receipt', async () => {
    const world = new World();
    const id = await inWindow(world, AT);
    const content = await paper(world, id, 'DOC-DELIVERY');
    const window = (await world.head(id)).clocks.find(({ code }) => code === 'REVIEW_APPLY_30D');
    expect(window?.due).toBe('2026-04-20');
    expect(clockIn(content, '申请复查（信访人权利）')).toBe('2026年4月20日（星期一）');
    const words = wordsOf(content);
    expect(words).toContain('信访处理意见书（东湖分局信处〔2026〕1号）');
    expect(words).toContain('收到时间:2026年3月20日10时00分');
    expect(words).toContain('送达凭证:回执签名');
  });

  test('[G7] each co-petitioner has a proof of his own with his own last day', async () => {
    const world = new World();
    const id = await heardOf(world, { headcount: 3 });
    await delivers(world, id, AT, DRAFT.opinion, { recipient: 1 });
    world.now = instant('2026-03-25T10:00+08:00');
    await world.command(id, cast(world).officer, {
      type: 'DELIVER',
      method: 'HAND',
      receivedAt: world.now,
      proof: '签名',
      recipient: 2,
    });
    const content = await paper(world, id, 'DOC-DELIVERY');
    expect(wordsOf(content)).toContain('受送达人:信访人（第2人）');
    expect(clockIn(content, '申请复查（信访人权利）')).toBe('2026年4月24日（星期五）');
  });

  test('DOC-EXEC: to the unit, with the number of the opinion and the day of its clock', async () => {
    const world = new World();
    const id = await inWindow(world, AT);
    await world.command(id, cast(world).officer, {
      type: 'ORDER_EXECUTION',
      unit: 'donghu-wangjiang',
      what: '书面道歉',
      dueAt: '2026-04-15',
    });
    const content = await paper(world, id, 'DOC-EXEC');
    expect(content).toMatchObject({ number: '东湖分局信督〔2026〕1号', recipient: '云泽市公安局东湖分局望江派出所' });
    const words = wordsOf(content);
    expect(words).toContain('（东湖分局信处〔2026〕1号）支持信访人的请求，已于2026年3月20日送达');
    expect(words).toContain('书面道歉');
    expect(words).toContain('最晚在2026年4月15日（星期三）将执行结果');
  });
});

describe('review and re-review (条例35、36)', () => {
  test('DOC-REVIEW-REQ is the petitioner’s own paper, to the organ of review, without seal or number', async () => {
    const world = new World();
    const id = await inWindow(world, AT);
    await asPetitioner(world, id, ASKS);
    const content = await paper(world, id, 'DOC-REVIEW-REQ');
    expect(content).toMatchObject({ title: '复查申请书', letterhead: 'PETITIONER', recipient: '云泽市公安局' });
    expect(content.seal).toBeUndefined();
    expect(content.number).toBeUndefined();
    const words = wordsOf(content);
    expect(words).toContain('不服的意见:云泽市公安局东湖分局，东湖分局信处〔2026〕1号');
    expect(words).toContain('申请的最后一天:2026年4月20日（星期一）');
    expect(words).toContain('请求撤销处理意见');
  });

  test('DOC-LATE: late without a justified cause; his other ways stay open', async () => {
    const world = new World();
    const id = await inWindow(world, AT);
    world.now = instant('2026-04-21T09:00+08:00');
    await asPetitioner(world, id, { ...ASKS, delayReason: '在外地务工' });
    expect(wordsOf(await paper(world, id, 'DOC-REVIEW-REQ'))).toContain('逾期的理由:在外地务工');
    const review = await reviewOf(world, id);
    const { cityReviewer } = reviewers(world);
    await world.command(review, cityReviewer, {
      type: 'REJECT_LATE',
      ground: 'LATE',
      reason: '不属于正当理由',
      method: 'POST',
    });
    const content = await paper(world, review, 'DOC-LATE');
    expect(content).toMatchObject({ title: '逾期申请审查告知书', number: '云泽市局信告〔2026〕1号' });
    const words = wordsOf(content);
    expect(words).toContain('您说明的逾期理由：在外地务工。');
    expect(words).toContain('申请的最后一天为2026年4月20日（星期一）');
    expect(content.remedy?.lines[0]).toContain('有新的事实或者理由的，作为新的信访事项提出');
  });

  test('an inadmissible request in time is not called late, and can be made again', async () => {
    const world = new World();
    const review = await underReview(world, await inWindow(world, AT));
    await world.command(review, reviewers(world).cityReviewer, {
      type: 'REJECT_LATE',
      ground: 'INADMISSIBLE',
      reason: '申请人不是信访人本人',
      method: 'POST',
    });
    const content = await paper(world, review, 'DOC-LATE');
    expect(content.title).toBe('不予复查告知书');
    expect(wordsOf(content)).not.toContain('过了期限');
    expect(wordsOf(content)).not.toContain('逾期理由');
    expect(content.remedy?.lines[1]).toContain('补正后重新申请复查');
    expect(content.remedy?.lines[1]).toContain('最晚到2026年4月20日（星期一）');
  });

  test('DOC-REVIEW-OPINION upholds, names what was contested and where re-review is asked for', async () => {
    const world = new World();
    const review = await underReview(world, await inWindow(world, AT));
    await reviewDelivered(world, review, 'UPHOLD', '2026-03-24T10:00+08:00');
    const content = await paper(world, review, 'DOC-REVIEW-OPINION');
    expect(content).toMatchObject({
      title: '信访事项复查意见书',
      number: '云泽市局信复查〔2026〕1号',
      organ: '云泽市公安局',
    });
    const words = wordsOf(content);
    expect(words).toContain('维持云泽市公安局东湖分局作出的意见（东湖分局信处〔2026〕1号）。');
    expect(words).toContain('请求撤销处理意见');
    expect(words).toContain('理由：录音没有调取');
    expect(words).toContain('经复查,原意见认定的事实与录音不符。');
    expect(content.remedy?.lines[0]).toContain('可以向江原省公安厅');
    expect(content.remedy?.lines[0]).toContain('电话：0991-81000');
    expect(content.contact).toContain('唐思齐');
  });

  test('DOC-REVIEW-OPINION changes, or revokes with the day for the new opinion', async () => {
    const world = new World();
    const changed = await underReview(world, await inWindow(world, AT));
    await reviewDelivered(world, changed, 'CHANGE', '2026-03-24T10:00+08:00');
    expect(wordsOf(await paper(world, changed, 'DOC-REVIEW-OPINION'))).toContain('变更云泽市公安局东湖分局作出的意见');
    const again = new World();
    const revoked = await underReview(again, await inWindow(again, AT));
    await reviewDelivered(again, revoked, 'REVOKE_REMAKE', '2026-03-24T10:00+08:00', { remakeDue: '2026-04-30' });
    const content = await paper(again, revoked, 'DOC-REVIEW-OPINION');
    expect(wordsOf(content)).toContain('责令其重新作出处理意见，最晚在2026年4月30日（星期四）作出');
    expect(content.plainWords?.latest.at(-1)).toContain('2026年4月30日');
  });

  test('[G12] DOC-REREVIEW-OPINION is the last; the days of a hearing do not count', async () => {
    const world = new World();
    const review = await underReview(world, await inWindow(world, AT));
    await reviewDelivered(world, review, 'UPHOLD', '2026-03-24T10:00+08:00');
    await world.command(review, reviewers(world).cityOfficer, { ...ASKS_AGAIN });
    const final = await reviewOf(world, review);
    world.now = instant('2026-04-02T18:00+08:00');
    await world.command(final, reviewers(world).provinceReviewer, {
      type: 'HOLD_HEARING',
      from: '2026-04-01',
      to: '2026-04-02',
      ground: 'MAJOR',
      reason: '影响较大',
      participants: ['钱禾'],
      record: '陈述',
    });
    const notice = wordsOf(await paper(world, final, 'DOC-HEARING-NOTICE'));
    expect(notice).toContain('听证所需时间（2026年4月1日至2026年4月2日，共2日）不计算在复核期限内');
    await reviewDelivered(world, final, 'UPHOLD', '2026-04-10T10:00+08:00');
    const content = await paper(world, final, 'DOC-REREVIEW-OPINION');
    expect(content).toMatchObject({ title: '信访事项复核意见书', number: '省厅信复核〔2026〕1号' });
    const words = wordsOf(content);
    expect(words).toContain('维持云泽市公安局作出的意见（云泽市局信复查〔2026〕1号）。');
    expect(words).toContain('理由：录音仍没有调取');
    expect(words).toContain('共2日）不计算在复核期限内');
    expect(content.remedy?.lines[0]).toContain('以新的事实或者理由提出信访事项');
  });
});
