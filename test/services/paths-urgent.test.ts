import { describe, expect, test } from 'vitest';
import { openFile } from '../../services/casework/open-file.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { classifiedAs, refused } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const FLAG = {
  type: 'FLAG_URGENT',
  lifeAtStake: false,
  place: '望江路8号',
  reason: '有人聚集争执',
  measures: ['MEDIATION'],
};
const DANGER = { ...FLAG, lifeAtStake: true, measures: ['AMBULANCE', 'POLICE_DUTY'] };
const REPORT = { type: 'RECORD_URGENT_REPORT', to: '云泽市公安局', content: '地点、人数、已采取的措施' };

describe('a grave and urgent matter (条例25)', () => {
  test('[A-83] [P-28] danger to life rings before anybody has screened it; the report has two hours', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officeRegistrar } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    const duty = world.officer('leader-shen');
    await expect(world.command(id, duty, { type: 'ACK_URGENT' })).rejects.toMatchObject({ body: { status: 404 } });
    await world.command(id, officeRegistrar, DANGER);
    const flagged = await world.head(id);
    expect(flagged).toMatchObject({ state: 'RECEIVED', screened: false, urgent: { lifeAtStake: true } });
    expect(runningClock(flagged, 'ACK_URGENT')?.dueInstant).toBe('2026-03-02T01:05:00.000Z');
    expect(runningClock(flagged, 'URGENT_REPORT')?.dueInstant).toBe('2026-03-02T03:00:00.000Z');
    // Place, words and phone first: he reads them, and it is logged.
    expect(
      (await openFile(id, 'IDENTITY', '紧急接应', duty, world.now, world.tree, world.deps)).identity,
    ).toMatchObject({
      phone: '13800000000',
    });
    world.now = instant('2026-03-02T01:04:00Z');
    await world.command(id, duty, { type: 'ACK_URGENT', note: '已到场' });
    expect(await world.head(id)).toMatchObject({ urgent: { acknowledgedBy: 'leader-shen' } });
    await expect(world.command(id, duty, { type: 'ACK_URGENT' })).rejects.toMatchObject(
      refused('NOTHING_TO_ACKNOWLEDGE'),
    );
    await world.command(id, duty, REPORT);
    const reported = await world.head(id);
    expect(reported.clocks.map(({ code }) => code)).toEqual(['INFORM_15D']);
    expect(reported.documents.map(({ kind }) => kind)).toEqual(['DOC-URGENT']);
    expect(reported.urgent?.reportedAt).toBe(world.now);
    await expect(world.command(id, duty, REPORT)).rejects.toMatchObject(refused('NO_URGENT_REPORT_DUE'));
    // The file is closed to him again with the report.
    await expect(openFile(id, 'IDENTITY', '再看', duty, world.now, world.tree, world.deps)).rejects.toMatchObject({
      body: { status: 403 },
    });
  });

  test('flagged once; danger that shows later is flagged again and rings, the two hours run on', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).officer, FLAG);
    const first = runningClock(await world.head(id), 'URGENT_REPORT');
    expect(runningClock(await world.head(id), 'ACK_URGENT')).toBeUndefined();
    await expect(world.command(id, cast(world).officer, FLAG)).rejects.toMatchObject(refused('ALREADY_URGENT'));
    world.now = instant('2026-03-02T02:00:00Z');
    await world.command(id, cast(world).officer, DANGER);
    expect(runningClock(await world.head(id), 'URGENT_REPORT')).toEqual(first);
    expect(runningClock(await world.head(id), 'ACK_URGENT')).toBeDefined();
    await expect(world.command(id, cast(world).officer, DANGER)).rejects.toMatchObject(refused('ALREADY_URGENT'));
  });

  test('the case may go its way meanwhile: answer and report are recorded where it left from', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'X.FAMILY' });
    const { officer } = cast(world);
    await world.command(id, officer, DANGER);
    await world.command(id, officer, {
      type: 'REDIRECT',
      organ: { name: '人民调解委员会', address: '柳桥街3号' },
      reason: '家庭纠纷',
      method: 'POST',
    });
    await world.command(id, world.officer('leader-shen'), { type: 'ACK_URGENT' });
    await world.command(id, world.officer('leader-shen'), REPORT);
    expect(await world.head(id)).toMatchObject({ state: 'REDIRECTED', clocks: [] });
  });

  test('[P-03] the report never goes to those complained about', async () => {
    const world = new World();
    const id = await classifiedAs(world, { accused: { units: ['donghu-liuqiao'], officers: [] } });
    await world.command(id, cast(world).officer, FLAG);
    await expect(world.command(id, cast(world).chief, { ...REPORT, to: '柳桥派出所' })).rejects.toMatchObject(
      refused('RECIPIENT_IS_ACCUSED', 'P-03'),
    );
  });
});

describe('official system, superior, waiver', () => {
  test('[P-24] the number of the official system is kept, and another one is refused', async () => {
    const world = new World();
    const id = await classified(world);
    const { officer } = cast(world);
    const exported = { type: 'EXPORT_OFFICIAL', system: 'POLICE' };
    await world.command(id, officer, { ...exported, externalNumber: 'GA-2026-1' });
    expect(await world.head(id)).toMatchObject({
      externalNumber: 'GA-2026-1',
      exportedAt: world.now,
      state: 'REGISTERED',
    });
    await expect(world.command(id, officer, { ...exported, externalNumber: 'GA-2026-2' })).rejects.toMatchObject(
      refused('EXTERNAL_NUMBER_DIFFERS', 'P-24'),
    );
    await world.command(id, officer, exported);
    expect(await world.head(id)).toMatchObject({ externalNumber: 'GA-2026-1' });
  });

  test('[A-24] reported to an organ above, its chief reads the case; no state and no date moves', async () => {
    const world = new World();
    const id = await classified(world);
    const { chief, cityChief, officer } = cast(world);
    const before = await world.head(id);
    await expect(findCase(world.database, id, cityChief, 'READ_CASE', world.tree)).rejects.toMatchObject({
      body: { status: 404 },
    });
    const up = { type: 'ESCALATE_UP', organ: '云泽市公安局', reason: '涉及多个分局' };
    await expect(world.command(id, officer, { ...up, unit: 'yunze' })).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
    for (const unit of ['xiling', 'donghu-liuqiao', 'donghu'])
      await expect(world.command(id, chief, { ...up, unit })).rejects.toMatchObject(refused('NOT_A_SUPERIOR'));
    await expect(world.command(id, chief, { ...up, unit: 'nowhere' })).rejects.toMatchObject(refused('UNKNOWN_UNIT'));
    await world.command(id, chief, { ...up, unit: 'yunze' });
    const after = await world.head(id);
    expect(after).toMatchObject({ state: before.state, clocks: before.clocks, unit: before.unit });
    const found = await findCase(world.database, id, cityChief, 'READ_CASE', world.tree);
    expect([...found.standings]).toEqual(['SUPERIOR']);
    await world.command(id, chief, { ...up, organ: '省公安厅' });
    expect((await world.head(id)).escalated?.to).toBe('yunze-xinfang');
  });

  test('[G6] nothing is reported up to those complained about', async () => {
    const world = new World();
    const id = await classifiedAs(world, { accused: { units: [], officers: ['bureau-wei'] } });
    await expect(
      world.command(id, cast(world).chief, { type: 'ESCALATE_UP', organ: '市局', unit: 'yunze', reason: '请示' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
  });

  test('a clock is waived by two persons with reasons, and stays on record', async () => {
    const world = new World();
    const id = await accepted(world);
    const { chief, bureauHead } = cast(world);
    await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    const waive = { type: 'WAIVE_CLOCK', clock: 'FIRST_CONTACT', reason: '信访人已在受理当日当面陈述' };
    await world.command(id, chief, waive);
    expect(await world.head(id)).toMatchObject({ waiver: { clock: 'FIRST_CONTACT', proposedBy: 'chief-wang' } });
    expect(runningClock(await world.head(id), 'FIRST_CONTACT')).toBeDefined();
    await expect(world.command(id, chief, waive)).rejects.toMatchObject(refused('SECOND_PERSON_REQUIRED'));
    await world.command(id, bureauHead, waive);
    const after = await world.head(id);
    expect(after.waiver).toBeUndefined();
    expect(after.stopped.find(({ code }) => code === 'FIRST_CONTACT')).toMatchObject({ outcome: 'WAIVED' });
    await expect(world.command(id, bureauHead, waive)).rejects.toMatchObject(refused('CLOCK_NOT_RUNNING'));
  });

  test('neither what the law sets nor a right of the petitioner is waived', async () => {
    const world = new World();
    const id = await accepted(world);
    const waive = { type: 'WAIVE_CLOCK', clock: 'HANDLE_60D', reason: '工作繁忙' };
    await expect(world.command(id, cast(world).chief, waive)).rejects.toMatchObject(refused('CLOCK_NOT_WAIVABLE'));
    const window = await classified(world);
    await expect(
      world.command(window, cast(world).chief, { ...waive, clock: 'REVIEW_APPLY_30D' }),
    ).rejects.toMatchObject(refused('CLOCK_NOT_RUNNING'));
    await expect(world.command(id, cast(world).chief, { ...waive, clock: 'NONE' })).rejects.toMatchObject(
      refused('CLOCK_NOT_RUNNING'),
    );
  });
});
