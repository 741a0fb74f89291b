import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { digest } from '../../services/notify/digest.ts';
import { handlers } from '../../services/notify/http.ts';
import type { NotifyHttpDeps } from '../../services/notify/http-deps.ts';
import { MediationBody, MediationResultBody } from '../../shared/api/mediations.ts';
import { type LocalDate, type OfficerId, unitId } from '../../shared/domain/ids.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { demoBureau, instant, plainKeys } from '../builders/world.ts';
import { NotifiedWorld, SECRET } from './notified-world.ts';
import { type Gateway, startGateway } from './receivers.ts';

let bureau: NotifiedWorld;
let gateway: Gateway;
let deps: NotifyHttpDeps;
beforeEach(async () => {
  bureau = new NotifiedWorld('2026-03-16T01:00:00Z');
  gateway = await startGateway(SECRET, () => Date.parse(bureau.world.now));
  bureau.connect(gateway);
  deps = { ...bureau.world.deps, channelKeys: plainKeys() };
});
afterEach(() => gateway.close());

const SCHEMAS: Partial<Record<keyof ReturnType<typeof handlers>, () => z.ZodMiniType>> = {
  'POST /mediations': MediationBody,
  'POST /mediations/{id}/result': MediationResultBody,
};

/** Calls a route as the entry would: the body through its schema. */
async function call(
  route: keyof ReturnType<typeof handlers>,
  officer: string,
  parts: Record<string, unknown> = {},
): Promise<Answer & { body: Record<string, unknown> }> {
  const { id, unit, roles } = bureau.world.officer(officer);
  const schema = SCHEMAS[route];
  const request = {
    body: undefined,
    query: {},
    path: {},
    now: bureau.world.now,
    claims: { sub: id, unit, roles: `[${roles.join(' ')}]` },
    idempotencyKey: randomUUID(),
    ...parts,
  };
  if (schema) request.body = validate(schema(), request.body) as undefined;
  const handle = handlers()[route] as unknown as (request: unknown, deps: NotifyHttpDeps) => Promise<Answer>;
  return (await handle(request, deps).catch((error: unknown) => {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.body.status, body: error.body };
  })) as Answer & { body: Record<string, unknown> };
}

const WANGJIANG = { path: { id: 'donghu-wangjiang' } };

/** 望江派出所 registered a dispute between neighbours; how `POST /mediations` names it. */
async function dispute() {
  const items = [
    { issue: '路灯损坏', place: '望江路' },
    { issue: '夜市占道引发邻里矛盾', place: '望江路', dispute: 'NEIGHBOUR', outcome: 'TO_MEDIATION' },
  ];
  await call('POST /units/{id}/sheets', 'head-ma', { ...WANGJIANG, body: { kind: 'ISSUE_SCREENING', items } });
  const { body } = await call('GET /units/{id}/sheets', 'head-ma', WANGJIANG);
  const [first] = body.disputes as { sheet: string; savedAt: string; item: number }[];
  return { unit: 'donghu-wangjiang', sheet: first?.sheet, savedAt: first?.savedAt, item: first?.item };
}
const TASK = {
  analysis: '双方对摊位边界有分歧,都愿意谈',
  mediator: 'mediator-bao',
  place: '望江路社区调解室',
  due: '2026-03-27',
};
const open = async (fields: Record<string, unknown> = {}, officer = 'head-ma') =>
  call('POST /mediations', officer, { body: { ...(await dispute()), ...TASK, ...fields } });
const RESULT = {
  firstConsents: true,
  secondConsents: true,
  outcome: 'AGREED',
  terms: '摊位后退一米',
  note: '当面谈妥',
};
const conclude = (id: unknown, body: Record<string, unknown> = RESULT, officer = 'mediator-bao') =>
  call('POST /mediations/{id}/result', officer, { path: { id }, body });

describe('from the register of disputes to mediation (分析调处)', () => {
  test('[A-79] [A-78] a dispute of the register becomes a task: who mediates, where, until when; listed with its lamp', async () => {
    const ref = await dispute();
    expect(ref.item).toBe(1);
    const opened = await call('POST /mediations', 'head-ma', { body: { ...ref, ...TASK } });
    expect(opened).toMatchObject({
      status: 201,
      body: {
        unit: 'donghu-wangjiang',
        mediatorName: '鲍和声',
        due: '2026-03-27',
        daysLeft: 11,
        colour: 'GREEN',
        result: null,
      },
    });
    const id = opened.body.id;
    expect((await call('POST /mediations', 'head-ma', { body: { ...ref, ...TASK } })).body.code).toBe('IN_MEDIATION');
    for (const officer of ['head-ma', 'mediator-bao', 'bureau-zhao'])
      expect((await call('GET /mediations', officer)).body.open, officer).toMatchObject([{ id, colour: 'GREEN' }]);
    bureau.world.now = instant('2026-03-25T01:00:00Z');
    expect((await call('GET /mediations', 'mediator-bao')).body.open).toMatchObject([{ daysLeft: 2, colour: 'RED' }]);
    bureau.world.now = instant('2026-03-28T01:00:00Z');
    expect((await call('GET /mediations', 'head-ma')).body.open).toMatchObject([{ daysLeft: -1, colour: 'BLACK' }]);
    expect((await call('GET /mediations', 'head-liu')).body.open).toEqual([]);
    const named = { query: { unit: 'donghu-wangjiang' } };
    expect((await call('GET /mediations', 'head-liu', named)).status).toBe(403);
    expect((await conclude(id)).status).toBe(200);
    const after = await call('GET /mediations', 'head-ma', named);
    expect(after.body).toMatchObject({ open: [], all: [{ id, result: { outcome: 'AGREED', by: 'mediator-bao' } }] });
  });

  test('[A-79] [A-47] without the consent of both sides nothing was mediated; an agreement states its terms', async () => {
    const { id } = (await open()).body;
    const pointers = async (fields: Record<string, unknown>) => {
      const answer = await conclude(id, { ...RESULT, ...fields });
      return [answer.status, (answer.body.errors as { pointer: string }[])?.map(({ pointer }) => pointer)];
    };
    for (const outcome of ['AGREED', 'FAILED']) {
      expect(await pointers({ secondConsents: false, outcome })).toEqual([400, ['/outcome']]);
      expect(await pointers({ firstConsents: false, outcome })).toEqual([400, ['/outcome']]);
    }
    expect(await pointers({ outcome: 'DECLINED' })).toEqual([400, ['/outcome']]);
    expect(await pointers({ terms: undefined })).toEqual([400, ['/terms']]);
    const declined = await conclude(id, {
      firstConsents: true,
      secondConsents: false,
      outcome: 'DECLINED',
      note: '一方不愿意',
    });
    expect(declined).toMatchObject({ status: 200, body: { result: { outcome: 'DECLINED' } } });
    expect((await conclude(id)).body.code).toBe('MEDIATION_CONCLUDED');
  });

  test('[A-79] what failed can be tried again, what was agreed cannot; its result is for its mediator alone', async () => {
    const ref = await dispute();
    const again = (fields: Record<string, unknown> = {}) =>
      call('POST /mediations', 'head-ma', { body: { ...ref, ...TASK, ...fields } });
    const first = (await again()).body.id;
    for (const officer of ['head-ma', 'chief-wang'])
      expect((await conclude(first, RESULT, officer)).body.code).toBe('NO_SUCH_MEDIATION');
    await conclude(first, { ...RESULT, outcome: 'FAILED', terms: undefined });
    const second = (await again()).body.id;
    expect(second).not.toBe(first);
    await conclude(second);
    expect((await again()).body.code).toBe('IN_MEDIATION');
  });

  test('[A-79] only a dispute of the register, by the head of its unit, to a mediator of the organ, by a day to come', async () => {
    expect((await open({}, 'head-liu')).status).toBe(403);
    expect((await open({}, 'reg-lin')).status).toBe(403);
    expect((await open({ item: 0 })).body.code).toBe('NO_SUCH_DISPUTE');
    expect((await open({ sheet: randomUUID() })).body.code).toBe('NO_SUCH_DISPUTE');
    // Another organ's mediator is none of this one.
    expect((await open()).status).toBe(201);
    const moved = demoBureau.officers.map((one) =>
      one.id === 'mediator-bao' ? { ...one, unit: unitId('xiling-xinfang') } : one,
    );
    for (const fields of [{ mediator: 'head-ma' }, { due: '2026-03-16' }]) {
      const [pointer] = Object.keys(fields);
      expect(await open(fields)).toMatchObject({ status: 400, body: { errors: [{ pointer: `/${pointer}` }] } });
    }
    bureau.change([], moved);
    expect(await open()).toMatchObject({ status: 400, body: { errors: [{ pointer: '/mediator' }] } });
  });

  test('[P-30] no names, numbers or words that brand people in it, before or after', async () => {
    expect(await open({ analysis: '王某某不肯让步', place: '电话13812345678' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/analysis' }, { pointer: '/place' }] },
    });
    const { id } = (await open()).body;
    expect(await conclude(id, { ...RESULT, note: '该人缠访', terms: '姓名:刘山 后退' })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/note' })]) },
    });
  });

  test('[A-79] reminded each working morning: the unit by its digest, the mediator of his own task alone', async () => {
    await open();
    await bureau.prefer('head-ma', { channels: ['WEBHOOK'] });
    await bureau.prefer('mediator-bao', { channels: ['WEBHOOK'] });
    const morning = async (at: string) => {
      bureau.world.now = instant(at);
      await digest(bureau.world.now, bureau.world.deps);
      await bureau.tick(at);
    };
    await morning('2026-03-17T00:30:00Z');
    const told = (officer: string) =>
      gateway.taken.filter(({ body }) => body.to === officer).map(({ body }) => body.text);
    expect(told('mediator-bao')).toHaveLength(1);
    expect(told('mediator-bao')[0]).toContain('纠纷调解,2026-03-27 前登记结果');
    expect(told('head-ma')[0]).toContain('纠纷调解');
    await morning('2026-03-30T00:30:00Z');
    expect(told('mediator-bao').at(-1)).toContain('超期:纠纷调解');
    bureau.change([
      {
        officer: 'mediator-bao' as OfficerId,
        deputy: 'po-li' as OfficerId,
        from: '2026-03-31' as LocalDate,
        to: '2026-04-03' as LocalDate,
      },
    ]);
    await bureau.prefer('po-li', { channels: ['WEBHOOK'] });
    const before = told('mediator-bao').length;
    await morning('2026-03-31T00:30:00Z');
    expect(told('po-li').at(-1)).toContain('纠纷调解');
    expect(told('mediator-bao')).toHaveLength(before);
  });
});
