import type { Story } from './story.ts';

/** Everybody who might be curious, the head of the organ and the auditor among them. */
const CURIOUS = ['po-li', 'chief-wang', 'bureau-zhao', 'head-ma', 'auditor-fang'];

interface Registered {
  readonly id: string;
  readonly state: string;
  readonly sealed: boolean;
  readonly receiptCode?: string;
  readonly slip?: { readonly id: string };
}

/** An accusation disappears into the sealed store; a clerk registers a visit. */
export async function tellSealedAndVisit(story: Story): Promise<void> {
  await tellAccusation(story);
  await tellVisit(story);
}

async function tellAccusation(story: Story): Promise<void> {
  const { paper } = story;
  paper.heading('检举控告,单独密存', 'An accusation is sealed at birth');
  const accusation = await story.must<Registered>('POST', '/petitions', {
    body: {
      channel: 'ONLINE',
      organ: 'donghu',
      purpose: 'ACCUSATION',
      petitioner: { name: '柳闻远', address: '云泽市采薇路19号' },
      narrative: '反映某所长收受茶馆老板财物,愿意作证。',
      accused: { officers: ['head-ma'] },
    },
  });
  await story.settle();
  story.expect(accusation.sealed, `收件即密存(${accusation.state})`, 'it never lay in the ordinary tables');
  const seen = await Promise.all(
    CURIOUS.map(async (as) => (await story.send('GET', `/petitions/${accusation.id}`, { as })).status),
  );
  story.expect(
    seen.every((status) => status === 404),
    `${CURIOUS.map(story.name).join('、')} 查询均为 404`,
    'for all of them it does not exist',
  );
  const officer = await story.send('GET', `/petitions/${accusation.id}`, { as: 'sealed-xie' });
  story.expect(
    officer.status === 200,
    `只有专办员 ${story.name('sealed-xie')} 可以打开`,
    'the sealed officer alone opens it',
  );
}

async function tellVisit(story: Story): Promise<void> {
  const { paper } = story;
  paper.heading('来访登记与密封条', 'A clerk registers a visit');
  const visit = await story.must<Registered>('POST', '/registrations', {
    as: 'reg-zhang',
    body: {
      channel: 'VISIT',
      gist: '反映小区门口停车秩序',
      narrative: '六名住户来访口述:小区门口违停严重,消防车进不来。',
      petitioner: { name: '罗一舟', address: '云泽市桐花巷3号' },
      headcount: 6,
      representatives: ['罗一舟', '金小穗'],
      readBack: { how: 'READ_ALOUD' },
      helpNeeds: ['READING'],
      visit: { from: '2026-03-05T09:05+08:00', receivers: ['reg-zhang'], promises: ['三日内回电'] },
    },
  });
  paper.say(`${story.name('reg-zhang')} 登记来访一批 6 人,代表 2 人,宣读核对`, 'a visit of six, two speak for them');
  story.expect(
    visit.receiptCode === undefined && !/\d{16}/.test(JSON.stringify(visit)),
    '查询码不显示给工作人员',
    'staff never see the receipt code',
  );
  const slipId = visit.slip?.id;
  const byClerk = await story.send('POST', '/slips/print', { as: 'reg-zhang', body: { slipId } });
  story.expect(byClerk.status === 403, '登记员不能打印(403)', 'the clerk may not print it');
  const slip = await story.must<{ receiptCode: string }>('POST', '/slips/print', {
    as: 'printer-donghu',
    body: { slipId },
  });
  const again = await story.send('POST', '/slips/print', { as: 'printer-donghu', body: { slipId } });
  story.expect(
    /^\d{16}$/.test(slip.receiptCode) && again.status === 409,
    '打印终端封装打印一次;再打印被拒绝(409)',
    'the print station prints it on a sealed slip, once',
  );
}
