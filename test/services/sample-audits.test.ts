import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/reporting/http.ts';
import { announce, draw, listAudits, oneAudit } from '../../services/supervision/sample-audits.ts';
import { type CaseId, caseId, type LocalDate, unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { drawSample, faultsOfDraw, frameOf, leafOf, seedOf } from '../../shared/domain/sample-draw.ts';
import { accepted } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { lastRecord, refused, storeCase } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { NotifiedWorld } from '../notify/notified-world.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const day = (text: string) => text as LocalDate;
const AUDIT = {
  organ: unitId('donghu'),
  from: day('2026-03-01'),
  to: day('2026-03-31'),
  size: 3,
  source: '2026年4月1日福彩3D开奖号码',
};

/** Closed cases of 东湖分局, concluded in March, and some that the draw must not know. */
async function closedCases(world: World, many: number): Promise<CaseId[]> {
  const { clocks: _running, ...like } = await world.head(await accepted(world));
  const store = async (at: number, fields: Partial<Head>) => {
    const id = caseId(String(at).padStart(26, 'c'));
    await storeCase(world, { ...like, clocks: [] }, { id, petitionId: id, ...fields });
    await world.count(id);
    return id;
  };
  const closed = {
    state: 'CLOSED' as const,
    concludedAt: instant('2026-03-10T02:00:00Z'),
    closedAt: instant('2026-03-20T02:00:00Z'),
  };
  const ids = [];
  for (let at = 0; at < many; at += 1) ids.push(await store(at, closed));
  await store(900, { ...closed, concludedAt: instant('2026-02-28T02:00:00Z') });
  await store(901, { concludedAt: closed.concludedAt });
  await store(903, { ...closed, stage: 'REVIEW' });
  await store(902, { ...closed, organ: unitId('xiling'), office: unitId('xiling-xinfang') });
  return ids;
}

const supervisor = (world: World) => world.officer('supervisor-kong');
const auditor = (world: World) => world.officer('auditor-fang');

async function drawn(world: World, size = 3) {
  const { id, commitment } = await announce({ ...AUDIT, size }, supervisor(world), world.now, world.deps);
  world.now = instant('2026-04-02T02:00:00Z');
  return { commitment, audit: await draw(id, '开奖 3 7 1', auditor(world), world.now, world.tree, world.deps) };
}

describe('random sample audits (抽查, A-60)', () => {
  test('[A-60] the commitment is published before the period ends; afterwards anybody recomputes the sample', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = await closedCases(world, 12);
    const { commitment, audit } = await drawn(world);
    const published = audit.draw;
    if (!published) throw new Error('not drawn');
    expect(sha256(published.nonce)).toBe(commitment);
    expect(published.seed).toBe(sha256(`${published.nonce}\n开奖 3 7 1`));
    expect(published.leaves).toEqual(ids.map((id) => sha256(`case/${id}`)).sort());
    expect(published.frame).toBe(sha256([...published.leaves].sort().join('\n')));
    const ranked = [...published.leaves].sort((a, b) =>
      sha256(`${published.seed}\n${a}`) < sha256(`${published.seed}\n${b}`) ? -1 : 1,
    );
    expect(published.sample).toEqual(ranked.slice(0, 3));
    expect(audit.cases.map(({ id }) => sha256(`case/${id}`))).toEqual(published.sample);
    expect(faultsOfDraw({ commitment, size: 3, draw: published }, sha256)).toEqual([]);
  });

  test('[A-60] the command finds whatever was changed afterwards', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await closedCases(world, 6);
    const { audit } = await drawn(world);
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    const run = (published: unknown) => {
      const file = join(folder, 'draw.json');
      writeFileSync(file, JSON.stringify(published));
      return spawnSync(process.execPath, ['infra/sample/recompute.ts', file], { encoding: 'utf8' });
    };
    try {
      expect(run(audit)).toMatchObject({ status: 0, stdout: expect.stringContaining('3 of 6') });
      const other = { ...audit.draw, sample: [...(audit.draw?.leaves ?? [])].slice(0, 3).reverse() };
      expect(run({ ...audit, draw: other })).toMatchObject({
        status: 1,
        stderr: 'the sample is not the one that seed and frame give\n',
      });
      const fewer = { ...audit.draw, leaves: audit.draw?.leaves.slice(1) };
      expect(run({ ...audit, draw: fewer }).stderr).toContain('the frame is not the hash of its cases');
      expect(run({ ...audit, draw: { ...audit.draw, value: '开奖 1 1 1' } }).stderr).toContain(
        'the seed does not follow',
      );
      expect(run({ ...audit, draw: { ...audit.draw, nonce: 'other' } }).stderr).toContain('committed to');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('nobody chooses: announced in time, drawn after it, once, by somebody else, and never told before', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await closedCases(world, 6);
    const announced = await announce(AUDIT, supervisor(world), world.now, world.deps);
    const before = await oneAudit(announced.id, auditor(world), world.tree, world.deps);
    expect(before.draw).toBeNull();
    expect(JSON.stringify(before)).not.toContain('nonce"');
    const again = (officer = auditor(world), value = '3 7 1 0') =>
      draw(announced.id, value, officer, world.now, world.tree, world.deps);
    await expect(again()).rejects.toMatchObject({ body: { code: 'DRAW_PERIOD_OPEN' } });
    world.now = instant('2026-04-02T02:00:00Z');
    await expect(announce(AUDIT, supervisor(world), world.now, world.deps)).rejects.toMatchObject({
      body: { status: 409, code: 'DRAW_PERIOD_OVER' },
    });
    await expect(again(supervisor(world))).rejects.toMatchObject({ body: { code: 'SECOND_PERSON' } });
    const both = await Promise.allSettled([again(), again(auditor(world), '9 9 9 9')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(again(auditor(world), '1 2 3 4')).rejects.toMatchObject({ body: { code: 'DRAWN_ALREADY' } });
  });

  test('every case is as likely as any other: over 2,000 seeds each of ten is drawn about 600 times', () => {
    const leaves = Array.from({ length: 10 }, (_, at) => leafOf(`case${at}` as CaseId, sha256)).sort();
    const hits = new Map<string, number>();
    for (let seed = 0; seed < 2_000; seed += 1)
      for (const leaf of drawSample(leaves, seedOf('nonce', String(seed), sha256), 3, sha256))
        hits.set(leaf, (hits.get(leaf) ?? 0) + 1);
    expect(hits.size).toBe(10);
    for (const count of hits.values()) expect(Math.abs(count - 600)).toBeLessThan(100);
    // The order in which cases are listed changes nothing.
    expect(frameOf([...leaves].reverse(), sha256)).toBe(frameOf(leaves, sha256));
    expect(drawSample([...leaves].reverse(), 'seed', 3, sha256)).toEqual(drawSample(leaves, 'seed', 3, sha256));
  });

  test('[R-22] a result for each sampled case, by another unit, once; the rate counts the whole sample', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = await closedCases(world, 8);
    const { audit } = await drawn(world, 4);
    const record = { type: 'RECORD_SAMPLE_AUDIT', audit: audit.id, passed: true, findings: '卷宗齐全,答复有据' };
    const sampled = audit.cases.map(({ id }) => id);
    const other = ids.find((id) => !sampled.includes(id)) as CaseId;
    expect(audit.rate).toEqual({ id: 'R-22', passed: 0, examined: 0, sampled: 4, display: '0.0%' });
    const [first, second, third] = sampled as [CaseId, CaseId, CaseId];
    await say(world, first, 'po-li', record);
    await say(world, second, 'auditor-fang', { ...record, passed: false, findings: '未告知复查机关地址' });
    await say(world, third, 'po-li', record);
    await expect(say(world, first, 'chief-wang', record)).rejects.toMatchObject(refused('NOT_SAMPLED', 'A-60'));
    await expect(say(world, other, 'po-li', record)).rejects.toMatchObject(refused('NOT_SAMPLED', 'A-60'));
    await expect(say(world, first, 'head-ma', record)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const [listed] = (await listAudits(unitId('donghu'), auditor(world), world.tree, world.deps)).audits;
    expect(listed?.rate).toEqual({ id: 'R-22', passed: 2, examined: 3, sampled: 4, display: '50.0%' });
    expect(listed?.cases.find(({ id }) => id === second)?.result).toMatchObject({ passed: false, by: 'auditor-fang' });
    const { events, texts } = await lastRecord(world, second);
    expect(events).toEqual([{ type: 'sample-audited.v1', audit: audit.id, passed: false }]);
    expect(Object.keys(texts)).toEqual(['findings']);
  });

  test('[P-10] [A-60] never by whoever had a part in the case, nor by his unit', async () => {
    const bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
    const { world } = bureau;
    await closedCases(world, 3);
    const { audit } = await drawn(world);
    const [first, second, third] = audit.cases.map(({ id }) => id) as [CaseId, CaseId, CaseId];
    const record = { type: 'RECORD_SAMPLE_AUDIT', audit: audit.id, passed: true, findings: '卷宗齐全' };
    await bureau.patch(first, { unit: 'donghu-xinfang' });
    await expect(say(world, first, 'po-li', record)).rejects.toMatchObject(refused('SAMPLE_OF_ONESELF', 'A-60'));
    await bureau.patch(second, { leader: 'auditor-fang' });
    await expect(say(world, second, 'auditor-fang', record)).rejects.toMatchObject(refused('SAMPLE_OF_ONESELF'));
    // Complained about, he does not find it, nor in any number that one like it is missing.
    await bureau.accuse(third, 'po-li');
    await expect(say(world, third, 'po-li', record)).rejects.toMatchObject({ body: { status: 404 } });
    const seen = await oneAudit(audit.id, world.officer('po-li'), world.tree, world.deps);
    expect(seen.cases.map(({ id }) => id)).not.toContain(third);
    const { cases, ...told } = await oneAudit(audit.id, auditor(world), world.tree, world.deps);
    expect(cases).toHaveLength(3);
    expect(seen).toEqual({ ...told, cases: [expect.anything(), expect.anything()] });
    expect(seen.rate).toMatchObject({ sampled: seen.draw?.sample.length });
  });
});

describe('R-22 among the reports (抽查合格率)', () => {
  /** As the entry answers it. */
  async function get(world: World, officer: string, route: keyof ReturnType<typeof handlers>, parts: object = {}) {
    const { id, unit, roles } = world.officer(officer);
    const request = { path: {}, query: {}, now: world.now, claims: { sub: id, unit, roles: `[${roles.join(' ')}]` } };
    const answer = await handlers()[route]?.({ ...request, ...parts } as never, world.deps);
    return answer?.body as Record<string, unknown>;
  }
  const report = (world: World, from: string, to: string, unit = 'donghu', officer = 'chief-wang') =>
    get(world, officer, 'GET /reports/{id}', {
      path: { id: 'R-22' },
      query: { unit: unitId(unit), from: day(from), to: day(to) },
    });

  test('[R-22] passed of all drawn in the period, with seed and lists; not examined is not passed, none drawn is no rate', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await closedCases(world, 6);
    expect((await report(world, '2026-03-01', '2026-03-31')).figures).toMatchObject([
      { key: 'rate', value: null, display: '—' },
      { key: 'sampled', value: 0 },
      {},
      {},
      {},
    ]);
    const { audit } = await drawn(world);
    const [first, second] = audit.cases.map(({ id }) => id as CaseId);
    const examine = (id: CaseId | undefined, passed: boolean) =>
      say(world, id as CaseId, 'auditor-fang', {
        type: 'RECORD_SAMPLE_AUDIT',
        audit: audit.id,
        passed,
        findings: '卷宗',
      });
    await examine(first, true);
    await examine(second, false);
    const found = await report(world, '2026-04-01', '2026-04-30');
    expect(found).toMatchObject({
      id: 'R-22',
      basis: 'drawnDate',
      period: { days: 30 },
      figures: [
        { key: 'rate', value: 33.3, display: '33.3%', numerator: 1, denominator: 3, cases: [first], hidden: 0 },
        { key: 'sampled', value: 3 },
        { key: 'passed', value: 1, cases: [first] },
        { key: 'failed', value: 1, cases: [second] },
        { key: 'open', value: 1 },
      ],
      samples: [{ id: audit.id, seed: audit.draw?.seed, drawnOn: '2026-04-02', sampled: 3, passed: 1 }],
    });
    // By the day of the draw, and by the unit that holds the cases.
    expect((await report(world, '2026-03-01', '2026-03-31')).samples).toEqual([]);
    expect((await report(world, '2026-04-01', '2026-04-30', 'donghu-liuqiao')).samples).toEqual([]);
    expect((await report(world, '2026-04-01', '2026-04-30', 'yunze', 'chief-sun')).samples).toHaveLength(1);
  });

  test('[R-22] [P-10] its figures count the whole sample for everybody, as the audit does; what complains of the reader is not listed', async () => {
    const bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
    const { world } = bureau;
    await closedCases(world, 3);
    const { audit } = await drawn(world);
    await bureau.accuse(audit.cases[0]?.id as CaseId, 'po-li');
    for (const [who, listed] of [
      ['po-li', 2],
      ['chief-wang', 3],
    ] as const) {
      const found = await report(world, '2026-04-01', '2026-04-30', 'donghu', who);
      expect(found, who).toMatchObject({
        figures: [
          { denominator: 3 },
          { value: 3, cases: { length: listed } },
          { value: 0 },
          { value: 0 },
          { value: 3 },
        ],
        samples: [{ sampled: 3 }],
        note: { zh: expect.stringContaining('对所有人都按全部样本计') },
      });
    }
  });

  test('[R-22] stands in the catalogue with its definition; for those alone who may read reports of the unit', async () => {
    const world = new World('2026-04-02T01:00:00Z');
    const { reports } = (await get(world, 'chief-wang', 'GET /reports')) as { reports: { id: string }[] };
    expect(reports.find(({ id }) => id === 'R-22')).toMatchObject({
      zh: '抽查合格率',
      definitionZh: expect.stringContaining('种子'),
    });
    await expect(report(world, '2026-04-01', '2026-04-30', 'donghu', 'handler-zhu')).rejects.toMatchObject({
      body: { status: 403 },
    });
    await expect(report(world, '2026-04-30', '2026-04-01')).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/to' }] },
    });
  });
});
