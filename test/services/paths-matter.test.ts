import { describe, expect, test } from 'vitest';
import { readCaseHistory } from '../../services/casework/open-file.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import { decideAccess, standingsOf } from '../../shared/domain/access.ts';
import { type CaseId, caseId, type LocalDate, unitId } from '../../shared/domain/ids.ts';
import { type Head, runningClock } from '../../shared/domain/petition.ts';
import { candidatesOf } from '../../shared/store/candidates.ts';
import { readMatter } from '../../shared/store/matters.ts';
import { accepted, cast, closedCase } from '../builders/walk.ts';
import {
  classifiedAs,
  classifiedInCity,
  lastRecord,
  referredTo,
  refused,
  reReviewed,
  simple,
  storeCase,
} from '../builders/walk-paths.ts';
import { inWindow, reviewOpinion, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const LINK = { type: 'LINK_MATTER', reason: '同一信访人就同一事项再次来信' };
const FINAL = caseId('finalcase00000000000000000');

describe('one matter, several petitions', () => {
  test('[P-07] a person confirms it; the second of a chain is of the first one’s matter', async () => {
    const world = new World();
    const { officer } = cast(world);
    const [first, second, third] = [
      await accepted(world),
      await classifiedAs(world, { simple: true }),
      await classifiedAs(world, {}),
    ];
    await world.command(second, officer, { ...LINK, matter: first });
    expect(await world.head(second)).toMatchObject({ matter: first, state: 'REGISTERED' });
    expect(runningClock(await world.head(second), 'SIMPLE_ACCEPT_3WD')).toBeUndefined();
    expect(runningClock(await world.head(second), 'INFORM_15D')).toBeDefined();
    await world.command(third, officer, { ...LINK, matter: second });
    expect((await world.head(third)).matter).toBe(first);
    await expect(world.command(third, officer, { ...LINK, matter: first })).rejects.toMatchObject(
      refused('ALREADY_LINKED'),
    );
    // What is referred down stays of the matter.
    expect((await world.head(await referredTo(world, second, 'donghu-liuqiao'))).matter).toBe(first);
  });

  test('[R-02] [P-07] linked where it was referred to, the petition is of the matter in every case above, once', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, cityOfficer, cityChief } = cast(world);
    const [first, other, id] = [
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
      await classifiedInCity(world),
    ];
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    const inMatter = async (matter: CaseId) => (await readMatter(world.database, matter)).petitions;
    for (const matter of [other, first]) {
      await world.command(child, officer, { ...LINK, matter });
      expect(await inMatter(matter)).toEqual([matter, id]);
      for (const one of [id, child]) expect((await world.head(one)).matter).toBe(matter);
    }
    expect(await inMatter(other)).toEqual([other]);
    expect(await inMatter(id)).toEqual([]);
    expect((await lastRecord(world, id)).events).toEqual([{ type: 'matter-linked.v1', matter: first }]);
    // The third submission is backlog, once and where it was linked.
    const third = await classifiedInCity(world);
    const below = await referredTo(world, third, 'donghu', cityOfficer);
    await world.command(below, officer, { ...LINK, matter: first });
    const raised = async (one: CaseId) => (await candidatesOf(world.database, one)).map(({ cause }) => cause);
    expect(await raised(below)).toEqual(['REPEATED']);
    for (const one of [third, id, child]) expect(await raised(one)).toEqual([]);
    const question = { unit: unitId('yunze'), from: '2026-03-01' as LocalDate, to: '2026-03-31' as LocalDate };
    for (const one of [first, other, id, child, third, below]) await world.count(one);
    const { figures } = await reportOn('R-02', question, cityChief, world.now, world.tree, world.database);
    expect(figures.map(({ value }) => value)).toEqual([2]);
    // Sent back and referred again, it stays of the matter.
    await world.command(child, cast(world).chief, {
      type: 'OBJECT',
      reasons: '事发地在西岭区云杉路,有现场录像,不属于本局管辖。',
      proposedOrgan: '西岭分局',
    });
    await world.command(child, cityOfficer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    expect((await world.head(await referredTo(world, id, 'xiling', cityOfficer))).matter).toBe(first);
  });

  test('[P-10] whoever the one complains of has no part in the other, in no case of it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, cityOfficer, stationHead } = cast(world);
    const accused = { units: ['donghu-liuqiao'], officers: [stationHead.id] };
    const [first, id] = [await classifiedAs(world, { accused }), await classifiedInCity(world)];
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    await world.command(child, officer, { ...LINK, matter: first });
    for (const one of [child, id]) expect((await world.head(one)).accused).toEqual(accused);
    await expect(referredTo(world, child, 'donghu-liuqiao')).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
    // Against the head of the office that has it: then it is for the office above.
    const [other, own] = [
      await classifiedInCity(world, { accused: { officers: ['chief-wang'] } }),
      await classifiedAs(world, {}),
    ];
    await world.command(own, officer, { ...LINK, matter: other });
    expect(await world.head(own)).toMatchObject({ organ: 'yunze', office: 'yunze-xinfang' });
  });

  test('[P-10] a repeat that complains of whoever handles the matter is not his to answer, unless he stepped aside', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, bureauHead, stationHead } = cast(world);
    const inHand = async () => {
      const id = await classifiedAs(world, {});
      await world.command(id, officer, {
        type: 'ACCEPT',
        handlingUnit: 'donghu-liuqiao',
        requestItems: ['书面说明'],
        method: 'POST',
      });
      return id;
    };
    const first = await inHand();
    const handler = 'handler-chen';
    await world.command(first, stationHead, { type: 'ASSIGN_HANDLER', handler });
    const link = async (accused: object) =>
      world.command(await classifiedAs(world, { accused: { units: [], officers: [], ...accused } }), officer, {
        ...LINK,
        matter: first,
      });
    const accusing = [
      { units: ['donghu-liuqiao'] },
      { units: ['donghu'] },
      { officers: [stationHead.id] },
      { officers: [handler] },
      { officers: [bureauHead.id] },
    ];
    for (const accused of accusing)
      await expect(link(accused), JSON.stringify(accused)).rejects.toMatchObject(
        refused('MATTER_HANDLED_BY_THE_ACCUSED', 'P-10'),
      );
    await link({ officers: ['handler-zhu'] });
    await link({ units: ['donghu-wangjiang'] });
    expect((await world.head(first)).accused).toEqual({ units: [], officers: [] });
    // Somebody else has it now.
    await world.command(first, officer, { type: 'APPLY_RECUSAL', of: handler, reason: '来信人反映其态度' });
    await world.command(first, bureauHead, {
      type: 'DECIDE_RECUSAL',
      granted: true,
      reason: '应当回避',
      method: 'POST',
    });
    await link({ officers: [handler] });
    // In review the case below is asked as well, and what is over binds nobody.
    const reviewed = await inWindow(world, '2026-05-15T10:00+08:00');
    await underReview(world, reviewed);
    const third = await classifiedAs(world, { accused: { units: [], officers: ['bureau-wei'] } });
    await expect(world.command(third, officer, { ...LINK, matter: reviewed })).rejects.toMatchObject(
      refused('MATTER_HANDLED_BY_THE_ACCUSED', 'P-10'),
    );
  });

  test('[P-10] whom a petition of the matter complains of has no part in the others, in whatever order that is learnt', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const stationHead = world.officer('head-ma');
    const accused = { units: [], officers: [stationHead.id] };
    const naming = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.SHIRK', accused } as const;
    const his = { requestItems: ['答复'], method: 'POST', handlingUnit: stationHead.unit } as const;
    // Handled by him: neither linked nor, linked before, classified so.
    const handled = await accepted(world);
    const linked = await classifiedAs(world, {});
    await world.command(linked, officer, { ...LINK, matter: handled });
    await expect(world.command(linked, officer, naming)).rejects.toMatchObject({
      refusal: { code: 'MATTER_HANDLED_BY_THE_ACCUSED', guard: 'P-10', field: '/accused' },
    });
    await world.command(linked, officer, { ...LINK, matter: linked, reason: '本件反映其所长,单独办理' });
    await world.command(linked, officer, naming);
    // Not yet handled: what the first says of him after the link, or another that is linked, keeps it from him.
    const [first, second, third] = [
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
    ];
    await world.command(second, officer, { ...LINK, matter: first });
    await world.command(first, officer, naming);
    await world.command(third, officer, { ...LINK, matter: second });
    for (const id of [second, third])
      await expect(world.command(id, officer, { type: 'ACCEPT', ...his })).rejects.toMatchObject(
        refused('RECIPIENT_IS_ACCUSED', 'G6'),
      );
    expect(await world.head(third)).toMatchObject({ accused, accusedByLink: accused });
    await world.command(second, officer, { type: 'ACCEPT', ...his, handlingUnit: 'donghu-qingshi' });
    await expect(
      world.command(second, world.officer('chief-wang'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' }),
    ).rejects.toMatchObject(refused('OFFICER_IS_ACCUSED', 'P-10'));
  });

  test('[P-10] whoever stepped aside holds up nothing that others do, whatever another petition says of him (条例28(3))', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, bureauHead } = cast(world);
    const head = await accepted(world);
    await world.command(head, officer, { type: 'APPLY_RECUSAL', of: 'head-ma', reason: '来信人反映其态度' });
    const granted = { granted: true, reason: '应当回避', method: 'POST' } as const;
    await world.command(head, bureauHead, { type: 'DECIDE_RECUSAL', ...granted });
    const accused = { units: [], officers: ['head-ma'] };
    await world.command(await classifiedAs(world, { accused }), officer, { ...LINK, matter: head });
    const chief = world.officer('chief-wang');
    await world.command(head, chief, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    expect(await world.head(head)).toMatchObject({ handler: 'handler-zhu', accused: { officers: [] } });
  });

  test('[P-10] a case that begins again goes on without whom its matter complains of by now, and is watched all the same', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, chief } = cast(world);
    const closed = await closedCase(world);
    const other = await classifiedAs(world, { accused: { units: [], officers: ['head-ma'] } });
    await world.command(other, officer, { ...LINK, matter: closed });
    await world.command(closed, chief, { type: 'REOPEN', ground: 'ERROR', reason: '事实认定有误' });
    const head = await world.head(closed);
    expect(head).toMatchObject({ state: 'INVESTIGATING', accused: { officers: ['head-ma'] } });
    expect(standingsOf(world.officer('head-ma'), head, undefined, world.tree)).toContain('UNIT_HEAD');
    expect(decideAccess(world.officer('head-ma'), { kind: 'READ_CASE', head }, world.tree)).toMatchObject({
      as: 'HIDDEN',
    });
    // Whom only others complain of is watched all the same (条例14(2)).
    await world.command(closed, chief, { type: 'SUPERVISE', ground: 'S1', finding: '重新办理', guidance: '限期办结' });
    await world.command(closed, chief, { type: 'ASSIGN_HANDLER', handler: 'handler-chen' });
    expect(await world.head(closed)).toMatchObject({ handler: 'handler-chen', unit: 'donghu-liuqiao' });
  });

  test('[P-09] nor does he review it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    const reviewer = world.officer('reviewer-tang');
    const other = await classifiedAs(world, { accused: { units: [], officers: [reviewer.id] } });
    await world.command(other, officer, { ...LINK, matter: id });
    await expect(
      world.command(review, reviewer, { type: 'REVIEW_DECIDE', opinion: reviewOpinion('UPHOLD') }),
    ).rejects.toMatchObject(refused('REVIEWER_NOT_INDEPENDENT', 'P-09'));
  });

  test('[P-10] who names somebody while another petition is given to him is asked again', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const stationHead = world.officer('head-ma');
    const [first, second] = [await classifiedAs(world, {}), await classifiedAs(world, {})];
    await world.command(second, officer, { ...LINK, matter: first });
    const accused = { units: [], officers: [stationHead.id] };
    const outcomes = await Promise.allSettled([
      world.command(first, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.SHIRK', accused }),
      world.command(second, officer, {
        type: 'ACCEPT',
        requestItems: ['答复'],
        method: 'POST',
        handlingUnit: stationHead.unit,
      }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('[P-10] taken back, a link takes back whom it named; whom a person stated, or a case below complains of, stays', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, cityOfficer, stationHead } = cast(world);
    const accused = { units: ['donghu-liuqiao'], officers: [stationHead.id] };
    const nobody = { units: [], officers: [] };
    const [first, id, stated] = [
      await classifiedAs(world, { accused }),
      await classifiedInCity(world),
      await classifiedAs(world, {}),
    ];
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    for (const one of [child, stated]) {
      await world.command(one, officer, { ...LINK, matter: first });
      expect((await world.head(one)).accused).toEqual(accused);
    }
    await world.command(child, officer, { ...LINK, matter: child, reason: '核对后不属同一事项' });
    for (const one of [child, id]) expect(await world.head(one)).toMatchObject({ accused: nobody });
    await referredTo(world, child, 'donghu-liuqiao');
    await world.command(stated, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.SHIRK', accused });
    await world.command(stated, officer, { ...LINK, matter: stated, reason: '核对后不属同一事项' });
    expect((await world.head(stated)).accused).toEqual(accused);
  });

  test('[P-10] whom a link named is kept out of later links, below and in what is opened; undone below, it is undone everywhere', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, cityOfficer, stationHead } = cast(world);
    const accused = { units: [], officers: [stationHead.id] };
    const [first, second, third] = [
      await classifiedAs(world, { accused }),
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
    ];
    await world.command(second, officer, { ...LINK, matter: first });
    await world.command(third, officer, { ...LINK, matter: second });
    expect(await world.head(third)).toMatchObject({ accused, accusedByLink: accused });
    const id = await classifiedInCity(world);
    await world.command(id, cityOfficer, { ...LINK, matter: first });
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    expect(await world.head(child)).toMatchObject({ accused, accusedByLink: accused });
    await world.command(child, officer, { ...LINK, matter: child, reason: '核对后不属同一事项' });
    for (const one of [child, id]) {
      expect((await world.head(one)).accused).toEqual({ units: [], officers: [] });
      expect(await world.head(one)).not.toHaveProperty('accusedByLink');
    }
    // Whom a case below complains of by itself stays above, whatever link is undone.
    const other = await classifiedInCity(world);
    await world.command(other, cityOfficer, { ...LINK, matter: first });
    const below = await referredTo(world, other, 'donghu', cityOfficer);
    await world.command(below, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.SHIRK', accused });
    await world.command(below, officer, { ...LINK, matter: below, reason: '核对后不属同一事项' });
    for (const one of [below, other]) expect((await world.head(one)).accused).toEqual(accused);
  });

  test('linked to what goes over to another matter that moment, it goes there as well', async () => {
    const world = new World();
    const { officer } = cast(world);
    const [a, b, c] = [await classifiedAs(world, {}), await classifiedAs(world, {}), await classifiedAs(world, {})];
    const { database } = world;
    const get = database.get.bind(database);
    let isFirst = true;
    database.get = async (table, key, options) => {
      if (key.pk === b && key.sk === 'MATTER' && isFirst) {
        isFirst = false;
        await world.command(b, officer, { ...LINK, matter: c });
      }
      return get(table, key, options);
    };
    await world.command(a, officer, { ...LINK, matter: b });
    expect([(await world.head(a)).matter, (await world.head(b)).matter]).toEqual([c, c]);
    expect((await readMatter(database, c)).petitions).toEqual([c, b, a]);
  });

  test('[P-07] [R-02] a link made by mistake is taken back by naming the petition itself, in every case above', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, cityOfficer, cityChief } = cast(world);
    const [first, id] = [await classifiedAs(world, {}), await classifiedInCity(world)];
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    await expect(world.command(child, officer, { ...LINK, matter: child })).rejects.toMatchObject(
      refused('ALREADY_LINKED'),
    );
    const question = { unit: unitId('yunze'), from: '2026-03-01' as LocalDate, to: '2026-03-31' as LocalDate };
    const matters = async () => {
      for (const one of [first, id, child]) await world.count(one);
      const { figures } = await reportOn('R-02', question, cityChief, world.now, world.tree, world.database);
      return figures.map(({ value }) => value);
    };
    await world.command(child, officer, { ...LINK, matter: first });
    expect(await matters()).toEqual([1]);
    await world.command(child, officer, { ...LINK, matter: child, reason: '核对后不属同一事项' });
    expect(await matters()).toEqual([2]);
    for (const one of [child, id]) expect(await world.head(one)).not.toHaveProperty('matter');
    // Whoever has it below does not open the case above, and reads that it is its own matter all the same.
    const { records } = await readCaseHistory(child, officer, world.now, world.tree, world.deps);
    expect(records.at(-1)?.events).toEqual([{ type: 'matter-linked.v1', matter: id }]);
    expect((await readMatter(world.database, first)).petitions).toEqual([first]);
    // It may be linked again, and others to it.
    const other = await classifiedAs(world, {});
    await world.command(other, officer, { ...LINK, matter: child });
    expect((await world.head(other)).matter).toBe(id);
  });

  test('a petition that others are linked to is not torn from them; each may go, then it goes', async () => {
    const world = new World();
    const { officer } = cast(world);
    const [first, second, other] = [
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
    ];
    await world.command(second, officer, { ...LINK, matter: first });
    await expect(world.command(first, officer, { ...LINK, matter: other })).rejects.toMatchObject(
      refused('OTHERS_LINKED_TO_IT'),
    );
    expect((await world.head(first)).matter).toBeUndefined();
    await world.command(second, officer, { ...LINK, matter: other });
    await world.command(first, officer, { ...LINK, matter: other });
    expect((await readMatter(world.database, other)).petitions).toEqual([other, second, first]);
  });

  test('[P-03] the first petition of a matter leaves it when it is sealed; one that was linked does, too', async () => {
    const world = new World();
    const { officer } = cast(world);
    const [first, second, third] = [
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
      await classifiedAs(world, {}),
    ];
    for (const id of [second, third]) await world.command(id, officer, { ...LINK, matter: first });
    await world.command(first, officer, { type: 'SEAL', reason: '涉检举控告' });
    expect((await readMatter(world.database, first)).petitions).toEqual([second, third]);
    await world.command(third, officer, { type: 'SEAL', reason: '涉检举控告' });
    expect((await readMatter(world.database, first)).petitions).toEqual([second]);
  });

  test('two that are linked to each other, or one after the other, at once: none is left under a matter that is none', async () => {
    for (let round = 0; round < 5; round += 1) {
      const world = new World();
      const { officer } = cast(world);
      const [a, b, c] = [await classifiedAs(world, {}), await classifiedAs(world, {}), await classifiedAs(world, {})];
      const links =
        round % 2 === 0
          ? [
              [a, b],
              [b, c],
              [c, a],
            ]
          : [
              [a, b],
              [c, a],
            ];
      await Promise.allSettled(
        links.map(([id, matter]) => world.command(id as CaseId, officer, { ...LINK, matter: matter as CaseId })),
      );
      for (const id of [a, b, c]) {
        const { matter } = await world.head(id);
        if (matter !== undefined) expect((await world.head(matter)).matter, `round ${round}`).toBeUndefined();
      }
    }
  });

  test('[P-03] what the officer may not know of is answered like what is not there', async () => {
    const world = new World();
    const { officer } = cast(world);
    const id = await classifiedAs(world, {});
    const { id: unscreened } = await world.submit({ organ: 'donghu' });
    const against = await classifiedInCity(world);
    await world.command(against, cast(world).cityOfficer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: ['po-li'] },
    });
    const { id: sealed } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const other = await storeCase(world, await world.head(id), {
      id: caseId('westernbureau0000000000000'),
      petitionId: caseId('westernbureau0000000000000'),
      organ: (await world.head(id)).organ.replace('donghu', 'xiling') as never,
    });
    const gone = caseId('nosuchcase0000000000000000');
    for (const matter of [unscreened, against, sealed, other, gone])
      await expect(world.command(id, officer, { ...LINK, matter })).rejects.toMatchObject(
        refused('CITED_CASE_UNKNOWN'),
      );
  });
});

describe('not accepted (不予受理, 条例19(3))', () => {
  /** 东湖分局 handles it; the same person writes to the city about it. */
  async function twice(world: World, below: CaseId): Promise<CaseId> {
    const id = await classifiedInCity(world);
    await world.command(id, cast(world).cityOfficer, { ...LINK, matter: below });
    return id;
  }
  const NOT_ACCEPT = { type: 'NOT_ACCEPT', reason: '下级机关正在期限内办理', method: 'POST' };

  test('a superior declines while the organ below is within its limit, and says until when', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const below = await accepted(world);
    const id = await twice(world, below);
    const { cityChief, cityOfficer } = cast(world);
    const decline = { ...NOT_ACCEPT, pendingCase: below };
    await expect(world.command(id, cityOfficer, decline)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    await expect(world.command(id, cityChief, { ...decline, method: undefined })).rejects.toMatchObject(
      refused('NOTICE_REQUIRED'),
    );
    await world.command(id, cityChief, decline);
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'NOT_ACCEPTED', clocks: [], concludedAt: world.now });
    expect(head.documents.map(({ kind }) => kind)).toEqual(['DOC-NACC']);
    expect((await world.head(below)).state).toBe('ACCEPTED');
  });

  test('also while it is handled simply; past its limit the superior may not', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const below = await simple(world);
    const [early, late] = [await twice(world, below), await twice(world, below)];
    const decline = { ...NOT_ACCEPT, pendingCase: below };
    await world.command(early, cast(world).cityChief, decline);
    world.now = instant('2026-07-22T16:00:01Z');
    await expect(world.command(late, cast(world).cityChief, decline)).rejects.toMatchObject(
      refused('NOT_PENDING_IN_TIME'),
    );
    expect((await world.head(late)).state).toBe('REGISTERED');
  });

  test('the handling organ itself attaches a repeat; another matter, or one that nobody handles, is no ground', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const below = await accepted(world);
    const own = await classifiedAs(world, {});
    const { chief, officer, cityChief } = cast(world);
    await world.command(own, officer, { ...LINK, matter: below });
    await expect(world.command(own, chief, { ...NOT_ACCEPT, pendingCase: below })).rejects.toMatchObject(
      refused('NOT_A_SUPERIOR'),
    );
    const unlinked = await classifiedInCity(world);
    await expect(world.command(unlinked, cityChief, { ...NOT_ACCEPT, pendingCase: below })).rejects.toMatchObject(
      refused('NOT_SAME_MATTER', 'P-07'),
    );
    const registered = await classifiedAs(world, {});
    const id = await twice(world, registered);
    await expect(world.command(id, cityChief, { ...NOT_ACCEPT, pendingCase: registered })).rejects.toMatchObject(
      refused('NOT_PENDING_IN_TIME'),
    );
  });
});

describe('no longer accepted (不再受理, 条例36(3))', () => {
  const REFUSE = {
    type: 'NO_LONGER_ACCEPT',
    comparison: '请求、事实、理由与复核意见所认定的逐项相同',
    newFacts: '没有提出新的事实或者理由',
    hasNewFacts: false,
    method: 'POST',
  };

  /** A repeat of a matter that was re-reviewed; `fields` say how far that got. */
  async function repeat(world: World, fields: Partial<Head> = {}): Promise<CaseId> {
    const first = await accepted(world);
    await reReviewed(world, first, { id: FINAL, organ: unitId('yunze'), ...fields });
    const id = await classifiedAs(world, {});
    await world.command(id, cast(world).officer, { ...LINK, matter: first });
    return id;
  }

  test('[A-73] [A-75] two persons compare, one of them the chief: the first proposes, the second decides', async () => {
    const world = new World();
    const id = await repeat(world);
    const { officer, chief } = cast(world);
    const command = { ...REFUSE, reReviewCase: FINAL };
    await world.command(id, officer, command);
    const proposed = await world.head(id);
    expect(proposed).toMatchObject({ state: 'REGISTERED', noLonger: { proposedBy: 'po-li', reReviewCase: FINAL } });
    expect(runningClock(proposed, 'INFORM_15D')).toBeDefined();
    expect(proposed.documents).toEqual([]);
    await expect(world.command(id, officer, command)).rejects.toMatchObject(refused('SECOND_PERSON_REQUIRED'));
    const colleague = { ...officer, id: world.officer('supervisor-kong').id };
    await expect(world.command(id, colleague, command)).rejects.toMatchObject(refused('CHIEF_REQUIRED'));
    await expect(world.command(id, chief, { ...command, method: undefined })).rejects.toMatchObject(
      refused('NOTICE_REQUIRED'),
    );
    await world.command(id, chief, command);
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'NO_LONGER_ACCEPTED', clocks: [] });
    expect(head.documents.map(({ kind }) => kind)).toEqual(['DOC-NLACC']);
  });

  test('[G5] a review opinion is not enough, nor a re-review that the petitioner has not received, or that he withdrew', async () => {
    const short = [
      { stage: 'REVIEW', state: 'CLOSED' },
      { state: 'OPINION_ISSUED' },
      { stage: 'HANDLING' },
      { state: 'CLOSED', closeReason: 'WITHDRAWN' },
    ] as const;
    for (const fields of short) {
      const world = new World();
      const id = await repeat(world, fields);
      await expect(world.command(id, cast(world).chief, { ...REFUSE, reReviewCase: FINAL })).rejects.toMatchObject(
        refused('NOT_RE_REVIEWED', 'G5'),
      );
    }
  });

  test('[§2.6] new facts are a new case; another matter was never decided', async () => {
    const world = new World();
    const id = await repeat(world);
    const { chief } = cast(world);
    await expect(
      world.command(id, chief, { ...REFUSE, reReviewCase: FINAL, hasNewFacts: true, newFacts: '新的伤情鉴定' }),
    ).rejects.toMatchObject(refused('NEW_FACTS_NEW_CASE'));
    const another = await classifiedAs(world, {});
    await expect(world.command(another, chief, { ...REFUSE, reReviewCase: FINAL })).rejects.toMatchObject(
      refused('NOT_SAME_MATTER'),
    );
    expect((await world.head(id)).noLonger).toBeUndefined();
  });
});
