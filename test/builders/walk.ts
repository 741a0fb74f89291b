import type { CaseId } from '../../shared/domain/ids.ts';
import { instant, type World } from './world.ts';

/** Officers of 东湖分局 and 柳桥派出所 in the demo bureau, by what they do; those of the city where it stands in the tables. */
export const cast = (world: World) => ({
  get cityRegistrar() {
    return world.officer('reg-qian');
  },
  get cityOfficer() {
    return world.officer('po-zhou');
  },
  get cityChief() {
    return world.officer('chief-sun');
  },
  officeRegistrar: world.officer('reg-zhang'),
  officer: world.officer('po-li'),
  chief: world.officer('chief-wang'),
  stationRegistrar: world.officer('reg-lin'),
  stationHead: world.officer('head-liu'),
  handler: world.officer('handler-chen'),
  bureauHead: world.officer('bureau-zhao'),
});

/** A petition to 东湖分局, registered and classified as an appeal on slow response. */
export async function classified(world: World, fields: Record<string, unknown> = {}): Promise<CaseId> {
  const { officeRegistrar, officer } = cast(world);
  const { id } = await world.submit({ organ: 'donghu', ...fields });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  return id;
}

/** …accepted by the organ, 望江派出所 charged with it. */
export async function accepted(world: World, fields: Record<string, unknown> = {}): Promise<CaseId> {
  const id = await classified(world, fields);
  await world.command(id, cast(world).officer, {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['说明出警经过并书面答复'],
    method: 'POST',
  });
  return id;
}

/** …under investigation, the petitioner heard. */
export async function heard(world: World): Promise<CaseId> {
  const id = await accepted(world);
  const head = world.officer('head-ma');
  await world.command(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await world.command(id, head, {
    type: 'SET_PLAN',
    leader: 'leader-shen',
    dueAt: (await world.head(id)).clocks.find(({ code }) => code === 'HANDLE_60D')?.nominalDue ?? '',
  });
  await world.command(id, world.officer('handler-zhu'), {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '听取陈述',
  });
  return id;
}

export const DRAFT = {
  type: 'DRAFT_OPINION',
  opinion: {
    facts: '经查,当晚该所两组警力均在处置其他警情,到场用时72分钟。',
    legalBasis: '《信访工作条例》第三十一条、第三十二条',
    items: [{ item: 1, outcome: 'SUPPORT', answer: '出警迟缓属实,已向您说明并整改。' }],
  },
};

export const APPROVE = { type: 'APPROVE_OPINION', check: { facts: true, law: true, papers: true } };

/** …with an opinion issued and dispatched; `approved` is what the head of the unit states beside his approval. */
export async function dispatched(world: World, approved: Record<string, unknown> = {}): Promise<CaseId> {
  const id = await heard(world);
  const { officer, bureauHead } = cast(world);
  await world.command(id, world.officer('handler-zhu'), DRAFT);
  await world.command(id, world.officer('head-ma'), { ...APPROVE, ...approved });
  await world.command(id, bureauHead, APPROVE);
  await world.command(id, world.officer('leader-shen'), { type: 'CHECK_BEFORE_SEND', passed: true, note: '已把关' });
  await world.command(id, officer, { type: 'DISPATCH', method: 'POST' });
  return id;
}

/** …and received by the petitioner at `receivedAt`. */
export async function delivered(world: World, receivedAt: string): Promise<CaseId> {
  const id = await dispatched(world);
  world.now = instant(receivedAt);
  await world.command(id, cast(world).officer, { type: 'DELIVER', method: 'POST', receivedAt, proof: '回执签名' });
  return id;
}

/** A case of 望江派出所 whose opinion went out, its root cause stated at the approval; counted. */
export async function concluded(world: World, rootCause: string): Promise<CaseId> {
  const id = await dispatched(world, { rootCause });
  await world.count(id);
  return id;
}

/** …delivered on 2026-03-20, not challenged, and closed in April. */
export async function closedCase(world: World): Promise<CaseId> {
  const id = await delivered(world, '2026-03-20T02:00:00.000Z');
  await world.command(id, cast(world).officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法处理' });
  world.now = '2026-04-25T01:00:00.000Z' as World['now'];
  await world.command(id, cast(world).chief, {
    type: 'CLOSE',
    reason: 'WINDOW_EXPIRED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '夜间应急警力不足',
  });
  return id;
}
