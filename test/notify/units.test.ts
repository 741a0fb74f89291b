import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digest } from '../../services/notify/digest.ts';
import { handlers } from '../../services/notify/http.ts';
import type { NotifyHttpDeps } from '../../services/notify/http-deps.ts';
import { calendarFeed } from '../../shared/domain/calendar-feed.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import { unitId } from '../../shared/domain/ids.ts';
import { lintSheet } from '../../shared/domain/unit-sheets.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { writeAudit } from '../../shared/store/audits.ts';
import { openChannels } from '../../shared/store/channel-settings.ts';
import { readTasks } from '../../shared/store/unit-work.ts';
import { accepted, cast, concluded, heard } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { asPetitioner } from '../builders/walk-review.ts';
import { instant, plainKeys } from '../builders/world.ts';
import { NotifiedWorld, SECRET } from './notified-world.ts';
import { type Gateway, startGateway } from './receivers.ts';

type RouteName = keyof ReturnType<typeof handlers>;

let bureau: NotifiedWorld;
let gateway: Gateway;
let deps: NotifyHttpDeps;
beforeEach(async () => {
  bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
  gateway = await startGateway(SECRET, () => Date.parse(bureau.world.now));
  bureau.connect(gateway);
  deps = { ...bureau.world.deps, channelKeys: plainKeys() };
});
afterEach(() => gateway.close());

/** Calls a route as the entry would, with what it has read. */
async function call(
  route: RouteName,
  officer: string | undefined,
  parts: Record<string, unknown> = {},
): Promise<Answer> {
  const known = officer ? bureau.world.officer(officer) : undefined;
  const request = {
    body: undefined,
    query: {},
    path: {},
    now: bureau.world.now,
    claims: known ? { sub: known.id, unit: known.unit, roles: `[${known.roles.join(' ')}]` } : {},
    idempotencyKey: undefined,
    ...parts,
  };
  const handle = handlers()[route] as unknown as (request: unknown, deps: NotifyHttpDeps) => Promise<Answer>;
  return handle(request, deps).catch((error: unknown) => {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.body.status, body: error.body };
  });
}
const morning = (at: string) => digest(instant(at), bureau.world.deps);
const WANGJIANG = { path: { id: 'donghu-wangjiang' } };

describe('the digest of the morning', () => {
  test('one for each unit that has something, to its head, on working days; twice changes nothing', async () => {
    await bureau.prefer('head-ma', { channels: ['WEBHOOK'] });
    const id = await accepted(bureau.world);
    bureau.world.now = instant('2026-03-03T00:30:00Z');
    await morning('2026-03-03T00:30:00Z');
    await morning('2026-03-03T00:30:00Z');
    await bureau.deliver();
    await morning('2026-03-03T00:31:00Z');
    await bureau.deliver();
    const digests = gateway.taken.filter(({ body }) => body.type === 'xinfang.digest.v1');
    expect(digests.map(({ body }) => [body.to, body.unit])).toEqual([['head-ma', 'donghu-wangjiang']]);
    expect(String(digests[0]?.body.text)).toContain(id);
    // Beside it that the case came to the unit, which no stream had told of.
    expect(gateway.taken.filter((one) => !digests.includes(one)).map(({ body }) => body.arrival)).toEqual(['UNIT']);
    expect(JSON.stringify(gateway.taken)).not.toMatch(/钱禾|柳桥街12号|13800000000/);
    expect(await morning('2026-03-07T00:30:00Z')).toEqual({ units: 0, tasks: 0, missed: 0 });
  });

  test('what still lies with a unit that was merged is in a digest to the head of the unit that took over', async () => {
    await bureau.prefer('head-yuan', { channels: ['WEBHOOK'] });
    const id = await accepted(bureau.world);
    bureau.world.now = instant('2026-03-03T00:30:00Z');
    bureau.abolish('donghu-wangjiang', 'donghu-qingshi');
    await morning('2026-03-03T00:30:00Z');
    await bureau.deliver();
    const digests = gateway.taken.filter(({ body }) => body.type === 'xinfang.digest.v1');
    expect(digests.map(({ body }) => [body.to, body.unit])).toEqual([['head-yuan', 'donghu-wangjiang']]);
    expect(String(digests[0]?.body.text)).toContain(id);
  });

  test('[A-37] [A-76] the first working day of the week brings the agenda and opens WEEKLY_REVIEW; stations screen on the 1st and 15th', async () => {
    await accepted(bureau.world);
    await morning('2026-03-09T00:30:00Z');
    const { body } = await call('GET /units/{id}/digest', 'head-ma', { ...WANGJIANG, query: { day: '2026-03-09' } });
    expect(body).toMatchObject({ agenda: true, tasks: [{ kind: 'WEEKLY_REVIEW', due: '2026-03-10' }] });
    await morning('2026-03-13T00:30:00Z');
    const tasks = await readTasks(bureau.world.database, unitId('donghu-wangjiang'), '2026-03-01' as LocalDate);
    expect(tasks.map(({ kind, due }) => `${kind} ${due}`)).toEqual([
      'WEEKLY_REVIEW 2026-03-10',
      'ISSUE_SCREENING 2026-03-18',
    ]);
    // Where nobody heads a unit by himself nobody would do it.
    for (const unit of ['yunze-churujing', 'yunze-fanzha', 'donghu'])
      expect(await readTasks(bureau.world.database, unitId(unit), '2026-03-01' as LocalDate), unit).toEqual([]);
  });

  test('[P-26] what was withdrawn is in the digest of the petition office until it is closed', async () => {
    const { world } = bureau;
    const id = await heard(world);
    await asPetitioner(world, id, { type: 'WITHDRAW', words: '民警已当面说明,我不再要求答复', free: true });
    world.now = instant('2026-03-06T09:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, { type: 'CONFIRM_WITHDRAWAL', note: '电话核实,本人自愿' });
    world.now = instant('2026-04-08T00:30:00Z');
    await morning('2026-04-08T00:30:00Z');
    const lines = async () => {
      const office = { path: { id: 'donghu-xinfang' }, query: { day: '2026-04-08' } };
      const { body } = await call('GET /units/{id}/digest', 'chief-wang', office);
      return (body as { lines: { caseId: CaseId; clock: string }[] }).lines;
    };
    expect((await world.head(id)).state).toBe('WITHDRAWN');
    expect(await lines()).toMatchObject([{ caseId: id }]);
    await world.command(id, officer, { type: 'CLOSE', reason: 'WITHDRAWN', rootCause: 'RC.NONE', lesson: '无' });
    expect(await lines()).toEqual([]);
  });

  test('what was sent on since the morning is gone from the sheet of the unit that had it', async () => {
    const { world } = bureau;
    const id = await classifiedAs(world, {});
    const below = await referredTo(world, id, 'donghu-liuqiao');
    await morning('2026-03-03T00:30:00Z');
    const lines = async () => {
      const station = { path: { id: 'donghu-liuqiao' }, query: { day: '2026-03-03' } };
      return ((await call('GET /units/{id}/digest', 'head-liu', station)).body as { lines: unknown[] }).lines;
    };
    expect(await lines()).toMatchObject([{ caseId: below }]);
    // An objection waits for the office that referred it.
    await world.command(below, cast(world).stationHead, {
      type: 'OBJECT',
      reasons: '不属于本所管辖,事发地在青石镇石板沟村,有现场录像。',
      proposedOrgan: '青石派出所',
    });
    expect(await lines()).toEqual([]);
  });

  test('[P-03] what became hidden from the reader since is gone from his sheet, and on paper too', async () => {
    const id = await accepted(bureau.world);
    await morning('2026-03-03T00:30:00Z');
    const query = { day: '2026-03-03' };
    const lines = async (officer: string) =>
      ((await call('GET /units/{id}/digest', officer, { ...WANGJIANG, query })).body as { lines: unknown[] }).lines;
    expect(await lines('head-ma')).toHaveLength(1);
    const html = await call('GET /units/{id}/digest', 'head-ma', { ...WANGJIANG, query: { ...query, format: 'html' } });
    expect(html.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' });
    expect(String(html.body)).toContain(id);
    await bureau.accuse(id, 'head-ma');
    expect(await lines('head-ma')).toHaveLength(0);
    expect((await call('GET /units/{id}/digest', 'head-liu', { ...WANGJIANG, query })).status).toBe(403);
  });
});

describe('[A-57] [A-103] what rises beyond its usual level, and what recurs, is told to the petition office in its digest', () => {
  const OFFICE = { path: { id: 'donghu-xinfang' } };
  const query = { day: '2026-03-03' };
  const risingOf = async (officer: string) =>
    ((await call('GET /units/{id}/digest', officer, { ...OFFICE, query })).body as { rising: unknown[] }).rising;

  /** So many petitions on slow response at 东湖分局, on record for months, and the digest of the next morning. */
  async function rise(many: number): Promise<CaseId[]> {
    const { now } = bureau.world;
    bureau.world.now = instant('2025-12-22T01:00:00Z');
    const thanks = await classifiedAs(bureau.world, { purpose: 'THANKS', category: 'SERVICE.THANKS' });
    await bureau.world.count(thanks);
    bureau.world.now = now;
    const ids: CaseId[] = [];
    for (let number = 0; number < many; number += 1) {
      const id = await classifiedAs(bureau.world, {});
      await bureau.world.count(id);
      ids.push(id);
    }
    bureau.world.now = instant('2026-03-03T00:30:00Z');
    await morning('2026-03-03T00:30:00Z');
    return ids;
  }

  test('cause, unit and number, by message, in the sheet and on paper', async () => {
    await bureau.prefer('chief-wang', { channels: ['WEBHOOK'] });
    await rise(6);
    await bureau.deliver();
    const told = '预警:云泽市公安局东湖分局「不出警、出警慢」近14天 6 件,多于平常';
    const digests = gateway.taken.filter(({ body }) => body.type === 'xinfang.digest.v1');
    expect(digests.map(({ body }) => body.to)).toEqual(['chief-wang']);
    expect(String(digests[0]?.body.text).split('\n')).toContain(told);
    // What is usual counts for all readers at once: it is left to `GET /warnings`, which counts it for one (P-10).
    expect(await risingOf('chief-wang')).toEqual([
      {
        unit: 'donghu',
        unitName: '云泽市公安局东湖分局',
        count: 6,
        category: 'RESPONSE.SLOW',
        categoryName: '不出警、出警慢',
      },
    ]);
    const sheet = await call('GET /units/{id}/digest', 'chief-wang', {
      ...OFFICE,
      query: { ...query, format: 'html' },
    });
    expect(String(sheet.body)).toContain(`<li>${told}</li>`);
  });

  test('nothing is told of four, nor to who is not of the petition office, nor in the digest of another unit', async () => {
    await rise(4);
    expect(await risingOf('chief-wang')).toEqual([]);
    await rise(2);
    expect(await risingOf('chief-wang')).toHaveLength(1);
    expect(await risingOf('reg-zhang')).toEqual([]);
    const above = { path: { id: 'yunze-xinfang' }, query };
    const { body } = await call('GET /units/{id}/digest', 'chief-sun', above);
    expect(body).toMatchObject({ lines: [], rising: [{ unit: 'donghu', count: 6 }] });
    expect((await call('GET /units/{id}/digest', 'head-ma', { ...WANGJIANG, query })).status).toBe(404);
  });

  test('what rises in a station is told of the station, not once more of the organ around it', async () => {
    const ids = await rise(0);
    for (let number = 0; number < 7; number += 1) {
      const id = await classifiedAs(bureau.world, {});
      ids.push(id, await referredTo(bureau.world, id, 'donghu-liuqiao'));
    }
    for (const id of ids) await bureau.world.count(id);
    await morning('2026-03-03T00:31:00Z');
    expect(await risingOf('chief-wang')).toMatchObject([{ unit: 'donghu-liuqiao', count: 7 }]);
    // Of the station he may know of four, which are no warning; those above them are hidden from him as well.
    for (const id of ids.filter((_, at) => at % 2 === 1).slice(0, 3)) await bureau.accuse(id, 'chief-wang');
    expect(await risingOf('chief-wang')).toEqual([]);
    expect(await risingOf('po-li')).toMatchObject([{ unit: 'donghu-liuqiao', count: 7 }]);
  });

  test('five old petitions that a station got are no reason to leave out eight new ones of its organ', async () => {
    const { now } = bureau.world;
    const old: CaseId[] = [];
    for (const day of ['2025-12-22', '2025-12-29', '2026-01-12', '2026-01-26', '2026-02-09']) {
      bureau.world.now = instant(`${day}T01:00:00Z`);
      old.push(await classifiedAs(bureau.world, {}));
    }
    bureau.world.now = now;
    for (const id of old) {
      await bureau.world.count(await referredTo(bureau.world, id, 'donghu-liuqiao'));
      await bureau.world.count(id);
    }
    await rise(8);
    const told = ['donghu', 'donghu-liuqiao'].map((unit) => expect.objectContaining({ unit }));
    expect(await risingOf('chief-wang')).toEqual(expect.arrayContaining(told));
  });

  test('root causes that recur stand in the agenda of the week alone', async () => {
    for (let number = 0; number < 3; number += 1) await concluded(bureau.world, 'RC.RESPONSE_SLOW');
    const recurringOn = async (day: string) => {
      await morning(`${day}T00:30:00Z`);
      return (await call('GET /units/{id}/digest', 'chief-wang', { ...OFFICE, query: { day } })).body;
    };
    // Nothing else is to be told on a Tuesday.
    expect(await recurringOn('2026-03-03')).toMatchObject({ code: 'NO_DIGEST' });
    expect(await recurringOn('2026-03-09')).toMatchObject({
      agenda: true,
      recurring: [{ unit: 'donghu-wangjiang', rootCause: 'RC.RESPONSE_SLOW', rootCauseName: '出警迟缓', count: 3 }],
    });
    const monday = { ...OFFICE, query: { day: '2026-03-09', format: 'html' } };
    expect(String((await call('GET /units/{id}/digest', 'chief-wang', monday)).body)).toMatch(
      /<li>倾向性问题:[^<]*望江路?派出所「出警迟缓」近90天 3 件<\/li>/,
    );
  });

  test('[P-03] [P-10] petitions that complain of the reader are not counted for him; where what is left is no more than chance he is told nothing', async () => {
    const ids = await rise(8);
    await bureau.accuse(ids[0] as CaseId, 'chief-wang');
    expect(await risingOf('chief-wang')).toMatchObject([{ count: 7 }]);
    for (const id of ids.slice(1, 4)) await bureau.accuse(id, 'chief-wang');
    expect(await risingOf('chief-wang')).toEqual([]);
    expect(await risingOf('po-li')).toMatchObject([{ count: 8 }]);
    // Sealed since then, it tells him nothing either.
    await bureau.world.command(ids[1] as CaseId, cast(bureau.world).officer, { type: 'SEAL', reason: '涉检举控告' });
    expect(await risingOf('chief-wang')).toEqual([]);
    expect(await risingOf('po-li')).toMatchObject([{ count: 7 }]);
  });
});

describe('sheets of issues', () => {
  const items = [{ issue: '夜市占道引发邻里矛盾', place: '望江路', dispute: 'NEIGHBOUR', outcome: 'TO_MEDIATION' }];

  test('[A-78] stop the task of the unit, once, and feed the register of disputes', async () => {
    await accepted(bureau.world);
    await morning('2026-03-13T00:30:00Z');
    bureau.world.now = instant('2026-03-16T02:00:00Z');
    const saved = await call('POST /units/{id}/sheets', 'head-ma', {
      ...WANGJIANG,
      body: { kind: 'ISSUE_SCREENING', items },
    });
    expect(saved).toMatchObject({ status: 201, body: { stopped: { kind: 'ISSUE_SCREENING', due: '2026-03-18' } } });
    const { body } = await call('GET /units/{id}/sheets', 'head-ma', { ...WANGJIANG });
    expect(body).toMatchObject({
      sheets: [{ kind: 'ISSUE_SCREENING', by: 'head-ma' }],
      disputes: [{ issue: '夜市占道引发邻里矛盾', outcome: 'TO_MEDIATION' }],
      tasks: [{ kind: 'ISSUE_SCREENING', doneAt: '2026-03-16T02:00:00.000Z' }],
    });
    bureau.world.now = instant('2026-03-16T02:01:00Z');
    const again = await call('POST /units/{id}/sheets', 'head-ma', {
      ...WANGJIANG,
      body: { kind: 'ISSUE_SCREENING', items },
    });
    expect(again).toMatchObject({ status: 201, body: { stopped: null } });
  });

  test('[P-30] hold no names, numbers or words that brand people, each refused with its place', async () => {
    const refused = await call('POST /units/{id}/sheets', 'head-ma', {
      ...WANGJIANG,
      body: { kind: 'ISSUE_SCREENING', items: [{ issue: '联系人:某甲,电话13812345678' }] },
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/items/0/issue' }, {}] } });
    const of = (issue: string) => lintSheet([{ issue }]).length;
    for (const bad of ['证号110101199003077512', '王某某反映夜间噪声', '张**家漏水', '该人缠访多次', '姓名:刘山'])
      expect(of(bad), bad).toBeGreaterThan(0);
    for (const good of ['夜市噪声扰民', '望江路12号楼漏水', '某路段停车难', '物业收费争议,已转调解'])
      expect(of(good), good).toBe(0);
  });

  test('are saved by the unit itself alone', async () => {
    const body = { kind: 'WEEKLY_REVIEW', items };
    expect((await call('POST /units/{id}/sheets', 'head-liu', { ...WANGJIANG, body })).status).toBe(403);
    expect((await call('POST /units/{id}/sheets', 'chief-wang', { ...WANGJIANG, body })).status).toBe(403);
  });
});

describe('the calendar feed', () => {
  const token = async (head = 'head-ma', of: { readonly path: { readonly id: string } } = WANGJIANG) => {
    const { body } = await call('POST /units/{id}/calendar', head, of);
    return new URL((body as { path: string }).path, 'https://xf.example').searchParams.get('token') ?? '';
  };
  const feed = (secret: string, of = WANGJIANG) =>
    call('GET /units/{id}/calendar.ics', undefined, { ...of, query: { token: secret } });

  test('case number and clock only, for whoever has the secret; a new secret ends the old', async () => {
    const id = await accepted(bureau.world);
    const first = await token();
    const { body, headers } = await feed(first);
    expect(headers).toEqual({ 'content-type': 'text/calendar; charset=utf-8' });
    const text = String(body).replace(/\r\n /g, '');
    expect(text).toContain(`UID:${id}-HANDLE_60D@xinfang`);
    expect(text).toContain('DTSTART;VALUE=DATE:20260506');
    expect(text).not.toMatch(/钱禾|柳桥|13800000000|出警/);
    const second = await token();
    expect((await feed(first)).status).toBe(404);
    expect((await feed(second)).status).toBe(200);
    expect((await feed('A'.repeat(43))).status).toBe(404);
    expect((await call('POST /units/{id}/calendar', 'handler-zhu', WANGJIANG)).status).toBe(403);
  });

  test('[P-03] a case in which somebody of the unit is complained about is not in what all of them read', async () => {
    const id = await accepted(bureau.world);
    const other = await accepted(bureau.world);
    await bureau.accuse(id, 'handler-qin');
    const text = String((await feed(await token())).body).replace(/\r\n /g, '');
    expect(text).toContain(other);
    expect(text).not.toContain(id);
  });

  test('a clock stands in the feed of whoever owes the next step: of a contested referral the referrer, of what was withdrawn the office', async () => {
    const textOf = async (head: string, id: string) => {
      const of = { path: { id } };
      return String((await feed(await token(head, of), of)).body).replace(/\r\n /g, '');
    };
    const below = await referredTo(
      bureau.world,
      await classifiedInCity(bureau.world),
      'donghu',
      cast(bureau.world).cityOfficer,
    );
    expect(await textOf('chief-wang', 'donghu-xinfang')).toContain(below);
    await bureau.world.command(below, cast(bureau.world).chief, {
      type: 'OBJECT',
      reasons: '不属于本分局管辖,事发地在西岭区松岭镇,有现场录像。',
      proposedOrgan: '西岭分局',
    });
    expect(await textOf('chief-sun', 'yunze-xinfang')).toContain(below);
    expect(await textOf('chief-wang', 'donghu-xinfang')).not.toContain(below);
    const { officer } = cast(bureau.world);
    const withdrawn = await accepted(bureau.world);
    expect(await textOf('head-ma', 'donghu-wangjiang')).toContain(withdrawn);
    await asPetitioner(bureau.world, withdrawn, {
      type: 'WITHDRAW',
      words: '民警已当面说明,我不再要求答复',
      free: true,
    });
    bureau.world.now = instant('2026-03-06T02:00:00Z');
    await bureau.world.command(withdrawn, officer, { type: 'CONFIRM_WITHDRAWAL', note: '电话核实,本人自愿' });
    const head = await bureau.world.head(withdrawn);
    expect([head.state, head.clocks.length > 0]).toEqual(['WITHDRAWN', true]);
    expect(await textOf('chief-wang', 'donghu-xinfang')).toContain(withdrawn);
    expect(await textOf('head-ma', 'donghu-wangjiang')).not.toContain(withdrawn);
  });

  test('RFC 5545: lines of 75 octets at most, no character cut, CRLF, special signs escaped', () => {
    const entry = {
      caseId: 'a'.repeat(26) as CaseId,
      clock: 'X',
      clockZh: '很长的名称,'.repeat(20),
      due: '2026-12-31' as LocalDate,
    };
    const text = calendarFeed('单位;一', [entry], instant('2026-03-02T01:00:00Z'));
    const lines = text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replace(/\r\n /g, '')).toContain(`SUMMARY:${'很长的名称\\,'.repeat(20)} ${'a'.repeat(26)}`);
    expect(text).toContain('X-WR-CALNAME:单位\\;一');
    expect(text).toContain('DTEND;VALUE=DATE:20270101');
    expect(text).toContain('DTSTAMP:20260302T010000Z');
    expect(text).not.toMatch(/\uFFFD/);
  });
});

describe('preferences, gateways, ledgers', () => {
  test('everybody sets his own, the head those of his unit', async () => {
    const mine = { of: 'ME', channels: ['MAIL'], mail: 'zhu@wangjiang.example', quiet: { from: '22:00', to: '07:00' } };
    expect((await call('PUT /preferences', 'handler-zhu', { body: mine })).status).toBe(200);
    expect((await call('PUT /preferences', 'handler-zhu', { body: { of: 'UNIT', channels: [] } })).status).toBe(403);
    expect((await call('PUT /preferences', 'head-ma', { body: { of: 'UNIT', channels: ['WEBHOOK'] } })).status).toBe(
      200,
    );
    expect((await call('GET /preferences', 'handler-zhu')).body).toMatchObject({
      inForce: { channels: ['MAIL'], mail: 'zhu@wangjiang.example' },
      unit: { channels: ['WEBHOOK'] },
    });
    expect((await call('GET /preferences', 'handler-qin')).body).toMatchObject({ inForce: { channels: ['WEBHOOK'] } });
  });

  test('secrets of gateways go in and never come out; they lie encrypted', async () => {
    const secret = 'a webhook secret of thirty-two signs or more';
    const body = {
      baseUrl: 'https://xf.example',
      webhook: { url: 'https://sms.example/hook', secret },
      mail: {
        host: 'mail.example',
        port: 465,
        secure: true,
        user: 'xf',
        password: 'pass-word',
        from: 'xf@mail.example',
      },
    };
    expect((await call('PUT /channels', 'po-li', { body })).status).toBe(403);
    const answers = [await call('PUT /channels', 'admin-he', { body }), await call('GET /channels', 'admin-he')];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { webhook: { url: 'https://sms.example/hook' } } });
      expect(JSON.stringify(answer)).not.toMatch(/thirty-two|pass-word/);
    }
    const stored = await bureau.world.database.get('REMINDERS', { pk: 'CHANNELS', sk: 'CHANNELS' });
    expect(JSON.stringify(stored)).not.toMatch(/thirty-two|pass-word/);
    expect(await openChannels(bureau.world.database, plainKeys())).toMatchObject({
      webhookSecret: secret,
      mailPassword: 'pass-word',
    });
  });

  test('the list of failures is for administrators and auditors, and names no case', async () => {
    await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    gateway.answers.push(503);
    await bureau.tick('2026-03-13T01:00:00Z');
    expect((await call('GET /deliveries', 'po-li', { query: { failed: 'true' } })).status).toBe(403);
    const { body } = await call('GET /deliveries', 'admin-he', { query: { failed: 'true' } });
    expect(body).toMatchObject({ deliveries: [{ officer: 'reg-zhang', what: 'INFORM_15D T-3', reason: 'HTTP_503' }] });
    expect(JSON.stringify(body)).not.toContain(id);
    expect((await call('GET /audits', 'handler-zhu')).status).toBe(403);
    expect((await call('GET /audits', 'auditor-fang')).body).toEqual({ day: '2026-03-13', audits: [] });
  });

  test('[P-03] [P-10] audits of the sweep count for everybody, and name no case that their reader may not open', async () => {
    const plain = await classifiedAs(bureau.world, {});
    const about = await classifiedAs(bureau.world, { accused: { units: [], officers: ['supervisor-kong'] } });
    const example = (caseId: CaseId) =>
      ({
        caseId,
        threshold: 'INFORM_15D:T-5@2026-03-17',
        at: bureau.world.now,
        kind: 'NOT_ARMED',
        repaired: true,
      }) as const;
    const counts = { heads: 2, clocks: 2, thresholds: 2, findings: 2, repaired: 2, complete: true };
    await writeAudit(bureau.world.database, '2026-03-02' as LocalDate, {
      at: bureau.world.now,
      store: 'CASES',
      ...counts,
      examples: [example(plain), example(about)],
    });
    const named = async (officer: string) => {
      const { body } = await call('GET /audits', officer, { query: { day: '2026-03-02' } });
      const { audits } = body as { audits: { examples: { caseId: CaseId }[] }[] };
      expect(audits, officer).toMatchObject([counts]);
      return audits.flatMap(({ examples }) => examples.map(({ caseId }) => caseId));
    };
    expect(await named('chief-wang')).toEqual([plain, about]);
    expect(await named('supervisor-kong')).toEqual([plain]);
    expect(await named('chief-mao')).toEqual([]);
    await bureau.world.command(plain, cast(bureau.world).officer, { type: 'SEAL', reason: '涉检举控告' });
    expect(await named('chief-wang')).toEqual([about]);
  });
});
