import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/casework/http.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { RepeatShown } from '../../shared/domain/learning/repeats.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { inWindow, underReview } from '../builders/walk-review.ts';
import { World } from '../builders/world.ts';
import { invented } from '../routing/invented.ts';

const SAWMILL = '鹭栖弄后面的锯木厂夜里开工到三点,报警后民警说管不了,全弄堂老人睡不着';
const SAWMILL_AGAIN = '再次反映:鹭栖弄锯木厂仍然半夜锯木头,上回报警没有结果,老人整夜睡不着';
const other = { petitioner: { name: '闻澜', address: '鹭栖弄3号', phone: '13811112222' } };

const told = (narrative: string, more: Record<string, unknown> = {}) => ({
  organ: 'donghu',
  request: undefined,
  facts: undefined,
  reasons: undefined,
  place: undefined,
  narrative,
  ...more,
});

async function repeatsOf(world: World, id: CaseId) {
  await world.propose(id);
  return (await readProposal(world.database, ORDINARY, id))?.repeats ?? [];
}

const shownTo = async (world: World, id: CaseId, { id: sub, unit, roles }: Principal): Promise<RepeatShown[]> => {
  const { body } = await (
    handlers()['GET /petitions/{id}'] as NonNullable<ReturnType<typeof handlers>['GET /petitions/{id}']>
  )(
    { path: { id }, claims: { sub, unit, roles: `[${roles.join(' ')}]` }, now: world.now } as unknown as Request<
      undefined,
      undefined
    >,
    { ...world.deps, claims: claimNamesFrom({}) },
  );
  return (body as { repeats: RepeatShown[] }).repeats;
};

describe('[A-16] [A-28] repeats are seen at intake', () => {
  test('the same matter in other words by another person, ranked first, with signs and the lawful path', async () => {
    const world = new World();
    for (const { text } of invented(8)) await world.propose((await world.submit(told(text, other))).id);
    const first = await world.submit(told(SAWMILL));
    await world.propose(first.id);
    const second = await world.submit(told(SAWMILL_AGAIN, other));
    const [best] = await repeatsOf(world, second.id);
    expect(best).toMatchObject({ id: first.id, matter: first.id, path: 'ATTACH_AND_TELL', article: '19(3)' });
    expect(best?.signs).toEqual(expect.arrayContaining(['ALIKE', 'RECENT']));
  });

  test('[P-27] the same person is a sign beside others: another matter of his is not shown, ten of them hide no repeat', async () => {
    const world = new World();
    const first = await world.submit(told(SAWMILL));
    await world.propose(first.id);
    for (const { text } of invented(3)) await world.propose((await world.submit(told(text))).id);
    const again = await world.submit(told(SAWMILL_AGAIN));
    const found = await repeatsOf(world, again.id);
    expect(found.map(({ id }) => id)).toEqual([first.id]);
    expect(found[0]?.signs).toEqual(expect.arrayContaining(['SAME_PERSON', 'ALIKE']));
  });

  test('what is proposed of it is compared with how the person’s earlier petition was classified', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    const [late] = await Promise.all(
      ['报警后等了很久没有人来', '身份证照片拍得不像,想重新拍一张'].map(async (text) => {
        const { id } = await world.submit(told(text));
        await world.propose(id);
        await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
        const category = text.startsWith('报警') ? 'RESPONSE.SLOW' : 'IDCARD';
        await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category });
        return id;
      }),
    );
    const again = await world.submit(told('打了110,一个多小时民警才到'));
    expect(await repeatsOf(world, again.id)).toMatchObject([
      { id: late, signs: ['SAME_PERSON', 'SAME_CATEGORY', 'RECENT'] },
    ]);
  });

  test('a petition is never its own repeat, however often the message comes', async () => {
    const world = new World();
    const { id } = await world.submit(told(SAWMILL));
    await world.propose(id);
    expect(await repeatsOf(world, id)).toEqual([]);
  });

  test('pending here is attached and told; the matter stays the one it was', async () => {
    const world = new World();
    const first = await accepted(world, { facts: SAWMILL, request: '请处理', reasons: '扰民' });
    const second = await world.submit(told(SAWMILL_AGAIN, other));
    // Accepted before anything was proposed of it: only the person or the index could know.
    expect(await repeatsOf(world, second.id)).toEqual([]);
    const third = await world.submit(told(SAWMILL_AGAIN));
    const found = await repeatsOf(world, third.id);
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining([first, second.id]));
    expect(found.find(({ id }) => id === first)).toMatchObject({ path: 'ATTACH_AND_TELL' });
  });

  test('an answered matter shows the way to review with its last day; once it is under review, it is pending', async () => {
    const world = new World();
    const first = await inWindow(world, '2026-03-20T02:00:00.000Z');
    const again = async () =>
      (await repeatsOf(world, (await world.submit(told(SAWMILL))).id)).find(({ id }) => id === first);
    const due = (await world.head(first)).clocks.find(({ code }) => code === 'REVIEW_APPLY_30D')?.due ?? 'none';
    expect(await again()).toMatchObject({ path: 'REVIEW_OPEN', article: '35', zh: expect.stringContaining(due) });
    await underReview(world, first);
    expect(await again()).toMatchObject({ path: 'ATTACH_AND_TELL', article: '19(3)' });
  });

  test('[P-03] what was sealed is found by nobody', async () => {
    const world = new World();
    const first = await world.submit(told(SAWMILL));
    await world.propose(first.id);
    await world.command(first.id, cast(world).officeRegistrar, { type: 'SEAL', reason: '涉检举控告' });
    const second = await world.submit(told(SAWMILL_AGAIN));
    expect(await repeatsOf(world, second.id)).toEqual([]);
  });

  test('[P-03] a petition that is sealed where it was referred to leaves the index whole, too', async () => {
    const world = new World();
    const { officer, stationHead } = cast(world);
    const { id } = await world.submit(told(SAWMILL));
    await world.propose(id);
    const keys = (await readProposal(world.database, ORDINARY, id))?.matterKeys ?? [];
    const listed = async () =>
      (await Promise.all(keys.map((key) => world.database.query({ table: 'TEXTS', pk: `MATTER#${key}` })))).flatMap(
        ({ items }) => items,
      );
    expect(await listed()).toHaveLength(keys.length);
    await world.command(id, officer, { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    world.now = '2026-03-04T01:00:00.000Z' as Instant;
    const transfer = { type: 'TRANSFER', to: stationHead.unit, reason: '属地', method: 'POST' };
    const { other } = await world.command(id, officer, transfer);
    if (!other) throw new Error('nothing was referred');
    await world.command(other.id, officer, { type: 'SEAL', reason: '涉检举控告' });
    expect(await listed()).toEqual([]);
  });

  test('a corrected text stands under its new words only', async () => {
    const world = new World();
    const first = await world.submit(told('', { narrative: undefined, facts: SAWMILL }));
    await world.propose(first.id);
    await world.command(first.id, cast(world).officeRegistrar, {
      type: 'CORRECT_RECORD',
      reason: '登记有误',
      facts: '驾驶证到期换证,窗口让我改天再来',
    });
    await world.propose(first.id);
    const second = await world.submit(told(SAWMILL_AGAIN, other));
    expect(await repeatsOf(world, second.id)).toEqual([]);
    const third = await world.submit(told('驾驶证到期去换证,窗口又叫我改天再来', other));
    expect((await repeatsOf(world, third.id)).map(({ id }) => id)).toContain(first.id);
  });

  test('no fragment of a text lies in the index in the clear, nor can it be guessed without the key', async () => {
    const world = new World();
    const { id } = await world.submit(told(SAWMILL));
    await world.propose(id);
    const keys = (await readProposal(world.database, ORDINARY, id))?.matterKeys ?? [];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toMatch(/^[\w-]{16}$/);
    const page = await world.database.query({ table: 'TEXTS', pk: `MATTER#${keys[0]}` });
    expect(page.items.map(({ sk }) => sk)).toEqual([`${world.now}#${id}`]);
  });

  test('the cost of a look-up does not grow with the petitions', async () => {
    const read = async (many: number): Promise<number> => {
      const world = new World();
      for (const { text } of invented(many)) await world.propose((await world.submit(told(text, other))).id);
      const { query } = world.database;
      let items = 0;
      world.database.query = async (asked) => {
        const page = await query.call(world.database, asked);
        if (asked.pk.startsWith('MATTER#')) items += 1;
        return page;
      };
      await world.propose((await world.submit(told(SAWMILL))).id);
      return items;
    };
    const few = await read(3);
    expect(few).toBeGreaterThan(10);
    expect(await read(25)).toBe(few);
  });
});

describe('[A-28] copies of one letter share a line of the list', () => {
  const hand = (number: number) => ({
    petitioner: {
      name: `闻${'甲乙丙丁戊己庚辛壬癸子丑'[number]}`,
      address: `鹭栖弄${number + 1}号`,
      phone: `138111122${10 + number}`,
    },
  });

  test('twelve copies leave room for the neighbour who tells it in his own words', async () => {
    const world = new World();
    const neighbour = await world.submit(told(SAWMILL_AGAIN, other));
    await world.propose(neighbour.id);
    const copies: CaseId[] = [];
    for (let number = 0; number < 12; number += 1) {
      const { id } = await world.submit(told(SAWMILL, hand(number)));
      await world.propose(id);
      copies.push(id);
    }
    const own = await world.submit(
      told(`${SAWMILL}。`, { petitioner: { name: '闻禾', phone: '13800001234', address: '鹭栖弄90号' } }),
    );
    await world.propose(own.id);
    const lines = await shownTo(world, own.id, cast(world).officer);
    expect(lines).toHaveLength(2);
    expect([lines[0]?.id, ...(lines[0]?.copies ?? [])].sort()).toEqual(copies.sort());
    expect(lines[1]).toMatchObject({ id: neighbour.id, copies: [] });
  });

  test('copies that come to different ends after they were found have each a line of its own', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    for (const number of [0, 1]) await world.propose((await world.submit(told(SAWMILL, hand(number)))).id);
    const own = await world.submit(told(SAWMILL, hand(2)));
    await world.propose(own.id);
    const [letter] = await shownTo(world, own.id, officer);
    const best = letter?.id as CaseId;
    const [copy] = letter?.copies ?? [];
    await world.command(best, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(best, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.WELFARE' });
    const organ = { name: '某区民政局', address: '某路1号' };
    await world.command(best, officer, { type: 'REDIRECT', organ, reason: '不属公安职权', method: 'POST' });
    const lines = await shownTo(world, own.id, officer);
    expect(lines.map(({ id, path, copies }) => [id, path, copies])).toEqual([
      [best, 'NEW_CASE', []],
      [copy, 'ATTACH_AND_TELL', []],
    ]);
  });

  test('his own letters are no copies by other hands: each has its line and its lawful way', async () => {
    const world = new World();
    for (const number of [0, 0, 1]) await world.propose((await world.submit(told(SAWMILL, hand(number)))).id);
    const own = await world.submit(told(SAWMILL, hand(0)));
    await world.propose(own.id);
    const lines = await shownTo(world, own.id, cast(world).officer);
    expect(lines.map(({ signs, copies }) => [signs.includes('SAME_PERSON'), copies.length])).toEqual([
      [true, 0],
      [true, 0],
      [false, 0],
    ]);
  });

  test('[P-03] a matter whose own petition complains of the reader is named by the petition that he knows', async () => {
    const world = new World();
    const { officer, chief, officeRegistrar } = cast(world);
    const root = (await world.submit(told('身份证照片拍得不像,想重新拍一张', hand(0)))).id;
    const known = (await world.submit(told(SAWMILL, hand(1)))).id;
    for (const id of [root, known]) {
      await world.propose(id);
      await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
      await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    }
    await world.command(known, officer, { type: 'LINK_MATTER', matter: root, reason: '同一事项' });
    const accused = { units: [], officers: [officer.id] };
    await world.command(root, chief, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused,
      reason: '补正',
    });
    const own = await world.submit(told(SAWMILL_AGAIN, hand(2)));
    await world.propose(own.id);
    expect(await shownTo(world, own.id, chief)).toMatchObject([{ id: known, matter: root }]);
    expect(await shownTo(world, own.id, officer)).toMatchObject([{ id: known, matter: known }]);
  });

  test('[P-03] of a letter the copies that the reader may know of are shown, and the best of those stands for it', async () => {
    const world = new World();
    const { officer, chief, officeRegistrar } = cast(world);
    const copies: CaseId[] = [];
    for (let number = 0; number < 3; number += 1) {
      const { id } = await world.submit(told(SAWMILL, hand(number)));
      await world.propose(id);
      copies.push(id);
    }
    const own = await world.submit(told(SAWMILL, hand(3)));
    await world.propose(own.id);
    const [before] = await shownTo(world, own.id, chief);
    if (!before) throw new Error('nothing was found');
    const readBack = { how: 'WRITTEN_BY_PETITIONER' };
    await world.command(before.id, officeRegistrar, { type: 'REGISTER', readBack });
    const accused = { units: [], officers: [officer.id] };
    await world.command(before.id, chief, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
    const lines = await shownTo(world, own.id, officer);
    expect(lines).toHaveLength(1);
    expect([lines[0]?.id, ...(lines[0]?.copies ?? [])].sort()).toEqual(copies.filter((id) => id !== before.id).sort());
    expect((await shownTo(world, own.id, chief))[0]?.copies).toHaveLength(2);
  });
});

describe('[A-28] a repeat of a matter that was referred below', () => {
  const sentBelow = async (world: World) => {
    const first = await classifiedInCity(world);
    return { first, below: await referredTo(world, first, 'donghu', cast(world).cityOfficer) };
  };
  const again = async (world: World, organ: string, reader: Principal) => {
    const { id } = await world.submit({ organ });
    await world.propose(id);
    return { id, lines: await shownTo(world, id, reader) };
  };

  test('pending below: the superior declines and cites the case below, whether it was accepted there yet or not', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityRegistrar, cityOfficer, cityChief, officer } = cast(world);
    const { first, below } = await sentBelow(world);
    const declined = { id: first, matter: first, path: 'DECLINE_AS_SUPERIOR', article: '19(3)', pendingCase: below };
    expect((await again(world, 'yunze', cityOfficer)).lines).toMatchObject([declined]);
    const request = { requestItems: ['说明'], method: 'POST' };
    await world.command(below, officer, { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', ...request });
    const { id, lines } = await again(world, 'yunze', cityOfficer);
    const line = lines.find((one) => one.id === first);
    expect(line).toMatchObject(declined);
    await world.command(id, cityRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(id, cityOfficer, { type: 'LINK_MATTER', matter: line?.matter, reason: '同一事项' });
    const { pendingCase } = line ?? {};
    await world.command(id, cityChief, { type: 'NOT_ACCEPT', pendingCase, reason: '下级办理中', method: 'POST' });
    expect(await world.head(id)).toMatchObject({ state: 'NOT_ACCEPTED' });
  });

  test('19(3) what came to the organ below itself is shown to its superior as well, who may decline for nothing else', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityOfficer, cityChief } = cast(world);
    const { id: unseen } = await world.submit({ organ: 'donghu' });
    const below = await accepted(world);
    const against = await accepted(world, { accused: { units: [], officers: [cityOfficer.id] } });
    // A neighbour, and somebody who gives the same telephone.
    const others = [
      await accepted(world, { petitioner: { name: '孙兰', address: '柳桥街14号' } }),
      await accepted(world, { petitioner: { name: '周禾', address: '柳桥街16号', phone: '13800000000' } }),
    ];
    for (const one of [unseen, below, against, ...others]) await world.propose(one);
    const { id, lines } = await again(world, 'yunze', cityOfficer);
    expect(lines).toMatchObject([{ id: below, path: 'DECLINE_AS_SUPERIOR' }]);
    expect((await shownTo(world, id, cityChief)).map((one) => one.id).sort()).toEqual([below, against].sort());
  });

  test('what somebody else has pending below is no ground to decline: it may be linked, and is accepted', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityRegistrar, cityOfficer } = cast(world);
    const { id: first } = await world.submit({ organ: 'yunze' });
    await world.propose(first);
    await world.command(first, cityRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(first, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await referredTo(world, first, 'donghu', cityOfficer);
    const { id } = await world.submit({ organ: 'yunze', petitioner: { name: '孙兰', address: '柳桥街14号' } });
    await world.propose(id);
    const [line] = await shownTo(world, id, cityOfficer);
    expect(line).toMatchObject({ id: first, path: 'NEW_CASE', zh: expect.stringContaining('其他信访人') });
    expect(line).not.toHaveProperty('pendingCase');
  });

  test('its lawful way is that of the day on which it is read, not of the day on which it was found', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityOfficer, officer, chief } = cast(world);
    const { first, below } = await sentBelow(world);
    const { id, lines } = await again(world, 'yunze', cityOfficer);
    expect(lines).toMatchObject([{ id: first, path: 'DECLINE_AS_SUPERIOR', pendingCase: below }]);
    const organ = { name: '某区民政局', address: '某路1号' };
    await world.command(below, chief, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.WELFARE' });
    await world.command(below, officer, { type: 'REDIRECT', organ, reason: '不属公安职权', method: 'POST' });
    const [line] = await shownTo(world, id, cityOfficer);
    expect(line).toMatchObject({ id: first, path: 'NEW_CASE' });
    expect(line).not.toHaveProperty('pendingCase');
  });

  test('[P-03] whoever has it in hand attaches it to his own case; an organ that holds none of it sees nothing', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { below } = await sentBelow(world);
    const { lines } = await again(world, 'donghu', cast(world).officer);
    expect(lines).toMatchObject([{ id: below, matter: below, path: 'ATTACH_AND_TELL', article: '19(3)' }]);
    expect(lines[0]).not.toHaveProperty('pendingCase');
    const elsewhere = await world.submit({ organ: 'xiling' });
    expect(await repeatsOf(world, elsewhere.id)).toEqual([]);
  });

  test('referred to an organ beside this one: told where it is, never declined', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const first = await classified(world);
    await referredTo(world, first, 'xiling');
    expect((await again(world, 'donghu', officer)).lines).toMatchObject([
      { id: first, path: 'ATTACH_AND_TELL', zh: expect.stringContaining('其他机关') },
    ]);
  });

  test('[P-03] [P-10] nothing of it to whom the case below complains of, nothing to anybody once it is sealed there', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityOfficer, cityChief, officer, chief } = cast(world);
    const { first, below } = await sentBelow(world);
    const { id } = await again(world, 'yunze', cityOfficer);
    const accused = { units: [], officers: [cityOfficer.id] };
    const how = { purpose: 'APPEAL', category: 'RESPONSE.SLOW', reason: '补正' };
    await world.command(below, chief, { type: 'CLASSIFY', ...how, accused });
    expect(await shownTo(world, id, cityOfficer)).toEqual([]);
    expect(await shownTo(world, id, cityChief)).toMatchObject([{ id: first, pendingCase: below }]);
    await world.command(below, officer, { type: 'SEAL', reason: '涉检举控告' });
    expect(await shownTo(world, id, cityChief)).toEqual([]);
    const later = await world.submit({ organ: 'yunze' });
    expect((await repeatsOf(world, later.id)).map((one) => one.id)).toEqual([id]);
  });
});
