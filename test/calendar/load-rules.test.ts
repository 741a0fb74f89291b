import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../../infra/calendar/load-rules.ts';
import { loadNotice, loadOverlays, readRules } from '../../services/commands/keep-calendar.ts';
import { NoticeBody, OverlaysBody } from '../../shared/api/rules.ts';
import { caseView } from '../../shared/casework/case-view.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, type Instant, officerId } from '../../shared/domain/ids.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { validate } from '../../shared/lambda/validate.ts';
import {
  type Change,
  commit,
  dataKeyOf,
  loadCase,
  ORDINARY,
  prepare,
  readHistory,
  SEALED,
} from '../../shared/store/cases.ts';
import { readLawData } from '../../shared/store/rules.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { BEIJING, ZHEJIANG } from './a-law.ts';
import { NOTICE_2027 } from './notice-2027.ts';

const ADMINISTRATOR = { sub: 'admin-he', unit: 'yunze-bangongshi', roles: '[administrator]' };
/** The fifteen days of a petition received then end on 5 February 2027: a Friday, by the notice a holiday. */
const RECEIVED = '2027-01-21T01:00:00Z';

const addSeconds = (at: Instant, seconds: number): Instant =>
  instant(new Date(Date.parse(at) + seconds * 1000).toISOString());
const request = async <Body>(
  world: World,
  body: Body,
  claims: Record<string, unknown> = ADMINISTRATOR,
  ifMatch?: number,
) =>
  ({
    body,
    claims,
    now: world.now,
    ifMatch: ifMatch ?? (await readLawData(world.database)).version,
  }) as unknown as Request<Body>;
const notice = async (world: World, over: Record<string, unknown> = {}, claims = ADMINISTRATOR) =>
  loadNotice(
    await request(world, validate(NoticeBody(), { ...NOTICE_2027, apply: false, ...over }), claims),
    world.deps,
  );
const overlays = async (world: World, rules: readonly unknown[], over: Record<string, unknown> = {}) =>
  loadOverlays(await request(world, validate(OverlaysBody(), { overlays: rules, apply: false, ...over })), world.deps);

/** All pages of a load; where it asks for some minutes, they pass. */
async function allOf(world: World, load: (after: Record<string, unknown>) => ReturnType<typeof notice>) {
  const pages = [await load({})];
  for (let last = pages[0]; last?.next; last = pages.at(-1)) {
    world.now = addSeconds(world.now, last.wait);
    pages.push(await load({ after: last.next }));
  }
  return {
    pages: pages.length,
    moves: pages.flatMap(({ moves }) => moves),
    sealed: pages.reduce((sum, { sealed }) => sum + sealed.clocks, 0),
    skipped: pages.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}
/** Stored, and the first clock moved. */
async function firstPage(world: World) {
  const { wait, next } = await notice(world, { apply: true, limit: 1 });
  world.now = addSeconds(world.now, wait);
  return notice(world, { apply: true, limit: 1, after: next });
}
const informOf = async (world: World, id: CaseId) => runningClock(await world.head(id), 'INFORM_15D');

/** A world with petitions before and after screening, and one accusation, all with the same last day. */
async function withPetitions() {
  const world = new World(RECEIVED);
  const { officeRegistrar, officer } = cast(world);
  const unscreened = (await world.submit()).id;
  const screened = (await world.submit({ organ: 'donghu' })).id;
  await world.command(screened, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await world.command(screened, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  const sealed = (await world.submit({ purpose: 'ACCUSATION' })).id;
  return { world, unscreened, screened, sealed };
}

describe('a yearly notice', () => {
  test('the dry run shows each clock from when to when and changes nothing', async () => {
    const { world, unscreened, screened } = await withPetitions();
    const { moves } = await allOf(world, (after) => notice(world, after));
    expect(
      moves.filter(({ clock }) => clock === 'INFORM_15D').map((move) => [move.case, move.change, move.from, move.to]),
    ).toEqual(
      expect.arrayContaining(
        [unscreened, screened].map((id) => [
          id,
          'DATES',
          { nominalDue: '2027-02-05', due: '2027-02-05', provisional: true },
          { nominalDue: '2027-02-05', due: '2027-02-14', provisional: false },
        ]),
      ),
    );
    expect((await world.head(screened)).version).toBe(3);
    expect((await informOf(world, unscreened))?.due).toBe('2027-02-05');
    expect((await world.deps.bureau.law()).calendar.version).toBe('CN-2026.1');
    expect((await world.submit()).inform).toMatchObject({ due: '2027-02-05', provisional: true });
  });

  test('applied it is stored, moves each case once, and is logged there with who loaded it', async () => {
    const { world, unscreened, screened } = await withPetitions();
    const dry = await allOf(world, (after) => notice(world, after));
    const applied = await allOf(world, (after) => notice(world, { ...after, apply: true, limit: 1 }));
    expect(applied.pages).toBeGreaterThan(2);
    expect(applied.skipped).toBe(0);
    const ids = ({ moves }: typeof dry) => moves.map((move) => `${move.case}/${move.clock}/${move.to.due}`).sort();
    expect(ids(applied)).toEqual(ids(dry));
    for (const id of [unscreened, screened])
      expect(await informOf(world, id)).toMatchObject({ due: '2027-02-14', calendarVersion: 'CN-2027.1' });
    const last = (await readHistory(world.database, ORDINARY, screened)).at(-1)?.record;
    expect(last).toMatchObject({
      command: 'RECOMPUTE_CLOCKS',
      actor: { kind: 'RULE', rule: 'CALENDAR CN-2027.1', switchedOnBy: 'admin-he' },
      events: expect.arrayContaining([
        expect.objectContaining({
          type: 'clock-moved.v1',
          why: 'CALENDAR',
          from: { nominalDue: '2027-02-05', due: '2027-02-05' },
        }),
      ]),
    });
    const version = (await world.head(screened)).version;
    expect((await allOf(world, (after) => notice(world, { ...after, apply: true }))).moves).toEqual([]);
    expect((await world.head(screened)).version).toBe(version);
    expect((await world.submit()).inform).toMatchObject({
      due: '2027-02-14',
      provisional: false,
      calendarVersion: 'CN-2027.1',
    });
  });

  test('[P-10] of the sealed store nothing but a number is told; its clocks move like all others', async () => {
    const { world, sealed } = await withPetitions();
    const before = (await loadCase(world.database, SEALED, sealed))?.head.clocks ?? [];
    const applied = await allOf(world, (after) => notice(world, { ...after, apply: true }));
    const after = (await loadCase(world.database, SEALED, sealed))?.head.clocks ?? [];
    expect(applied.sealed).toBe(before.length);
    expect(JSON.stringify(applied.moves)).not.toContain(sealed);
    expect(after.map(({ code, calendarVersion }) => [code, calendarVersion])).toEqual(
      before.map(({ code }) => [code, 'CN-2027.1']),
    );
    expect(after.some(({ due }, at) => due !== before[at]?.due)).toBe(true);
  });

  test('interrupted after its first page it goes on where it stood', async () => {
    const { world, unscreened, screened } = await withPetitions();
    await firstPage(world);
    const moved = await Promise.all([unscreened, screened].map(async (id) => (await informOf(world, id))?.due));
    expect(moved).toContain('2027-02-05');
    const rest = await allOf(world, (after) => notice(world, { ...after, apply: true }));
    expect(rest.moves.length).toBeGreaterThan(0);
    expect((await allOf(world, (after) => notice(world, after))).moves).toEqual([]);
  });

  test('what the notice brings forward or puts off reaches the reminders: none on the old last day', async () => {
    const { world, unscreened } = await withPetitions();
    await allOf(world, (after) => notice(world, { ...after, apply: true }));
    world.now = instant('2027-02-06T01:00:00Z');
    await world.sweep();
    const { alarm } = (await loadCase(world.database, ORDINARY, unscreened)) ?? {};
    expect(alarm?.fired).toContain('INFORM_15D:T-5@2027-02-05');
    expect(alarm?.fired.some((key) => key.includes('D+0'))).toBe(false);
    world.now = instant('2027-02-14T16:00:01Z');
    await world.sweep();
    expect((await loadCase(world.database, ORDINARY, unscreened))?.alarm.fired).toContain('INFORM_15D:D+0@2027-02-05');
  });

  test('[V35] a clock that stood still while it was loaded runs on by it, and says so', async () => {
    const { world, screened } = await withPetitions();
    const { officer, stationHead } = cast(world);
    const child = await referredTo(world, screened, 'donghu-liuqiao');
    expect(await informOf(world, screened)).toBeUndefined();
    await allOf(world, (after) => notice(world, { ...after, apply: true }));
    const objection = { type: 'OBJECT', reasons: '事发地点不在本所辖区。', proposedOrgan: '青石派出所' };
    await world.command(child, stationHead, objection);
    await world.command(child, officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    expect(await informOf(world, screened)).toMatchObject({ due: '2027-02-14', calendarVersion: 'CN-2027.1' });
    const { events } = (await readHistory(world.database, ORDINARY, screened)).at(-1)?.record ?? {};
    expect(events).toMatchObject([
      { type: 'referral-returned.v1' },
      { type: 'clock-resumed.v1', clock: { due: '2027-02-05' } },
      { type: 'clock-moved.v1', from: { due: '2027-02-05' }, clock: { due: '2027-02-14' }, why: 'CALENDAR' },
      { type: 'state-changed.v1' },
    ]);
    expect((await allOf(world, (after) => notice(world, after))).moves).toEqual([]);
  });

  test('what runs on in a case that went back moves with the rest', async () => {
    const world = new World('2027-01-28T01:00:00Z');
    const { officer, stationHead } = cast(world);
    const child = await referredTo(world, await classified(world), 'donghu-liuqiao');
    const letter = { type: 'SUPERVISE', ground: 'S1', finding: '久未答复', guidance: '尽快答复' };
    await world.command(child, world.officer('supervisor-kong'), letter);
    const objection = { type: 'OBJECT', reasons: '事发地点不在本所辖区。', proposedOrgan: '青石派出所' };
    await world.command(child, stationHead, objection);
    await world.command(child, officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    const replyOf = async () => (await world.head(child)).clocks.find(({ code }) => code === 'SUPERVISE_REPLY');
    expect(await world.head(child)).toMatchObject({ state: 'RETURNED' });
    expect(await replyOf()).toMatchObject({ due: '2027-02-08' });
    expect(await allOf(world, (after) => notice(world, { ...after, apply: true }))).toMatchObject({ skipped: 0 });
    expect((await replyOf())?.due).toBe('2027-02-14');
    expect((await allOf(world, (after) => notice(world, after))).moves).toEqual([]);
  });

  test('a step that was told of with another is not told of again where the notice parts them', async () => {
    const world = new World(RECEIVED);
    const { id } = await world.submit();
    // Without a notice T-3 falls on the Tuesday, T-1 on the Thursday. One that gives both days off merges them on
    // Monday; the next one takes them back.
    const days = { zh: '临时休假', en: 'Extra days off', off: ['2027-02-02..2027-02-04'] };
    const merging = { holidays: [...NOTICE_2027.holidays, days] };
    await allOf(world, (after) => notice(world, { ...after, ...merging, apply: true }));
    for (const morning of ['2027-01-31T01:00:00Z', '2027-02-01T01:00:00Z']) {
      world.now = instant(morning);
      await world.sweep();
    }
    const told = async () => {
      const { items } = await world.database.query({ table: 'REMINDERS', pk: 'ROLE#yunze-xinfang#registrar' });
      return items.map(({ covers, missed }) => [...(missed as string[]), ...(covers as string[])].join('+'));
    };
    expect(await told()).toEqual(['T-5', 'T-3+T-1+T-0']);
    const taken = { notice: '国办发明电〔2026〕100号' };
    await allOf(world, (after) => notice(world, { ...after, ...taken, apply: true }));
    for (let day = 2; day <= 5; day += 1) {
      world.now = instant(`2027-02-0${day}T01:00:00Z`);
      await world.sweep();
    }
    expect(await told()).toEqual(['T-5', 'T-3+T-1+T-0']);
    expect((await loadCase(world.database, ORDINARY, id))?.alarm.wakeAt).toBe('2027-02-14T16:00:00.000Z');
  });

  test('a closed case whose clock still runs lies in no queue, and is found by its alarm', async () => {
    const { world, screened } = await withPetitions();
    const loaded = await loadCase(world.database, ORDINARY, screened);
    if (!loaded) throw new Error('the case is gone');
    const closing: Change = { loaded, events: [{ type: 'state-changed.v1', to: 'CLOSED' }] };
    const record = { at: world.now, actor: { kind: 'PETITIONER' as const }, command: 'CLOSE' as const };
    const key = await dataKeyOf({ keys: world.deps.keys }, loaded);
    await commit(world.database, await prepare([ORDINARY], [closing], record, [key], CALENDAR));
    const { moves } = await allOf(world, (after) => notice(world, { ...after, apply: true }));
    expect(moves.filter((move) => move.case === screened).map(({ clock }) => clock)).toContain('INFORM_15D');
    expect(await informOf(world, screened)).toMatchObject({ due: '2027-02-14' });
  });

  test('an unsound one is refused with its place', async () => {
    const world = new World(RECEIVED);
    await expect(notice(world, { holidays: NOTICE_2027.holidays.slice(1) })).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/holidays' }] },
    });
    await expect(notice(world, { after: 'nowhere' })).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/after' }] },
    });
  });

  test('what another administrator loads in between, or at the same moment, is a conflict and not overwritten', async () => {
    const world = new World(RECEIVED);
    for (let at = 0; at < 3; at += 1) await world.submit();
    const { next } = await firstPage(world);
    const other = { ...NOTICE_2027, notice: '国办发明电〔2026〕100号' };
    await notice(world, { ...other, apply: true });
    await expect(notice(world, { apply: true, limit: 1, after: next })).rejects.toMatchObject({
      body: { status: 409, code: 'RULES_CHANGED' },
    });
    const atOnce = await Promise.allSettled([
      notice(world, { apply: true }),
      overlays(world, [ZHEJIANG], { apply: true }),
    ]);
    expect(atOnce.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await readRules(await request(world, undefined), world.deps)).version).toBe(3);
  });

  test('a request that was under way while the rules changed brings back nothing that was replaced', async () => {
    const world = new World(RECEIVED);
    const first = async () => validate(NoticeBody(), { ...NOTICE_2027, apply: true });
    const late = await request(world, await first(), ADMINISTRATOR);
    await loadNotice(await request(world, await first()), world.deps);
    await notice(world, { notice: '国办发明电〔2026〕100号', apply: true });
    await expect(loadNotice(late, world.deps)).rejects.toMatchObject({
      body: { status: 412, code: 'VERSION_BEHIND', version: 2 },
    });
    expect((await readLawData(world.database)).notices).toHaveLength(2);
  });

  test('no clock moves before every function counts by the new one: what begins in between is moved with the rest', async () => {
    const { world, unscreened } = await withPetitions();
    const { bureau } = world.deps;
    const before = await bureau.law();
    const { wait, next, looked } = await notice(world, { apply: true });
    expect([wait, looked]).toEqual([300, 0]);
    expect((await informOf(world, unscreened))?.due).toBe('2027-02-05');
    // An instance that read the law a moment ago.
    const fresh = bureau.law;
    bureau.law = async () => before;
    const late = (await world.submit()).id;
    bureau.law = fresh;
    expect((await informOf(world, late))?.calendarVersion).toBe('CN-2026.1');
    world.now = addSeconds(world.now, wait - 1);
    expect(await notice(world, { apply: true, after: next })).toMatchObject({ wait: 1, looked: 0 });
    await allOf(world, (after) => notice(world, { ...after, apply: true }));
    for (const id of [unscreened, late])
      expect(await informOf(world, id)).toMatchObject({ due: '2027-02-14', calendarVersion: 'CN-2027.1' });
  });

  test('only an administrator loads one', async () => {
    const world = new World(RECEIVED);
    const claims = { sub: 'po-zhou', unit: 'yunze-xinfang', roles: '[petitionOfficer]' };
    await expect(notice(world, {}, claims)).rejects.toMatchObject({ body: { status: 403 } });
  });
});

describe('local rules', () => {
  test('what-if, then applied: the organ’s clock is shorter, with source and badge in the case', async () => {
    const world = new World();
    const { id } = await world.submit();
    const [move] = (await allOf(world, (after) => overlays(world, [ZHEJIANG], after))).moves;
    expect(move).toMatchObject({
      case: id,
      clock: 'INFORM_15D',
      from: { due: '2026-03-17' },
      to: { due: '2026-03-09' },
    });
    expect((await informOf(world, id))?.due).toBe('2026-03-17');
    await allOf(world, (after) => overlays(world, [ZHEJIANG, BEIJING], { ...after, apply: true }));
    const head = await world.head(id);
    const { calendar } = await world.deps.bureau.law();
    const reader = { id: officerId('po-li'), standings: new Set<never>(), above: [] };
    const [clock] = caseView(head, reader, undefined, world.now, world.tree, calendar).clocks;
    expect(clock).toMatchObject({
      due: '2026-03-09',
      calendarVersion: 'CN-2026.1+L1',
      overlay: { cite: '浙江省信访条例20', verified: false, badge: '未核实' },
    });
    expect(clock?.explanation.map(({ step }) => step)).toContain('OVERLAY');
    expect(await readRules(await request(world, undefined), world.deps)).toMatchObject({
      version: 1,
      calendar: { version: 'CN-2026.1+L1' },
      overlays: [{ clock: 'INFORM_15D', name: '书面告知(直接收到)', badge: '未核实' }, { clock: 'REVIEW_30D' }],
    });
  });

  test('a clock that a shorter limit makes late at once is pointed out before anybody applies it', async () => {
    const world = new World();
    await world.submit();
    world.now = instant('2026-03-12T01:00:00Z');
    expect((await allOf(world, (after) => overlays(world, [ZHEJIANG], after))).moves).toMatchObject([
      { overdueByMove: true },
    ]);
  });

  test('a rule that lengthens a clock of the organ is refused, naming the field', async () => {
    const rule = { clock: 'HANDLE_60D', n: 90, cite: '某地规定', verified: false };
    await expect(overlays(new World(), [ZHEJIANG, rule])).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/overlays/1/n' }] },
    });
    await expect(overlays(new World(), [{ ...ZHEJIANG, verified: true }])).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/overlays/0/verified' }] },
    });
  });

  test('taken back, they act on nothing that begins later, and leave what runs', async () => {
    const world = new World();
    await allOf(world, (after) => overlays(world, [ZHEJIANG], { ...after, apply: true }));
    const { id, inform } = await world.submit();
    expect(inform).toMatchObject({ due: '2026-03-09', overlay: { applied: true } });
    expect((await allOf(world, (after) => overlays(world, [], { ...after, apply: true }))).moves).toEqual([]);
    expect((await informOf(world, id))?.due).toBe('2026-03-09');
    expect((await world.submit()).inform).toMatchObject({ due: '2026-03-17' });
  });

  test('[G3] an extension is counted by the rules that the period began under, whatever was loaded or taken back since', async () => {
    const world = new World();
    const extend = { type: 'EXTEND', days: 10, reason: '案情复杂', capacity: 'HEAD', method: 'POST' };
    const rule = { clock: 'HANDLE_60D', n: 45, cite: '某省信访条例第三十条', verified: false };
    const extensionOf = async (id: CaseId) => runningClock(await world.head(id), 'EXT_30D');
    await allOf(world, (after) => overlays(world, [rule], { ...after, apply: true }));
    const shortened = await accepted(world);
    await allOf(world, (after) => overlays(world, [], { ...after, apply: true }));
    await world.command(shortened, cast(world).bureauHead, extend);
    expect(await extensionOf(shortened)).toMatchObject({ nominalDue: '2026-04-26', calendarVersion: 'CN-2026.1+L1' });
    const ordinary = await accepted(world);
    const before = await world.head(ordinary);
    await world.command(ordinary, cast(world).bureauHead, extend);
    expect(runningClock(before, 'HANDLE_60D')).toMatchObject({ nominalDue: '2026-05-01' });
    expect(await extensionOf(ordinary)).toMatchObject({ nominalDue: '2026-05-11', calendarVersion: 'CN-2026.1' });
  });
});

describe('npm run calendar -- load', () => {
  /** The routes over HTTP, as the gateway would carry them. */
  async function serving<T>(world: World, use: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(async (incoming, answer) => {
      const body = JSON.parse(Buffer.concat(await incoming.toArray()).toString('utf8') || '{}');
      const send = (status: number, value: unknown) => answer.writeHead(status).end(JSON.stringify(value));
      try {
        const claims = incoming.headers.authorization === 'Bearer good' ? ADMINISTRATOR : {};
        if (incoming.url === '/rules')
          return send(200, await readRules(await request(world, undefined, claims), world.deps));
        const replaces = Number(incoming.headers['if-match']?.replaceAll('"', '') ?? 0);
        const asked = await request(world, validate(NoticeBody(), { limit: 1, ...body }), claims, replaces);
        send(200, await loadNotice(asked, world.deps));
      } catch (error) {
        if (error instanceof HttpProblem) send(error.body.status, error.body);
        else send(500, {});
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test('prints what would move, page after page; with --apply it moves it and looks once more', async () => {
    const { world, unscreened } = await withPetitions();
    const lines: string[] = [];
    const options = {
      kind: 'NOTICE' as const,
      content: { ...NOTICE_2027 },
      token: 'good',
      print: (line: string) => void lines.push(line),
      wait: async (seconds: number) => {
        world.now = addSeconds(world.now, seconds);
      },
    };
    await serving(world, async (url) => {
      expect(await loadRules({ ...options, url, apply: false })).toBe(0);
      expect(lines).toContain(`${unscreened}  INFORM_15D  2027-02-05(暂定) → 2027-02-05/2027-02-14`);
      expect(lines.at(-1)).toContain('试算');
      expect((await informOf(world, unscreened))?.due).toBe('2027-02-05');
      expect(await loadRules({ ...options, url, apply: true })).toBe(0);
      expect(lines.at(-1)).toContain('没有仍需移动的期限');
      expect(lines.some((line) => line.includes('300 s'))).toBe(true);
    });
    expect((await informOf(world, unscreened))?.due).toBe('2027-02-14');
  });

  test('a refusal names what is wrong and where', async () => {
    await serving(new World(), async (url) => {
      const options = {
        kind: 'NOTICE' as const,
        content: { ...NOTICE_2027, year: 2030 },
        url,
        apply: false,
        print: () => undefined,
        wait: async () => undefined,
      };
      await expect(loadRules({ ...options, token: 'good' })).rejects.toThrow(/400.*\n {2}\/year: /);
      await expect(loadRules({ ...options, token: 'none' })).rejects.toThrow(/^40[13] /);
    });
  });
});
