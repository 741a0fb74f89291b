import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '../../services/reminders/sweep.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { unitId } from '../../shared/domain/ids.ts';
import { SEALED } from '../../shared/store/cases.ts';
import { readDeliveries, writePreferences } from '../../shared/store/notifications.ts';
import { accepted, cast } from '../builders/walk.ts';
import { demoBureau } from '../builders/world.ts';
import { type NotifiedWorld, startNotified } from './notified-world.ts';
import type { Gateway, MailServer } from './receivers.ts';

const WEBHOOK = { channels: ['WEBHOOK'] } as const;
/** INFORM_15D of a petition received on 2026-03-02 ends on 3/17; T-5 3/12, T-3 Fri 3/13 (3/14 is Saturday). */
const RECEIVED = '2026-03-02T01:00:00Z';
const YELLOW = '2026-03-12T01:00:00Z';
const RED = '2026-03-13T01:00:00Z';

let bureau: NotifiedWorld;
let gateway: Gateway;
let mails: MailServer;
beforeEach(async () => {
  ({ bureau, gateway, mails } = await startNotified(RECEIVED));
});
afterEach(() => bureau.close());

const undelivered = async () => (await readDeliveries(bureau.world.database, 'UNDELIVERED', { limit: 100 })).deliveries;
const ledger = async () =>
  (await readDeliveries(bureau.world.database, localDateOf(bureau.world.now), { limit: 100 })).deliveries;

describe('what goes out', () => {
  test('a red reminder: signed, in time, once; case number, clock, date and link, nothing of the petition', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(YELLOW);
    expect(gateway.requests).toEqual([]);
    await bureau.tick(RED);
    await bureau.tick();
    expect(gateway.requests).toHaveLength(1);
    expect(gateway.taken).toHaveLength(1);
    const body = gateway.taken[0]?.body ?? {};
    expect(body).toMatchObject({
      to: 'reg-zhang',
      type: 'xinfang.reminder.v1',
      caseId: id,
      clock: 'INFORM_15D',
      step: 'T-3',
      due: '2026-03-17',
    });
    expect(body.text).toContain(`https://xf.example/petitions/${id}`);
    expect(JSON.stringify(body)).not.toMatch(/钱禾|柳桥|13800000000|出警/);
    expect(await ledger()).toMatchObject([{ officer: 'reg-zhang', channel: 'WEBHOOK', state: 'SENT', attempts: 1 }]);
    expect(JSON.stringify(await ledger())).not.toContain(id);
  });

  test('by mail, with the same id whenever it is sent again', async () => {
    await bureau.prefer('reg-zhang', { channels: ['MAIL'], mail: 'zhang@donghu.example' });
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    mails.refusals.push(451);
    await bureau.tick(RED);
    expect(mails.mails).toEqual([]);
    expect(await undelivered()).toMatchObject([{ reason: 'SMTP_451', attempts: 1, state: 'WAITING' }]);
    await bureau.tick('2026-03-13T01:01:00Z');
    expect(mails.mails).toHaveLength(1);
    expect(mails.mails[0]?.to).toEqual(['zhang@donghu.example']);
    const [line] = await ledger();
    expect(mails.mails[0]?.raw).toContain(`Message-ID: <${line?.id}@donghu.example>`);
    const text =
      mails.mails[0]?.raw
        .split(/\r?\n\r?\n/)
        .slice(1)
        .join('') ?? '';
    expect(Buffer.from(text, 'base64').toString()).toContain(id);
    expect(await undelivered()).toEqual([]);
  });

  test('nobody who chose no channel is written to; the choice of a unit counts for its officers', async () => {
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(RED);
    expect(gateway.requests).toEqual([]);
    expect(await ledger()).toEqual([]);
    await writePreferences(bureau.world.database, { unit: unitId('donghu-xinfang') }, WEBHOOK);
    await bureau.prefer('chief-wang', { channels: [] });
    await bureau.tick('2026-03-16T01:00:00Z');
    expect(gateway.taken.map(({ body }) => body.to).sort()).toEqual(['po-li', 'reg-zhang']);
  });

  test('one person with two roles is told once', async () => {
    const officers = demoBureau.officers.map((officer) =>
      officer.id === 'po-li'
        ? { ...officer, roles: ['registrar', 'petitionOfficer', 'petitionChief'] as const }
        : officer,
    );
    bureau.change([], officers);
    await bureau.prefer('po-li', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(RED);
    expect(gateway.taken.map(({ body }) => body.to)).toEqual(['po-li']);
    expect(gateway.requests).toHaveLength(1);
  });
});

describe('what does not arrive', () => {
  test('is tried again, later each time, under one id, stands in the list of failures, and is given up in the end', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    gateway.answers.push(503, 500, 302, 503, 503, 503);
    const tried: string[] = [];
    for (let minute = 0; minute < 400; minute += 1) {
      const before = gateway.requests.length;
      await bureau.tick(new Date(Date.parse(RED) + minute * 60_000).toISOString());
      if (gateway.requests.length > before) tried.push(String(minute));
    }
    expect(tried).toEqual(['0', '1', '6', '21', '81', '321']);
    expect(new Set(gateway.requests.map(({ id }) => id)).size).toBe(1);
    expect(await undelivered()).toMatchObject([{ state: 'FAILED', attempts: 6, reason: 'HTTP_503' }]);
    expect(await bureau.deliver()).toMatchObject({ looked: 0, nextDue: null });
  });

  test('a receiver that took it and whose answer was lost sees the same id again', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    const { WEBHOOK: send } = bureau.channels;
    let lost = 0;
    bureau.channels = {
      WEBHOOK: async (message) => {
        await send?.(message);
        lost += 1;
        if (lost === 1) throw new Error('the run died after sending');
      },
    };
    expect(await bureau.tick(RED)).toMatchObject({ errors: 1 });
    await bureau.tick('2026-03-13T01:05:00Z');
    expect(gateway.requests).toHaveLength(2);
    expect(gateway.taken).toHaveLength(1);
    expect(await ledger()).toMatchObject([{ state: 'SENT' }]);
  });

  test('a run that was taken for dead, and whose follower died: the line is looked after until it is settled', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    const { WEBHOOK: send } = bureau.channels;
    let tries = 0;
    bureau.channels = {
      WEBHOOK: async (message) => {
        await send?.(message);
        tries += 1;
        if (tries === 1) await bureau.tick('2026-03-13T01:03:00Z');
        else if (tries === 2) throw new Error('the run died after sending');
      },
    };
    // The first hangs in its try; three minutes later the second takes the line over, and dies. Then the first goes on.
    await bureau.tick(RED);
    expect(tries).toBe(2);
    expect(await ledger()).toMatchObject([{ state: 'WAITING', attempts: 2 }]);
    await bureau.tick('2026-03-13T01:06:00Z');
    expect(await ledger()).toMatchObject([{ state: 'SENT', attempts: 3 }]);
    expect(gateway.taken).toHaveLength(1);
    expect(await bureau.deliver()).toMatchObject({ looked: 0, nextDue: null });
  });

  test('runs at once send it once', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    for (let at = 0; at < 10; at += 1) await bureau.world.submit({ organ: 'donghu' });
    bureau.world.now = RED as never;
    await bureau.world.sweep();
    await bureau.relay();
    await Promise.all([bureau.deliver(), bureau.deliver(), bureau.deliver()]);
    expect(gateway.requests).toHaveLength(10);
    expect(gateway.taken).toHaveLength(10);
  });

  test('a forged or an old message is refused by the receiver', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(RED);
    const forged = (timestamp: string) =>
      fetch(gateway.url, {
        method: 'POST',
        body: '{}',
        headers: { 'x-xinfang-timestamp': timestamp, 'x-xinfang-signature': 'v1=00', 'x-xinfang-message-id': 'x' },
      });
    expect((await forged(String(Date.parse(RED) / 1000))).status).toBe(401);
    bureau.world.now = '2026-03-13T02:00:00.000Z' as never;
    bureau.channels
      .WEBHOOK?.({
        id: 'y',
        to: 'reg-zhang' as never,
        subject: '',
        text: '',
        fields: {},
        at: RED as never,
      })
      .catch(() => undefined);
    await expect.poll(() => gateway.requests.at(-1)).toEqual({ status: 401, id: 'y' });
  });
});

describe('looked up at the moment of sending', () => {
  test('answered in the meantime: not sent, and recorded as such', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    bureau.world.now = RED as never;
    await bureau.world.sweep();
    await bureau.relay();
    const { officeRegistrar, officer } = cast(bureau.world);
    await bureau.world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await bureau.world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await bureau.world.command(id, officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await bureau.deliver();
    expect(gateway.requests).toEqual([]);
    expect(await ledger()).toMatchObject([{ officer: 'reg-zhang', state: 'NOT_SENT', reason: 'ANSWERED' }]);
  });

  test('answered after a failed try: not tried again, and gone from the list of failures', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    gateway.answers.push(503);
    await bureau.tick(RED);
    expect(await undelivered()).toHaveLength(1);
    const { officeRegistrar, officer } = cast(bureau.world);
    await bureau.world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await bureau.world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await bureau.world.command(id, officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await bureau.tick('2026-03-13T01:10:00Z');
    expect(gateway.requests).toHaveLength(1);
    expect(await undelivered()).toEqual([]);
    expect(await ledger()).toMatchObject([{ state: 'NOT_SENT', reason: 'ANSWERED', attempts: 1 }]);
  });

  test('a deputy is told instead of an officer on leave; a deputy on leave himself is not', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.prefer('po-li', WEBHOOK);
    const leave = { officer: 'reg-zhang', deputy: 'po-li', from: '2026-03-10', to: '2026-03-13' } as never;
    bureau.change([leave]);
    // Only the registrar is asked here: the petition officer hears in his own role too, once.
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(RED);
    expect(gateway.taken.map(({ body }) => body.to)).toEqual(['po-li']);
    bureau.change([leave, { officer: 'po-li', deputy: 'reg-zhang', from: '2026-03-10', to: '2026-03-20' } as never]);
    await bureau.tick('2026-03-16T01:00:00Z');
    expect(gateway.taken.at(-1)?.body).toMatchObject({ to: 'reg-zhang', step: 'T-1' });
  });

  test('whoever left the role after a failed try is not told; who has it now is', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.prefer('reg-lin', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu' });
    gateway.answers.push(503);
    await bureau.tick(RED);
    const moved: Readonly<Record<string, string>> = { 'reg-zhang': 'donghu-liuqiao', 'reg-lin': 'donghu-xinfang' };
    const officers = demoBureau.officers.map((one) => ({ ...one, unit: unitId(moved[one.id] ?? one.unit) }));
    bureau.change([], officers);
    await bureau.tick('2026-03-13T01:02:00Z');
    expect(gateway.taken.map(({ body }) => body.to)).toEqual(['reg-lin']);
    expect(await undelivered()).toEqual([]);
    expect((await ledger()).map(({ officer, state, reason }) => [officer, state, reason]).sort()).toEqual([
      ['reg-lin', 'SENT', undefined],
      ['reg-zhang', 'NOT_SENT', 'NOT_RESPONSIBLE'],
    ]);
  });

  test('a clock that runs again to another day is not the one that was reminded of', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    bureau.world.now = RED as never;
    await bureau.world.sweep();
    await bureau.relay();
    const { clocks } = await bureau.world.head(id);
    await bureau.patch(id, {
      clocks: clocks.map((clock) => ({ ...clock, nominalDue: '2026-04-17', due: '2026-04-17' })),
    });
    await bureau.deliver();
    expect(gateway.requests).toEqual([]);
  });

  test('[P-03] what was sealed after its reminder was decided is not spoken of outside', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    bureau.world.now = RED as never;
    await bureau.world.sweep();
    await bureau.relay();
    await bureau.patch(id, { state: 'SEALED' });
    await bureau.deliver();
    expect(gateway.requests).toEqual([]);
  });

  test('[P-03] nobody who was named as complained about after the reminder was decided, and no deputy of that kind', async () => {
    await bureau.prefer('reg-zhang', WEBHOOK);
    await bureau.prefer('reg-lin', WEBHOOK);
    bureau.change([{ officer: 'reg-zhang', deputy: 'reg-lin', from: '2026-03-01', to: '2026-03-30' } as never]);
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    bureau.world.now = RED as never;
    await bureau.world.sweep();
    await bureau.relay();
    await bureau.accuse(id, 'reg-zhang', 'reg-lin');
    await bureau.deliver();
    expect(gateway.requests).toEqual([]);
  });

  test('[P-03] sealed accusations never leave the inbox', async () => {
    await bureau.prefer('sealed-xie', WEBHOOK);
    await bureau.world.submit({ organ: 'donghu', seal: true });
    bureau.world.now = '2026-03-09T02:00:00Z' as never;
    const swept = await sweep(bureau.world.now, { ...bureau.world.deps, tables: SEALED }, () => true);
    expect(swept.reminders).toBeGreaterThan(0);
    await bureau.relay();
    expect(await bureau.deliver()).toMatchObject({ errors: 0, sent: 0 });
    expect(gateway.requests).toEqual([]);
  });
});

describe('quiet hours', () => {
  const QUIET = { channels: ['WEBHOOK'], quiet: { from: '22:00', to: '10:00' } } as const;

  test('never delay a red or overdue notice of the law', async () => {
    await bureau.prefer('reg-zhang', QUIET);
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tick(RED);
    expect(gateway.taken).toHaveLength(1);
    await bureau.tick('2026-03-17T16:00:00Z');
    expect(gateway.taken.at(-1)?.body).toMatchObject({ colour: 'BLACK', step: 'D+0' });
  });

  test('put off what the bureau only promised, until they end', async () => {
    await bureau.prefer('handler-zhu', QUIET);
    const id = await accepted(bureau.world);
    await bureau.world.command(id, bureau.world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    // FIRST_CONTACT, three working days: red on the last of them.
    const result = await bureau.tick('2026-03-05T01:00:00Z');
    expect(gateway.requests).toEqual([]);
    expect(result.nextDue).toBe('2026-03-05T02:00:00.000Z');
    expect(await undelivered()).toEqual([]);
    await bureau.tick('2026-03-05T01:59:00Z');
    expect(gateway.requests).toEqual([]);
    await bureau.tick('2026-03-05T02:00:00Z');
    expect(gateway.taken.map(({ body }) => body.clock ?? body.arrival).sort()).toEqual(['FIRST_CONTACT', 'HANDLER']);
  });
});
