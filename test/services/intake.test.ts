import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { fromClerk } from '../../services/intake/requests.ts';
import { Registration } from '../../shared/api/petitions.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { validate } from '../../shared/lambda/validate.ts';
import type { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { accepted, cast } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

describe('registering (登记)', () => {
  test('[P-01] no name, no contact: registered all the same, the duty to inform waived with its reason', async () => {
    const world = new World();
    const { head, inform, receiptCode } = await world.submit({ petitioner: undefined });
    expect(inform).toBeUndefined();
    expect(head.clocks).toEqual([]);
    expect(head.stopped[0]).toMatchObject({ code: 'INFORM_15D', outcome: 'WAIVED' });
    expect(receiptCode).toMatch(/^\d{16}$/);
  });

  test('[V02] the 15 days run from receipt and explain themselves', async () => {
    const world = new World('2026-01-31T15:59:59Z');
    const { inform } = await world.submit();
    expect(inform).toMatchObject({ nominalDue: '2026-02-15', due: '2026-02-24' });
    expect(inform?.explanation.map(({ step }) => step)).toContain('ROLL');
  });

  test('the same key and body give the same answer for ever, the code included; another body gives 422', async () => {
    const world = new World();
    const key = randomUUID();
    const first = await world.submit({}, key);
    world.now = instant('2029-01-01T00:00:00Z');
    const again = await world.submit({}, key);
    expect(again).toEqual(first);
    await expect(world.submit({ reasons: '另一个理由' }, key)).rejects.toMatchObject({ body: { status: 422 } });
    await expect(world.submit({ purpose: 'ACCUSATION' }, key)).rejects.toMatchObject({ body: { status: 422 } });
  });

  test('fifty simultaneous repetitions register one petition', async () => {
    const world = new World();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.submit({}, key)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const database = world.database as MemoryDatabase;
    expect(database.changes.filter(({ key: { sk } }) => sk.startsWith('V#'))).toHaveLength(1);
  });

  test('a clerk registers with a gist and a scan; an earlier day of receipt needs its reason', () => {
    const world = new World();
    const clerk = world.officer('reg-zhang');
    const letter = {
      channel: 'LETTER',
      gist: '反映出警慢',
      scan: { reference: 'S-1', pages: 2 },
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    };
    const read = (fields: object) => fromClerk(validate(Registration(), { ...letter, ...fields }), clerk, world.tree);
    expect(read({}).submission.registration).toMatchObject({ firstContactOfficer: 'reg-zhang' });
    expect(() => read({ receivedAt: '2026-02-27T09:00+08:00' })).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ status: 400 }) }),
    );
    const dated = read({
      receivedAt: '2026-02-27T09:00+08:00',
      receivedAtReason: '收发室日期',
      externalNumber: 'W-77',
      incidentNumber: '110-0203-1',
    });
    expect(dated.submission).toMatchObject({
      receivedAt: '2026-02-27T01:00:00.000Z',
      externalNumber: 'W-77',
      incidentNumber: '110-0203-1',
    });
    expect(dated.extra.receivedAtReason).toBe('收发室日期');
  });

  test('[A-03] a visit keeps its record; texts over the limit are refused by name', () => {
    const world = new World();
    const clerk = world.officer('reg-zhang');
    const visit = {
      channel: 'VISIT',
      gist: '来访',
      narrative: '口述',
      headcount: 12,
      readBack: { how: 'READ_ALOUD' },
      helpNeeds: ['READING'],
      visit: {
        from: '2026-03-02T09:00+08:00',
        receivers: ['reg-zhang'],
        present: ['社区干部'],
        promises: ['三日内回电'],
      },
    };
    const { extra, submission } = fromClerk(validate(Registration(), visit), clerk, world.tree);
    expect(JSON.parse(extra.visit ?? '')).toMatchObject({ promises: ['三日内回电'] });
    expect(submission.headcount).toBe(12);
    expect(() =>
      fromClerk(validate(Registration(), { ...visit, narrative: '长'.repeat(100_001) }), clerk, world.tree),
    ).toThrow(
      expect.objectContaining({
        body: expect.objectContaining({ status: 413, errors: [expect.objectContaining({ pointer: '/narrative' })] }),
      }),
    );
  });
});

describe('sealing (检举控告, 条例30)', () => {
  test('[P-03] [A-12] an accusation is born in the sealed store: no worklist, no proposal, no index, no ordinary case', async () => {
    const world = new World();
    const { id, head } = await world.submit({ purpose: 'ACCUSATION', accused: { officers: ['head-liu'] } });
    expect(head).toMatchObject({ state: 'S_RECEIVED', sealed: true });
    expect(runningClock(head, 'S_SCREEN_5WD')).toBeDefined();
    const { changes } = world.database as MemoryDatabase;
    expect(new Set(changes.filter(({ key }) => key.pk === id).map(({ table }) => table))).toEqual(new Set(['SEALED']));
    await world.propose(id);
    await expect(world.command(id, cast(world).chief, { type: 'SEAL', reason: 'x' })).rejects.toMatchObject({
      body: { status: 404 },
    });
  });

  test('sealing may be asked for before any text is entered', async () => {
    const world = new World();
    const { head } = await world.submit({ seal: true, request: undefined, facts: undefined, reasons: undefined });
    expect(head).toMatchObject({ sealed: true, texts: [] });
  });

  test('[P-03] sealing later moves everything in one transaction; the receipt code follows', async () => {
    const world = new World();
    const { id, receiptCode } = await world.submit({ organ: 'donghu' });
    await world.propose(id);
    await world.command(id, cast(world).officeRegistrar, { type: 'SEAL', reason: '反映民警违纪' });
    expect(await world.head(id)).toMatchObject({ state: 'SEALED', clocks: [] });
    for (const key of [{ pk: id, sk: 'PROPOSAL' }]) expect(await world.database.get('CASES', key)).toBeUndefined();
    expect(await world.database.get('TEXTS', { pk: id, sk: 'BODY' })).toBeUndefined();
    expect(await world.database.get('SEALED', { pk: id, sk: 'BODY' })).toBeDefined();
    expect(await petitionStatus(receiptCode, '127.0.0.1', world.now, world.deps)).toMatchObject({
      state: 'S_RECEIVED',
    });
    await expect(world.command(id, cast(world).chief, { type: 'REGISTER' })).rejects.toMatchObject({
      body: { status: 404 },
    });
  });
});

describe('status by receipt code (P-02)', () => {
  test('[P-02] shows dates, unit, office phone, clocks and documents, and nothing of the inside', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    const code = world.deps.secrets.receiptCode(id);
    const status = await petitionStatus(code.replace(/(\d{4})/g, '$1 '), '127.0.0.1', world.now, world.deps);
    expect(status).toMatchObject({ state: 'ACCEPTED', unit: { name: expect.stringContaining('望江派出所') } });
    expect(JSON.stringify(status)).toContain('2026-05-01');
    expect(JSON.stringify(status)).not.toContain('钱禾');
  });

  test('from D+1 the petitioner sees that it is overdue, by how many days, and whom to call', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { receiptCode } = await world.submit();
    world.now = instant('2026-03-17T23:59+08:00');
    expect(JSON.stringify(await petitionStatus(receiptCode, 'a', world.now, world.deps))).not.toContain('已超期');
    world.now = instant('2026-03-19T09:00+08:00');
    const status = await petitionStatus(receiptCode, 'a', world.now, world.deps);
    expect(status).toMatchObject({ clocks: [{ overdue: { days: 2, text: '已超期 2 天' } }] });
  });

  test('a wrong code costs an attempt, a right one never does', async () => {
    const world = new World();
    const { receiptCode } = await world.submit();
    await expect(petitionStatus('1234567890123456', 'a', world.now, world.deps)).rejects.toMatchObject({
      body: { status: 400 },
    });
    const wrong = world.deps.secrets.receiptCode('0'.repeat(26) as never);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await petitionStatus(receiptCode, 'a', world.now, world.deps);
      await expect(petitionStatus(wrong, 'a', world.now, world.deps)).rejects.toMatchObject({ body: { status: 404 } });
    }
    await expect(petitionStatus(receiptCode, 'a', world.now, world.deps)).rejects.toMatchObject({
      body: { status: 429 },
    });
    await petitionStatus(receiptCode, 'b', world.now, world.deps);
  });
});
