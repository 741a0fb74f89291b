import { describe, expect, test } from 'vitest';
import { CommandBody } from '../../shared/api/commands.ts';
import { standingsOf } from '../../shared/domain/access.ts';
import { fireDue, mailboxFor, mailboxKey, NEW_ALARM } from '../../shared/domain/alarms.ts';
import { stillLies } from '../../shared/domain/arrivals.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { type CaseId, type Instant, unitId } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { cast, classified } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, referredTo, refused } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const WHY = '事发地点跨越两个辖区,首次接警单位与事发地单位意见不一致。';
const OBJECTION = { type: 'OBJECT', reasons: WHY, proposedOrgan: '青石派出所' };

/** Sent to 柳桥, back, and to 望江: the second station in a row. */
async function bouncedOnce(world: World): Promise<{ id: CaseId; child: CaseId }> {
  const id = await classified(world);
  const first = await referredTo(world, id, 'donghu-liuqiao');
  await world.command(first, cast(world).stationHead, OBJECTION);
  await world.command(first, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
  return { id, child: await referredTo(world, id, 'donghu-wangjiang') };
}

describe('disputed jurisdiction (条例24)', () => {
  test('[A-23] [A-22] the second bounce is no bounce: it goes to the common superior, every date stands', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const { child } = await bouncedOnce(world);
    const head = world.officer('head-ma');
    await expect(world.command(child, head, OBJECTION)).rejects.toMatchObject(refused('SECOND_BOUNCE', 'A-22'));
    const outer = runningClock(await world.head(child), 'REF_INFORM_15D');
    await world.command(child, head, { type: 'DISPUTE', with: 'donghu-qingshi', reason: WHY });
    const disputed = await world.head(child);
    expect(disputed).toMatchObject({
      state: 'CONFLICT',
      unit: 'donghu-wangjiang',
      dispute: { with: 'donghu-qingshi' },
    });
    expect(runningClock(disputed, 'REF_INFORM_15D')).toEqual(outer);
    expect(runningClock(disputed, 'OBJECT_5WD')).toBeUndefined();
    expect(runningClock(disputed, 'CONFLICT_DECIDE')).toMatchObject({ due: '2026-06-23' });
    // Both stations are of 东湖分局: its own petition chief is the nearest above both.
    const decide = { type: 'DECIDE_JURISDICTION', to: 'donghu-qingshi', reason: '事发地属青石辖区' };
    await expect(world.command(child, head, decide)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    world.now = instant('2026-06-17T01:00:00Z');
    await world.command(child, cast(world).chief, decide);
    const decided = await world.head(child);
    expect(decided).toMatchObject({
      state: 'REGISTERED',
      unit: 'donghu-qingshi',
      hops: disputed.hops + 1,
      jurisdiction: { by: 'chief-wang' },
    });
    expect(decided.dispute).toBeUndefined();
    expect(decided.clocks).toEqual([outer]);
    expect(decided.documents.map(({ kind }) => kind)).toContain('DOC-JURIS');
    // Whoever accepts it, or a leader who says by whom it is handled, is bound by it as well.
    await expect(
      world.command(child, cast(world).officer, {
        type: 'ACCEPT',
        handlingUnit: 'donghu-wangjiang',
        requestItems: ['答复'],
        method: 'POST',
      }),
    ).rejects.toMatchObject({ refusal: { code: 'JURISDICTION_DECIDED', field: '/handlingUnit' } });
    await world.command(child, cast(world).officer, { type: 'PROPOSE', proposal: '建议批示', to: 'bureau-zhao' });
    await expect(
      world.command(child, world.officer('bureau-zhao'), {
        type: 'INSTRUCT',
        instruction: '由望江所办理',
        unit: 'donghu-wangjiang',
      }),
    ).rejects.toMatchObject({ refusal: { code: 'JURISDICTION_DECIDED', field: '/unit' } });
    // Final: neither a second dispute nor an objection.
    const now = world.officer('head-yuan');
    await expect(
      world.command(child, now, { type: 'DISPUTE', with: 'donghu-liuqiao', reason: WHY }),
    ).rejects.toMatchObject(refused('JURISDICTION_DECIDED'));
    await expect(world.command(child, now, OBJECTION)).rejects.toMatchObject(refused('JURISDICTION_DECIDED'));
  });

  test('[G8] [A-22] what was referred goes back by an objection alone: neither to the referrer nor on to another organ', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const { officer, chief, cityOfficer } = cast(world);
    const child = await referredTo(world, await classifiedInCity(world), 'donghu', cityOfficer);
    const to = (unit: string) => ({ type: 'TRANSFER', to: unit, reason: '属地管理', method: 'POST' });
    for (const unit of ['xiling', 'yunze', 'xiling-songling'])
      await expect(world.command(child, officer, to(unit))).rejects.toMatchObject(
        refused('REFERRED_STAYS_BELOW', 'G8'),
      );
    world.now = instant('2026-06-29T01:00:00Z');
    await expect(
      world.command(child, chief, {
        type: 'ASSIGN',
        to: 'xiling',
        requirements: '请办理',
        reportDue: '2026-08-01',
        method: 'POST',
      }),
    ).rejects.toMatchObject(refused('REFERRED_STAYS_BELOW', 'G8'));
    await referredTo(world, child, 'donghu-wangjiang');
    // Its own bureau complained about, it has to give it away.
    const against = await referredTo(world, await classifiedInCity(world), 'donghu', cityOfficer);
    await world.command(against, officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: ['donghu'], officers: [] },
    });
    await referredTo(world, against, 'yunze-zhian', officer);
    const chiefs = await referredTo(world, await classifiedInCity(world), 'donghu', cityOfficer);
    await world.command(chiefs, officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'CONDUCT.ATTITUDE',
      accused: { units: [], officers: [chief.id] },
    });
    await referredTo(world, chiefs, 'yunze', officer);
  });

  test('[A-22] what its own station returned is no bounce of a bureau; whoever was right once may object again, others may not', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const { officer, chief, cityOfficer, stationHead } = cast(world);
    const uphold = { type: 'RULE_OBJECTION', upheld: true, reason: '属实' };
    const root = await classifiedInCity(world);
    const child = await referredTo(world, root, 'donghu', cityOfficer);
    const below = await referredTo(world, child, 'donghu-liuqiao');
    await world.command(below, stationHead, OBJECTION);
    await world.command(below, officer, uphold);
    const objection = { ...OBJECTION, proposedOrgan: '西岭分局,非东湖分局' };
    await world.command(child, chief, objection);
    await world.command(child, cityOfficer, uphold);
    const other = await referredTo(world, root, 'xiling', cityOfficer);
    await expect(
      world.command(other, world.officer('chief-mao'), { ...OBJECTION, proposedOrgan: '东湖分局' }),
    ).rejects.toMatchObject(refused('SECOND_BOUNCE', 'A-22'));
    // Sent to the one that was right all the same, it says so once more.
    const again = await classifiedInCity(world);
    for (let round = 0; round < 2; round += 1) {
      const sent = await referredTo(world, again, 'donghu', cityOfficer);
      await world.command(sent, chief, objection);
      await world.command(sent, cityOfficer, uphold);
    }
    const third = await referredTo(world, again, 'donghu', cityOfficer);
    await expect(world.command(third, chief, objection)).rejects.toMatchObject(refused('SECOND_BOUNCE', 'A-22'));
    expect(await world.head(again)).toMatchObject({ bounces: 2 });
  });

  test('[G8] an objection says in words why, and who else is competent', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const { stationHead, officer } = cast(world);
    const child = await referredTo(world, await classified(world), 'donghu-liuqiao');
    for (const proposedOrgan of ['柳桥派出所', '本所即柳桥派出所'])
      await expect(world.command(child, stationHead, { ...OBJECTION, proposedOrgan })).rejects.toMatchObject({
        refusal: { code: 'PROPOSED_ORGAN_UNFIT', field: '/proposedOrgan' },
      });
    expect(CommandBody().safeParse({ ...OBJECTION, reasons: '。'.repeat(24) }).success).toBe(false);
    await world.command(child, stationHead, OBJECTION);
    await world.command(child, officer, { type: 'RULE_OBJECTION', upheld: false, reason: '不属实' });
    await expect(world.command(child, stationHead, OBJECTION)).rejects.toMatchObject({
      refusal: { code: 'OBJECTION_LATE', zh: expect.stringContaining('已经提出过异议') },
    });
  });

  test('two county bureaus: the city decides, the interim duty stays where the case lies', async () => {
    const world = new World();
    const id = await classified(world);
    const { chief, cityChief, officer } = cast(world);
    await world.command(id, chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    const disputed = await world.head(id);
    expect(disputed).toMatchObject({ state: 'CONFLICT', organ: 'donghu', unit: 'donghu-xinfang' });
    const clock = runningClock(disputed, 'CONFLICT_DECIDE');
    if (!clock) throw new Error('the dispute has its clock');
    expect(CLOCKS.CONFLICT_DECIDE.recipients.base).toContain('superiorPetitionChief');
    expect(mailboxFor('superiorPetitionChief', disputed, clock, world.tree)).toEqual({
      kind: 'ROLE',
      unit: 'yunze-xinfang',
      role: 'petitionChief',
    });
    const decide = { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' };
    await expect(world.command(id, officer, decide)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    await world.command(id, cityChief, decide);
    const decided = await world.head(id);
    expect(decided).toMatchObject({ organ: 'xiling', office: 'xiling-xinfang', unit: 'xiling-xinfang', hops: 2 });
    expect(decided.clocks.find(({ code }) => code === 'INFORM_15D')).toEqual(runningClock(disputed, 'INFORM_15D'));
    // The bureau that has it now accepts it.
    await world.command(id, world.officer('po-shao'), { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    expect((await world.head(id)).organ).toBe('xiling');
  });

  test('what is not decided in five working days is told one level up, and may be decided there', async () => {
    const world = new World();
    const { chief, cityChief, stationHead } = cast(world);
    const toldOf = async (id: CaseId) => {
      const head = await world.head(id);
      const over = runningClock(head, 'CONFLICT_DECIDE')?.dueInstant as Instant;
      const fired = fireDue(head, NEW_ALARM, over, world.tree, CALENDAR);
      return fired?.reminders
        .filter(({ clock }) => clock === 'CONFLICT_DECIDE')
        .map(({ mailbox, roles }) => `${mailboxKey(mailbox)} ${roles}`);
    };
    // Two stations: their bureau decides, and the city where it does not.
    const child = await referredTo(world, await classified(world), 'donghu-liuqiao');
    await world.command(child, stationHead, { type: 'DISPUTE', with: 'donghu-wangjiang', reason: WHY });
    expect(await toldOf(child)).toEqual([
      'ROLE#donghu-xinfang#petitionChief superiorPetitionChief',
      'ROLE#donghu#bureauHead bureauHead',
      'ROLE#yunze-xinfang#petitionChief nextAboveSuperior',
    ]);
    // Two counties: the city decides, with no organ above it here; its head is told.
    const other = await classified(world);
    await world.command(other, chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    expect(await toldOf(other)).toEqual([
      'ROLE#yunze-xinfang#petitionChief superiorPetitionChief',
      'ROLE#donghu#bureauHead bureauHead',
      'ROLE#yunze#bureauHead nextAboveSuperior',
    ]);
    // Until it is reported up to him, the dispute of two stations is none of his.
    expect(standingsOf(cityChief, await world.head(child), undefined, world.tree).size).toBe(0);
    const up = { type: 'ESCALATE_UP', organ: '云泽市公安局', unit: 'yunze-xinfang', reason: '分局逾期未裁定' };
    await world.command(child, chief, up);
    await world.command(child, cityChief, { type: 'DECIDE_JURISDICTION', to: 'donghu-wangjiang', reason: '行为地' });
    expect(await world.head(child)).toMatchObject({ unit: 'donghu-wangjiang', jurisdiction: { by: cityChief.id } });
    const decide = { type: 'DECIDE_JURISDICTION', to: 'donghu', reason: '首接单位' };
    await expect(world.command(other, world.officer('bureau-zhao'), decide)).rejects.toMatchObject(
      refused('NOT_YOUR_COMMAND'),
    );
    await world.command(other, world.officer('bureau-wei'), decide);
    expect(await world.head(other)).toMatchObject({ state: 'REGISTERED', organ: 'donghu' });
  });

  test('whom it was reported to before decides no dispute, unless it is for him', async () => {
    const world = new World();
    const id = await classified(world);
    const up = { type: 'ESCALATE_UP', organ: '云泽市公安局', unit: 'yunze-xinfang', reason: '请研究' };
    await world.command(id, cast(world).chief, up);
    await world.command(id, cast(world).chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    const head = await world.head(id);
    const standings = (officer: string) => [...standingsOf(world.officer(officer), head, undefined, world.tree)];
    expect(standings('chief-sun')).toEqual(['COMMON_SUPERIOR', 'SUPERIOR']);
    // Reported up before there was a dispute, or to an office that is not above it.
    const child = await referredTo(world, await classified(world), 'donghu-liuqiao');
    await world.command(child, cast(world).chief, up);
    world.now = instant('2026-03-03T01:00:00Z');
    await world.command(child, cast(world).stationHead, { type: 'DISPUTE', with: 'donghu-wangjiang', reason: WHY });
    expect([...standingsOf(world.officer('chief-sun'), await world.head(child), undefined, world.tree)]).toEqual([
      'SUPERIOR',
    ]);
    const elsewhere = { ...head, escalated: { to: unitId('xiling-xinfang'), at: world.now } };
    expect([...standingsOf(world.officer('chief-mao'), elsewhere, undefined, world.tree)]).toEqual(['SUPERIOR']);
    expect(transitionOf('DECIDE_JURISDICTION').actors).toEqual(['COMMON_SUPERIOR']);
  });

  test('[P-03] where the chief who would decide is complained about the head of his organ hears of it and decides', async () => {
    const world = new World();
    const id = await classifiedAs(world, { accused: { units: [], officers: ['chief-sun'] } });
    await world.command(id, cast(world).chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    const disputed = await world.head(id);
    expect(mailboxFor('superiorPetitionChief', disputed, { code: 'CONFLICT_DECIDE' }, world.tree)).toEqual({
      kind: 'ROLE',
      unit: 'yunze',
      role: 'bureauHead',
    });
    const decide = { type: 'DECIDE_JURISDICTION', to: 'donghu', reason: '首接' };
    await world.command(id, world.officer('bureau-wei'), decide);
    expect(await world.head(id)).toMatchObject({ state: 'REGISTERED', jurisdiction: { by: 'bureau-wei' } });
  });

  test('decided where it lies, it has not hopped', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    await world.command(id, cast(world).cityChief, { type: 'DECIDE_JURISDICTION', to: 'donghu', reason: '首接' });
    expect(await world.head(id)).toMatchObject({ state: 'REGISTERED', organ: 'donghu', hops: 1 });
  });

  test('[G6] nothing is decided onto those complained about, nor outside the superior’s command', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: ['donghu-liuqiao'], officers: [] },
    });
    await world.command(id, cast(world).chief, { type: 'DISPUTE', with: 'donghu-wangjiang', reason: WHY });
    const decide = { type: 'DECIDE_JURISDICTION', reason: '裁定' };
    const superior = cast(world).cityChief;
    await expect(world.command(id, superior, { ...decide, to: 'donghu-liuqiao' })).rejects.toMatchObject(
      refused('RECIPIENT_IS_ACCUSED', 'G6'),
    );
    await expect(world.command(id, superior, { ...decide, to: 'nowhere' })).rejects.toMatchObject(
      refused('UNKNOWN_UNIT'),
    );
    const { child } = await bouncedOnce(world);
    await world.command(child, world.officer('head-ma'), { type: 'DISPUTE', with: 'donghu-qingshi', reason: WHY });
    await expect(world.command(child, cast(world).chief, { ...decide, to: 'xiling' })).rejects.toMatchObject(
      refused('UNIT_OUTSIDE_COMMAND'),
    );
  });

  test('[G6] [P-03] nobody complained about is made the other side, who is sent the ruling', async () => {
    const world = new World();
    const id = await classifiedAs(world, { accused: { units: ['donghu-qingshi'], officers: ['head-ma'] } });
    const child = await referredTo(world, id, 'donghu-liuqiao');
    for (const other of ['donghu-qingshi', 'donghu-wangjiang'])
      await expect(
        world.command(child, cast(world).stationHead, { type: 'DISPUTE', with: other, reason: WHY }),
      ).rejects.toMatchObject({ refusal: { code: 'RECIPIENT_IS_ACCUSED', guard: 'G6', field: '/with' } });
    expect(await world.head(child)).toMatchObject({ state: 'REGISTERED', unit: 'donghu-liuqiao' });
  });

  test('[A-22] what was decided for one station is not handed to the one that lost', async () => {
    const world = new World();
    const { stationHead, chief, officer } = cast(world);
    const child = await referredTo(world, await classified(world), 'donghu-liuqiao');
    await world.command(child, stationHead, { type: 'DISPUTE', with: 'donghu-wangjiang', reason: WHY });
    await world.command(child, chief, { type: 'DECIDE_JURISDICTION', to: 'donghu-wangjiang', reason: '属望江辖区' });
    const lost = { to: 'donghu-liuqiao', method: 'POST' };
    for (const [who, onward] of [
      [officer, { ...lost, type: 'TRANSFER', reason: '属地管理' }],
      [chief, { ...lost, type: 'ASSIGN', requirements: '限期办结', reportDue: '2026-12-31' }],
    ] as const)
      await expect(world.command(child, who, onward)).rejects.toMatchObject({
        refusal: { code: 'JURISDICTION_DECIDED', field: '/to' },
      });
    expect(await world.head(child)).toMatchObject({ state: 'REGISTERED', unit: 'donghu-wangjiang' });
    // Found to complain of the one decided on, it has to go elsewhere (G6).
    const accused = { units: ['donghu-wangjiang'], officers: [] };
    await world.command(child, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
    const elsewhere = await referredTo(world, child, 'donghu-liuqiao');
    expect((await world.head(elsewhere)).jurisdiction).toBeUndefined();
  });

  test('[A-22] decided for a bureau, it goes down within that bureau, and is not disputed there again', async () => {
    const world = new World();
    const id = await classified(world);
    const { chief, cityChief } = cast(world);
    await world.command(id, chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    await world.command(id, cityChief, { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' });
    const office = world.officer('po-shao');
    await expect(referredTo(world, id, 'donghu-liuqiao', office)).rejects.toMatchObject(
      refused('JURISDICTION_DECIDED'),
    );
    const child = await referredTo(world, id, 'xiling-songling', office);
    const below = await world.head(child);
    expect(below.jurisdiction).toEqual((await world.head(id)).jurisdiction);
    expect(stillLies(below, { kind: 'REFERRED', of: 'xiling-songling' })).toBe(true);
    const station = world.officer('head-dong');
    for (const again of [{ type: 'DISPUTE', with: 'donghu-liuqiao', reason: WHY }, OBJECTION])
      await expect(world.command(child, station, again)).rejects.toMatchObject(refused('JURISDICTION_DECIDED'));
    // Which station of the bureau handles it, the bureau says.
    const accept = { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' };
    await world.command(child, office, { ...accept, handlingUnit: 'xiling-chayuan' });
    expect(await world.head(child)).toMatchObject({ unit: 'xiling-chayuan', state: 'ACCEPTED' });
  });

  test.each([
    ['ACCEPT_SIMPLE', { simple: true }, { requestItems: ['答复'] }, 'handlingUnit'],
    ['STUDY_SUGGESTION', { purpose: 'SUGGESTION', category: 'SERVICE.SUGGEST' }, {}, 'studyUnit'],
  ])('[A-22] what was decided for a station is not charged to another by %s', async (type, classify, fields, field) => {
    const world = new World('2026-06-15T01:00:00Z');
    const { officer, chief } = cast(world);
    const id = await classifiedAs(world, classify);
    const child = await referredTo(world, id, 'donghu-wangjiang');
    await world.command(child, world.officer('head-ma'), { type: 'DISPUTE', with: 'donghu-qingshi', reason: WHY });
    await world.command(child, chief, { type: 'DECIDE_JURISDICTION', to: 'donghu-qingshi', reason: '属青石辖区' });
    const command = { type, ...fields, method: 'POST' };
    await expect(world.command(child, officer, { ...command, [field]: 'donghu-wangjiang' })).rejects.toMatchObject({
      refusal: { code: 'JURISDICTION_DECIDED', field: `/${field}` },
    });
    await world.command(child, officer, { ...command, [field]: 'donghu-qingshi' });
  });

  test('nobody disputes with himself, and a superior is no side of a dispute it would decide', async () => {
    const world = new World();
    const city = await classifiedInCity(world);
    const { cityChief } = cast(world);
    const dispute = { type: 'DISPUTE', reason: WHY };
    for (const other of ['yunze', 'yunze-xinfang'])
      await expect(world.command(city, cityChief, { ...dispute, with: other })).rejects.toMatchObject(
        refused('DISPUTE_WITH_ITSELF'),
      );
    await expect(world.command(city, cityChief, { ...dispute, with: 'xiling' })).rejects.toMatchObject(
      refused('NO_COMMON_SUPERIOR'),
    );
    await expect(world.command(city, cityChief, { ...dispute, with: unitId('nowhere') })).rejects.toMatchObject(
      refused('UNKNOWN_UNIT'),
    );
  });
});
