import { describe, expect, test } from 'vitest';
import { toFactRow } from '../../shared/domain/facts.ts';
import { isOpen, runningClock } from '../../shared/domain/petition.ts';
import { accepted, cast } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, lastRecord, refused } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const ELSEWHERE = {
  type: 'CHANNEL',
  route: 'ADMIN_RECON',
  reason: '不服行政处罚',
  organ: { name: '东湖区人民政府', address: '湖滨路1号' },
  knownOn: '2026-02-20',
  toldInWriting: true,
  coSigner: 'head-cao',
  method: 'POST',
};
const OWN = {
  type: 'CHANNEL',
  route: 'DUTY',
  reason: '治安案件尚未作出决定,应当履职',
  organ: { name: '东湖分局治安大队', address: '湖滨路9号', unit: 'donghu-zhian' },
  caseNumber: '东公(治)受案字〔2026〕88号',
  coSigner: 'head-cao',
  method: 'POST',
};
const RESULT = { type: 'RECORD_ROUTE_RESULT', outcome: '已作出决定', number: '东公决字〔2026〕5号', reversed: false };

describe('channelled into a statutory procedure (条例31(1)–(5))', () => {
  test('[P-11] another body decides: the notice carries the last day, the petition ends here', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.PENALTY_SELF' });
    await world.command(id, cast(world).officer, ELSEWHERE);
    const head = await world.head(id);
    // 2026-02-20 + 60 days = 2026-04-21, a Tuesday.
    expect(head).toMatchObject({
      state: 'CHANNELLED',
      route: { code: 'ADMIN_RECON', own: false, lastDay: '2026-04-21' },
      clocks: [],
      concludedAt: world.now,
    });
    expect(isOpen(head)).toBe(false);
    expect(head.documents.map(({ kind }) => kind)).toEqual(['DOC-CHANNEL']);
    // What came of it later is copied in, once.
    world.now = instant('2026-05-20T02:00:00Z');
    await world.command(id, cast(world).officer, { ...RESULT, decidedOn: '2026-05-18' });
    expect(await world.head(id)).toMatchObject({ state: 'CHANNELLED', route: { resultAt: world.now } });
    await expect(world.command(id, cast(world).officer, { ...RESULT, decidedOn: '2026-05-18' })).rejects.toMatchObject(
      refused('ROUTE_RESULT_RECORDED'),
    );
  });

  test('without the day on which he knew, no last day is made up', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.PENALTY_SELF' });
    const { knownOn: _unknown, ...command } = ELSEWHERE;
    await world.command(id, cast(world).officer, command);
    expect((await world.head(id)).route).toEqual({ code: 'ADMIN_RECON', own: false });
  });

  test('[V37] our own duty: the unit signs under its case number, two months run, the case stays open', async () => {
    const world = new World('2026-04-19T01:00:00Z');
    const id = await classifiedAs(world, { category: 'ADMIN.DELAY' });
    await world.command(id, cast(world).officer, OWN);
    const head = await world.head(id);
    expect(head).toMatchObject({
      state: 'CHANNELLED',
      unit: 'donghu-zhian',
      route: { own: true, unit: 'donghu-zhian' },
    });
    expect(isOpen(head)).toBe(true);
    expect(head.clocks).toHaveLength(1);
    expect(runningClock(head, 'LEGAL_ROUTE')).toMatchObject({ nominalDue: '2026-06-19', due: '2026-06-22' });
    world.now = instant('2026-06-10T02:00:00Z');
    const unitHead = world.officer('head-hu');
    for (const decidedOn of ['2026-06-11', '2026-04-18'])
      await expect(world.command(id, unitHead, { ...RESULT, decidedOn })).rejects.toMatchObject(
        refused('DECISION_DAY_IMPOSSIBLE'),
      );
    await world.command(id, unitHead, { ...RESULT, decidedOn: '2026-06-09' });
    const done = await world.head(id);
    expect(isOpen(done)).toBe(false);
    expect(done.stopped.find(({ code }) => code === 'LEGAL_ROUTE')).toMatchObject({ outcome: 'MET', at: world.now });
  });

  test('an own criminal complaint is decided in thirty days from receipt', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classifiedAs(world, { category: 'CRIM.COERCIVE' });
    world.now = instant('2026-03-06T01:00:00Z');
    await world.command(id, cast(world).officer, {
      ...OWN,
      route: 'CRIM_COMPLAINT30',
      organ: { ...OWN.organ, unit: 'donghu-xingzhen' },
    });
    expect(runningClock(await world.head(id), 'LEGAL_ROUTE')).toMatchObject({ due: '2026-04-01' });
  });

  test('[P-31] reversed, it is open again at the petition office, the 15 days with their old dates', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.DELAY' });
    const before = runningClock(await world.head(id), 'INFORM_15D');
    await world.command(id, cast(world).officer, OWN);
    world.now = instant('2026-03-09T02:00:00Z');
    await world.command(id, cast(world).officer, { ...RESULT, decidedOn: '2026-03-09', reversed: true });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'REGISTERED', unit: 'donghu-xinfang', route: { reversed: true } });
    expect(head.concludedAt).toBeUndefined();
    expect(head.clocks).toEqual([before]);
    expect(head.stopped.find(({ code }) => code === 'LEGAL_ROUTE')).toMatchObject({ outcome: 'SUPERSEDED' });
  });

  test('[R-05] found after acceptance to be a duty still owed, it is no late case; reversed, the 60 days never restarted', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    const [handle] = (await world.head(id)).clocks.filter(({ code }) => code === 'HANDLE_60D');
    expect(handle).toMatchObject({ due: '2026-09-07' });
    world.now = instant('2026-07-20T01:00:00Z');
    await world.command(id, cast(world).officer, OWN);
    const channelled = await world.head(id);
    expect(runningClock(channelled, 'HANDLE_60D')).toBeUndefined();
    expect(toFactRow(channelled).handle).toBeUndefined();
    world.now = instant('2026-07-30T01:00:00Z');
    await world.command(id, cast(world).chief, { ...RESULT, decidedOn: '2026-07-29', reversed: true });
    const head = await world.head(id);
    expect(head.state).toBe('ACCEPTED');
    expect(runningClock(head, 'HANDLE_60D')).toEqual(handle);
    expect(toFactRow(head).handle).toMatchObject({ due: '2026-09-07', extended: false });
    expect(runningClock(head, 'DRAFT_45D')).toMatchObject({ nominalDue: '2026-08-22' });
  });
});

describe('what is not channelled', () => {
  test('[§5.1] a report of a crime is never sent elsewhere, whatever its category', async () => {
    const world = new World();
    const id = await classifiedAs(world, { purpose: 'CRIME_REPORT', category: 'CRIM.NOFILE' });
    await expect(world.command(id, cast(world).officer, { ...ELSEWHERE, route: 'CRIM_RECON' })).rejects.toMatchObject(
      refused('CRIME_REPORT_TAKEN_HERE', '§5.1'),
    );
    await expect(
      world.command(id, cast(world).officer, {
        type: 'REPLY',
        items: [{ item: 1, outcome: 'EXPLAIN', answer: '请到别处报案' }],
        legalBasis: '',
        method: 'POST',
      }),
    ).rejects.toMatchObject(refused('CRIME_REPORT_TAKEN_HERE'));
    // Wages withheld may be a crime (拒不支付劳动报酬罪), though wages are not for the police.
    const wages = await classifiedAs(world, { purpose: 'CRIME_REPORT', category: 'X.LABOR' });
    await expect(
      world.command(wages, cast(world).officer, {
        type: 'REDIRECT',
        organ: { name: '人社局', address: '民生路2号' },
        reason: '非公安职权',
        method: 'POST',
      }),
    ).rejects.toMatchObject(refused('CRIME_REPORT_TAKEN_HERE'));
  });

  test('31(6) stays in petitioning; what is not for the police is redirected', async () => {
    const world = new World();
    const id = await classifiedAs(world, {});
    await expect(world.command(id, cast(world).officer, ELSEWHERE)).rejects.toMatchObject(
      refused('NOT_ART_31_1_TO_5', '§5.1'),
    );
    const land = await classifiedAs(world, { category: 'X.LAND' });
    await expect(world.command(land, cast(world).officer, ELSEWHERE)).rejects.toMatchObject(
      refused('NOT_A_POLICE_MATTER'),
    );
  });

  test('[§5.2] a person chooses the branch where the category knows two', async () => {
    const world = new World();
    const { officer } = cast(world);
    const classify = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' };
    const id = await classifiedAs(world, { article: '31(5)' });
    expect(await world.head(id)).toMatchObject({ article: '31(5)' });
    await expect(world.command(id, officer, { ...classify, article: '31(1)' })).rejects.toMatchObject(
      refused('ARTICLE_NOT_OF_CATEGORY', '§5.2'),
    );
    await world.command(id, officer, OWN);
    expect((await world.head(id)).state).toBe('CHANNELLED');
  });

  test('a duty of ours is performed here; what a court or government decides is not ours', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.DELAY' });
    const { officer } = cast(world);
    const { unit: _nobody, ...organ } = OWN.organ;
    const refuse = (command: Record<string, unknown>, code: string, guard?: string) =>
      expect(world.command(id, officer, { ...OWN, ...command })).rejects.toMatchObject(refused(code, guard));
    await refuse({ organ }, 'DUTY_IS_OURS');
    await refuse({ route: 'ADMIN_SUIT' }, 'ROUTE_OF_ANOTHER_BODY', '§5.4');
    await refuse({ caseNumber: undefined }, 'CASE_NUMBER_MISSING');
    await refuse({ organ: { ...OWN.organ, unit: 'xiling-zhian' } }, 'UNIT_OF_ANOTHER_ORGAN');
    await refuse({ organ: { ...OWN.organ, unit: 'nowhere' } }, 'UNKNOWN_UNIT');
    await refuse({ method: undefined }, 'NOTICE_REQUIRED');
    expect((await lastRecord(world, id)).command).toBe('CLASSIFY');
  });

  test('the head of the legal branch co-signs, nobody else and never the same person', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.PENALTY_SELF' });
    const { officer } = cast(world);
    for (const coSigner of ['po-li', 'head-ma', 'head-ji', 'reviewer-tang'])
      await expect(world.command(id, officer, { ...ELSEWHERE, coSigner })).rejects.toMatchObject(
        refused('LEGAL_CO_SIGNER_REQUIRED'),
      );
    await expect(world.command(id, officer, { ...ELSEWHERE, coSigner: 'nobody' })).rejects.toMatchObject(
      refused('UNKNOWN_OFFICER'),
    );
    const himself = { ...officer, id: world.officer('head-cao').id };
    await expect(world.command(id, himself, ELSEWHERE)).rejects.toMatchObject(refused('LEGAL_CO_SIGNER_REQUIRED'));
    const city = await classifiedInCity(world);
    const { cityOfficer } = cast(world);
    await world.command(city, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'ADMIN.PENALTY_SELF' });
    await expect(world.command(city, cityOfficer, { ...ELSEWHERE, coSigner: 'reviewer-tang' })).rejects.toMatchObject(
      refused('LEGAL_CO_SIGNER_REQUIRED'),
    );
    await world.command(city, cityOfficer, { ...ELSEWHERE, coSigner: 'head-yu' });
    const against = await classifiedAs(world, {
      category: 'ADMIN.PENALTY_SELF',
      accused: { units: [], officers: ['head-cao'] },
    });
    await expect(world.command(against, officer, ELSEWHERE)).rejects.toMatchObject(
      refused('OFFICER_IS_ACCUSED', 'P-10'),
    );
  });
});

test('[G6] an own route never goes to the unit complained about', async () => {
  const world = new World();
  const id = await classifiedAs(world, {
    category: 'ADMIN.DELAY',
    accused: { units: ['donghu-zhian'], officers: [] },
  });
  await expect(world.command(id, cast(world).officer, OWN)).rejects.toMatchObject(
    refused('RECIPIENT_IS_ACCUSED', 'G6'),
  );
});
