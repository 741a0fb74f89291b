import type { ClockView, Story } from './story.ts';

/** The petition that the story follows, and one that is forgotten. */
export interface Followed {
  readonly id: string;
  readonly receiptCode: string;
  readonly forgotten: { readonly id: string; readonly receiptCode: string };
}

interface Created {
  readonly id: string;
  readonly receiptCode: string;
  readonly inform: ClockView;
}

/** Registered, classified, sent to the wrong station, objected to, sent on and accepted. */
export async function tellReferral(story: Story): Promise<Followed> {
  const { paper } = story;
  paper.heading('登记、分类、转送、异议、受理', 'Registered, referred, contested, accepted');
  const created = await submit(story, {
    title: '大码头夜里报警无人来',
    place: '大码头',
    petitioner: { name: '苏晚舟', address: '云泽市晚亭街41号' },
    request: '请书面说明当晚出警经过',
    facts: '三月三日夜里在大码头被人打伤,报警后一个多小时才有民警到场',
    reasons: '接警后应当及时出警',
  });
  const forgotten = await submit(story, {
    title: '桥头路灯下的争执',
    place: '柳桥路',
    petitioner: { name: '方听松', address: '云泽市竹里路8号' },
    request: '请告知处理结果',
    facts: '二月底在柳桥路与人争执后报警,至今不知结果',
    reasons: '当事人有权知道结果',
  });
  paper.say(
    '苏晚舟网上提交,不需要账户;得到16位查询码和告知期限的推算:',
    'no account; a receipt code, and the date explained',
  );
  for (const { zh, article } of created.inform.explanation) paper.quote(`${zh}${article ? ` (${article})` : ''}`);
  const { id } = created;
  await story.command(
    id,
    'reg-zhang',
    { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } },
    { zh: '登记', en: 'registered' },
  );
  await story.command(
    id,
    'po-li',
    { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' },
    { zh: '申诉求决,出警慢', en: 'an appeal: slow response' },
  );
  const sent = await story.command(
    id,
    'po-li',
    { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地管理', method: 'POST' },
    { zh: `转送${story.short('donghu-liuqiao')}(转错了)`, en: 'transferred to the wrong station' },
  );
  const child = sent.other?.id ?? '';
  story.expect(
    sent.state === 'REFERRED_DOWN' && child !== '',
    '下级单位生成自己的办理件,告知和异议期限从送达其收件箱起算',
    'the station gets a case of its own, its clocks run from its inbox',
  );

  await story.goTo('2026-03-06T10:00+08:00');
  await story.command(
    child,
    'head-liu',
    {
      type: 'OBJECT',
      reasons: '事发地大码头在望江派出所辖区,不属于本所管辖,接警记录可以证明。',
      proposedOrgan: '望江派出所',
    },
    { zh: '五个工作日内提出异议', en: 'objects within five working days' },
  );
  await story.command(
    child,
    'po-li',
    { type: 'RULE_OBJECTION', upheld: true, reason: '经核实,大码头属望江派出所辖区' },
    { zh: '核实同意,退回', en: 'upheld: it comes back' },
  );
  const back = await story.read(id, 'po-li');
  const inform = back.clocks.find(({ clock }) => clock === 'INFORM_15D');
  story.expect(
    back.state === 'REGISTERED' && inform?.due === created.inform.due,
    `退回后告知期限仍是 ${created.inform.due},不重新起算`,
    'back at the office, the outer clock keeps its old date',
  );
  const accepted = await story.command(
    id,
    'po-li',
    {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['书面说明当晚出警经过'],
      method: 'POST',
    },
    { zh: `受理,由${story.short('donghu-wangjiang')}承办,告知书发出`, en: 'accepted, the notice goes out' },
  );
  const handle = accepted.clocks.find(({ clock }) => clock === 'HANDLE_60D');
  for (const { zh, article } of handle?.explanation ?? []) paper.quote(`${zh}${article ? ` (${article})` : ''}`);
  story.expect(
    handle?.nominalDue === '2026-05-05' && handle.due === '2026-05-06',
    '第60日落在劳动节假期,顺延到 2026-05-06',
    'day 60 falls into the May holidays and rolls',
  );
  await story.command(
    id,
    'head-ma',
    { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' },
    { zh: `指定承办民警${story.name('handler-zhu')}`, en: 'a handler is named' },
  );
  await story.command(
    id,
    'head-ma',
    { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-20', requirements: '调取接警录音和出警记录' },
    { zh: '明确领导、专人、时限', en: 'leader, handler and limit' },
  );
  return { id, receiptCode: created.receiptCode, forgotten };
}

const submit = (story: Story, fields: Readonly<Record<string, unknown>>): Promise<Created> =>
  story.must<Created>('POST', '/petitions', { body: { channel: 'ONLINE', organ: 'donghu', ...fields } });
