import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { countCase } from '../../services/reporting/queue.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import { toFactRow } from '../../shared/domain/facts.ts';
import { type CaseId, type LocalDate, unitId } from '../../shared/domain/ids.ts';
import { REPORT_IDS } from '../../shared/domain/reports.ts';
import { putFactRow } from '../../shared/store/fact-rows.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

type Officer = ReturnType<World['officer']>;

describe('worklist', () => {
  const page = (world: World, who: Officer, question: Parameters<typeof listCases>[0]) =>
    listCases({ queue: 'SCREENING', ...question }, who, world.now, world.tree, world.deps);

  async function walk(world: World, who: Officer, limit: number): Promise<CaseId[][]> {
    const pages: CaseId[][] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const { cases, next } = await page(world, who, { limit, ...(after ? { after } : {}) });
      pages.push(cases.map(({ id }) => id));
      after = next;
    }
    return pages;
  }

  test('[P-10] hidden cases leave no gap, and no position names one', async () => {
    const world = new World();
    const ids = new Set<CaseId>();
    for (let day = 2; day < 12; day += 1) {
      world.now = instant(`2026-03-${String(day).padStart(2, '0')}T01:00:00Z`);
      const hidden = day % 3 === 2 ? { accused: { officers: ['po-li'] } } : {};
      const { id } = await world.submit({ organ: 'donghu', ...hidden });
      if (day % 3 !== 2) ids.add(id);
    }
    const pages = await walk(world, cast(world).officer, 2);
    const whole = (await walk(world, cast(world).chief, 100)).flat();
    expect(whole).toHaveLength(10);
    expect(pages.flat()).toEqual(whole.filter((id) => ids.has(id)));
    expect(pages.slice(0, -1).every((cases) => cases.length === 2)).toBe(true);
    const { next } = await page(world, cast(world).officer, { limit: 1 });
    const inside = Buffer.from(next ?? '', 'base64url').toString('latin1');
    expect(inside.length).toBeGreaterThan(28);
    expect(inside).not.toMatch(/202\d-|SCREEN|"pk"|[0-9a-z]{26}/);
  });

  test('[P-03] what was sealed a moment ago is in no list, though the index still shows it', async () => {
    const world = new World();
    const { officer, chief } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    const listed = await world.database.get('CASES', { pk: id, sk: 'HEAD' });
    await world.command(id, chief, { type: 'SEAL', reason: '反映民警违纪' });
    const sealed = await world.database.get('CASES', { pk: id, sk: 'HEAD' });
    if (!sealed || !listed) throw new Error('no head');
    const { worklistPk = '', worklistSk = '' } = listed;
    expect(worklistPk).toBe('SCREEN#donghu-xinfang');
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...sealed, worklistPk, worklistSk } });
    expect((await page(world, officer, {})).cases).toEqual([]);
  });

  test('a position is good for its own list and reader only, and an invented one is 400', async () => {
    const world = new World();
    for (let n = 0; n < 2; n += 1) await world.submit({ organ: 'donghu' });
    const { next } = await page(world, cast(world).officer, { limit: 1 });
    const bad = { body: { status: 400, errors: [{ pointer: '/after' }] } };
    for (const after of ['x', 'e30', Buffer.from('{"pk":"a"}').toString('base64url'), `A${next}`])
      await expect(page(world, cast(world).officer, { after })).rejects.toMatchObject(bad);
    await expect(page(world, cast(world).chief, { after: next ?? '' })).rejects.toMatchObject(bad);
    await expect(page(world, cast(world).officer, { queue: 'UNIT', after: next ?? '' })).rejects.toMatchObject(bad);
  });
});

describe('inbox', () => {
  const inbox = (world: World, who: Officer, question: Parameters<typeof inboxOf>[1] = {}) =>
    inboxOf(who, question, world.tree, world.database);

  test('[P-10] an officer named after a reminder went out sees it no more', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const { officeRegistrar, officer } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-10T02:00:00Z');
    await world.sweep();
    expect((await inbox(world, officeRegistrar)).reminders).toHaveLength(1);
    await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: ['reg-zhang'] },
    });
    expect(await inbox(world, officeRegistrar, { limit: 1 })).toMatchObject({ reminders: [], next: null });
  });

  test('[P-03] a reminder of what was sealed since is for the sealed officer alone', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const { officeRegistrar } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-10T02:00:00Z');
    await world.sweep();
    await world.command(id, officeRegistrar, { type: 'SEAL', reason: '涉检举' });
    expect((await inbox(world, officeRegistrar)).reminders).toEqual([]);
    const both = world.officer('reg-zhang', ['registrar', 'sealedOfficer']);
    expect((await inbox(world, both)).reminders.map(({ caseId }) => caseId)).toEqual([id]);
  });

  test('pages over many reminders of one instant: each once, none lost, nothing of a hidden one in a position', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const hidden: CaseId[] = [];
    for (let n = 0; n < 9; n += 1) {
      const named = n % 3 === 0 ? { accused: { officers: ['reg-zhang'] } } : {};
      const { id } = await world.submit({ organ: 'donghu', ...named });
      if (n % 3 === 0) hidden.push(id);
    }
    world.now = instant('2026-02-12T02:00:00Z');
    await world.sweep();
    // Two roles: the same reminder may lie in both of his mailboxes under one sort key.
    const who = world.officer('reg-zhang', ['registrar', 'petitionChief']);
    const whole = (await inbox(world, who, { limit: 100 })).reminders.map(({ mailbox, id }) => `${mailbox} ${id}`);
    expect(whole).toHaveLength(12);
    expect(new Set(whole.map((line) => line.split(' ')[1])).size).toBe(6);
    for (const limit of [1, 2, 5, 11, 12]) {
      const seen: string[] = [];
      for (let before: string | null | undefined; before !== null; ) {
        const page = await inbox(world, who, { limit, ...(before ? { before } : {}) });
        seen.push(...page.reminders.map(({ mailbox, id }) => `${mailbox} ${id}`));
        expect(page.next === null || page.reminders.length === limit).toBe(true);
        before = page.next;
        const position = Buffer.from(before ?? '', 'base64url').toString();
        for (const id of hidden) expect(position).not.toContain(id);
      }
      expect(seen, String(limit)).toEqual(whole);
    }
  });

  test('an invented position is 400', async () => {
    const world = new World();
    for (const before of ['x', '2026-03-02', Buffer.from('9!registrar').toString('base64url')])
      await expect(inbox(world, cast(world).officer, { before })).rejects.toMatchObject({
        body: { status: 400, errors: [{ pointer: '/before' }] },
      });
  });
});

describe('case lists of reports', () => {
  const day = (text: string) => text as LocalDate;
  const report = (world: World, who: Officer, id: (typeof REPORT_IDS)[number] = 'R-01') =>
    reportOn(
      id,
      { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') },
      who,
      world.now,
      world.tree,
      world.database,
    );

  test('[P-03] what is sealed is in the totals of everybody, and the note says so', async () => {
    const world = new World();
    await world.count(await accepted(world));
    const { id } = await world.submit({
      organ: 'donghu',
      purpose: 'ACCUSATION',
      accused: { officers: ['bureau-zhao'] },
    });
    await countCase(world.database, 'SEALED', id);
    for (const who of [cast(world).chief, cast(world).bureauHead]) {
      const { figures, note } = await report(world, who);
      expect(figures[0]).toMatchObject({ key: 'submissions', value: 2 });
      expect(note.zh).toContain('除密件对所有人都计入总数外');
      expect(note.en).toContain('Sealed petitions are counted in totals');
    }
  });

  test('an unscreened petition is counted for all and listed for its office alone', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    await world.count(id);
    const [office, head] = [await report(world, cast(world).officer), await report(world, cast(world).bureauHead)];
    expect(office.figures[0]).toMatchObject({ value: 1, cases: [id], hidden: 0 });
    expect(head.figures[0]).toMatchObject({ value: 1, cases: [], hidden: 1 });
    for (const who of ['bureau-zhao', 'chief-sun', 'supervisor-gao', 'auditor-fang'])
      for (const report_ of REPORT_IDS)
        expect(JSON.stringify(await report(world, world.officer(who), report_)), `${who} ${report_}`).not.toContain(id);
  });

  test('[P-10] what complains of the reader is in no figure and no list; what was sealed since is counted and not listed', async () => {
    const world = new World();
    const plain = await accepted(world);
    const aboutHim = await classified(world, { accused: { officers: ['bureau-zhao'] } });
    const sealed = await classified(world);
    for (const id of [plain, aboutHim, sealed]) await world.count(id);
    await world.command(sealed, cast(world).officer, { type: 'SEAL', reason: '涉检举' });
    const { figures, note } = await report(world, cast(world).bureauHead, 'R-03');
    const slow = figures.find(({ key }) => key === 'category:RESPONSE.SLOW');
    expect(slow).toMatchObject({ numerator: 2, denominator: 2, cases: [plain], others: [], hidden: 1 });
    expect(note.zh).toContain('不含反映阅看人本人');
    const chief = await report(world, cast(world).chief);
    expect([...(chief.figures[0]?.cases ?? [])].sort()).toEqual([plain, aboutHim].sort());
    expect(chief.note).toEqual(note);
  });

  test('[P-10] [P-03] no report tells whoever is complained about of it: not by day, category, unit or what is hidden', async () => {
    const world = new World();
    for (const accused of [{ officers: ['handler-zhu'] }, { units: ['donghu-wangjiang'] }])
      await world.count(await classified(world, { accused }));
    const plain = await accepted(world);
    await world.count(plain);
    const zhu = world.officer('handler-zhu');
    const question = { unit: unitId('donghu-wangjiang'), from: day('2026-03-02'), to: day('2026-03-02') };
    for (const id of REPORT_IDS)
      for (const unit of ['donghu-wangjiang', 'donghu'].map(unitId)) {
        const { figures } = await reportOn(id, { ...question, unit }, zhu, world.now, world.tree, world.database);
        for (const { key, value, display, numerator, cases, hidden } of figures) {
          const counted = display.endsWith('%') ? numerator : value;
          expect.soft(hidden, `${id} ${key}`).toBe(0);
          if (key !== 'people') expect.soft(cases, `${id} ${key}`).toHaveLength(counted ?? 0);
        }
      }
    // The share of the superior leaves out the same.
    const { figures } = await reportOn('R-26', question, zhu, world.now, world.tree, world.database);
    expect(figures.find(({ key }) => key === 'shareOfParent')).toMatchObject({ numerator: 1, denominator: 1 });
    const whole = await reportOn('R-26', question, cast(world).chief, world.now, world.tree, world.database);
    expect(whole.figures.find(({ key }) => key === 'shareOfParent')).toMatchObject({ numerator: 1, denominator: 3 });
  });

  test('[P-10] of rows that are only counted it asks the heads that may complain of somebody, or lie above one that may', async () => {
    const world = new World();
    const plain = [await classified(world), await classified(world), await classified(world)];
    const accusing = await classified(world, { accused: { officers: ['handler-zhu'] } });
    const above = await classified(world);
    const below = await referredTo(world, above, 'donghu-wangjiang');
    for (const id of [...plain, accusing, above, below]) await world.count(id);
    const asked = new Set<string>();
    const getMany = world.database.getMany.bind(world.database);
    world.database.getMany = (table, keys, options) => {
      for (const { pk } of keys.filter(({ sk }) => sk === 'HEAD')) asked.add(pk);
      return getMany(table, keys, options);
    };
    const question = { unit: unitId('donghu-wangjiang'), from: day('2026-03-02'), to: day('2026-03-02') };
    const shareFor = async (who: string) => {
      asked.clear();
      const reader = world.officer(who);
      const { figures } = await reportOn('R-26', question, reader, world.now, world.tree, world.database);
      return figures.find(({ key }) => key === 'shareOfParent');
    };
    expect(await shareFor('handler-zhu')).toMatchObject({ numerator: 1, denominator: 4 });
    expect([...asked].sort()).toEqual([accusing, above, below].sort());
    expect(await shareFor('chief-wang')).toMatchObject({ numerator: 1, denominator: 5 });
    // Rows of earlier versions do not tell.
    const { mayAccuse: _, ...old } = toFactRow(await world.head(plain[0] as CaseId));
    await putFactRow(world.database, { ...old, version: old.version + 1 });
    await shareFor('handler-zhu');
    expect([...asked].sort()).toEqual([accusing, above, below, plain[0]].sort());
  });

  test('[P-10] an officer named in a case below finds neither it nor those above it, at any depth', async () => {
    const world = new World();
    const { cityRegistrar, cityOfficer, officer } = cast(world);
    const slow = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' };
    const passOn = async (id: CaseId, who: Officer, to: string): Promise<CaseId> => {
      await world.command(id, who, slow);
      const { other } = await world.command(id, who, { type: 'TRANSFER', to, reason: '属地', method: 'POST' });
      if (!other) throw new Error('nothing was passed on');
      return other.id;
    };
    const { id } = await world.submit({});
    await world.command(id, cityRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    const below = await passOn(id, cityOfficer, 'donghu');
    const lowest = await passOn(below, officer, 'donghu-liuqiao');
    const question = { unit: unitId('yunze'), from: day('2026-03-01'), to: day('2026-03-31') };
    const listed = async () => {
      for (const one of [id, below, lowest]) await world.count(one);
      const { figures } = await reportOn('R-26', question, cityOfficer, world.now, world.tree, world.database);
      return [...(figures[0]?.cases ?? [])].sort();
    };
    expect(await listed()).toEqual([id, below, lowest].sort());
    await world.command(lowest, officer, { ...slow, accused: { units: [], officers: ['po-zhou'] } });
    expect(await listed()).toEqual([]);
  });
});
