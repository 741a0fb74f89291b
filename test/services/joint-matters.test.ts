import { describe, expect, test } from 'vitest';
import { jointForClerk } from '../../services/casework/joint-for-clerk.ts';
import { relatedPetitions } from '../../services/casework/open-file.ts';
import { linkJoint } from '../../services/commands/link-joint.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { standingsOf } from '../../shared/domain/access.ts';
import { type CaseId, type LocalDate, unitId } from '../../shared/domain/ids.ts';
import { jointMembers, peopleOf } from '../../shared/domain/joint-matter.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { cast } from '../builders/walk.ts';
import { referredTo } from '../builders/walk-paths.ts';
import { World } from '../builders/world.ts';
import { invented } from '../routing/invented.ts';

const LETTER = '鹭栖弄后面的锯木厂夜里开工到三点,报警后民警说管不了,全弄堂老人睡不着,请求查处并书面答复我们全体住户。';
const SPOKEN = [
  '鹭栖弄锯木厂半夜开工,吵得没法睡',
  '我们弄堂后面锯木厂夜里锯木头,老人睡不着',
  '鹭栖弄的锯木厂三点还开着,报警没人管',
  '锯木厂夜里开工,鹭栖弄住户都受不了',
  '鹭栖弄锯木厂噪声太大,夜里睡不着觉',
];
const person = (number: number) => ({
  name: `闻${'甲乙丙丁戊己庚辛'[number]}`,
  address: `鹭栖弄${number + 1}号`,
  phone: `1380000000${number}`,
});

async function submit(
  world: World,
  number: number,
  narrative: string,
  more: Record<string, unknown> = {},
): Promise<CaseId> {
  const { id } = await world.submit({
    organ: 'donghu',
    request: undefined,
    facts: undefined,
    reasons: undefined,
    place: undefined,
    narrative,
    petitioner: person(number),
    ...more,
  });
  await world.propose(id);
  return id;
}
const jointOf = async (world: World, id: CaseId, who = cast(world).officer) => {
  const [stored, head] = await Promise.all([readProposal(world.database, ORDINARY, id), world.head(id)]);
  const standings = standingsOf(who, head, undefined, world.tree);
  return jointForClerk(head, stored?.joint ?? [], standings, who, world.tree, world.deps);
};
/** Confirms a suggestion, as the route does. */
const confirm = (
  world: World,
  id: CaseId,
  cases: readonly CaseId[],
  { id: sub, unit, roles }: Principal,
  reason = '五户署名的同一封信',
) =>
  linkJoint(
    {
      path: { id },
      body: { cases: [...cases], reason },
      claims: { sub, unit, roles: `[${roles.join(' ')}]` },
      now: world.now,
    } as unknown as Request<{ cases: CaseId[]; reason: string }>,
    { ...world.deps, claims: claimNamesFrom({}) },
  );
const later = (world: World, minutes: number) => {
  world.now = new Date(Date.parse(world.now) + minutes * 60_000).toISOString() as World['now'];
};

describe('[A-28] joint letters (联名信)', () => {
  test('the same text by different people within a month is probably one joint matter, with the reason', async () => {
    const world = new World();
    const ids: CaseId[] = [];
    for (let number = 0; number < 5; number += 1) {
      ids.push(await submit(world, number, `${LETTER}${'一二三四五'[number]}号住户`));
      later(world, 1_440);
    }
    const joint = await jointOf(world, ids[4] as CaseId);
    expect(joint).toMatchObject({
      cases: ids.slice(0, 4),
      matter: ids[0],
      people: 5,
      group: true,
      signs: ['SAME_TEXT'],
      zh: expect.stringContaining('可能属同一联名信或集体访'),
    });
    expect(joint?.settings.every(({ verified, cite }) => !verified && cite.length > 0)).toBe(true);
    expect(await jointOf(world, ids[0] as CaseId)).toBeNull();
  });

  test('four people are no group; after a month, or by the same person, it is no joint letter', async () => {
    const world = new World();
    for (let number = 0; number < 3; number += 1) await submit(world, number, LETTER);
    expect(await jointOf(world, await submit(world, 3, LETTER))).toMatchObject({ people: 4, group: false });
    expect(await jointOf(world, await submit(world, 3, LETTER))).toMatchObject({ people: 4 });
    later(world, 31 * 1_440);
    expect(await jointOf(world, await submit(world, 4, LETTER))).toBeNull();
  });

  test('copies by other hands alone, and visits to the same counter alone, belong together', async () => {
    const world = new World();
    const of = async (number: number, channel: string, headcount = 1) =>
      world.head(await submit(world, number, SPOKEN[number] as string, { channel, headcount }));
    const [letter, copy] = [await of(0, 'LETTER'), await of(1, 'LETTER')];
    const alike = { likeness: 0.9, sketchCosine: 0.9 };
    const found = (own: typeof letter, head: typeof letter, person?: 'phone', texts = alike) =>
      jointMembers(own, [{ head, person, ...texts }]).map(({ sign }) => sign);
    expect(found(letter, copy)).toEqual(['SAME_TEXT']);
    expect(found(letter, copy, 'phone')).toEqual([]);
    const [visit, other] = [letter, copy].map((head) => ({ ...head, channel: 'VISIT' as const })) as [
      typeof letter,
      typeof letter,
    ];
    const told = { likeness: 0.2, sketchCosine: 0.2 };
    expect(found(visit, other, undefined, told)).toEqual(['SAME_VISIT']);
    expect(found(visit, { ...other, receivedBy: unitId('xiling-xinfang') }, undefined, told)).toEqual([]);
  });

  test('a long letter, of which the index holds but the most telling, is known by its copies, too', async () => {
    const world = new World();
    const long = invented(24)
      .map(({ text }) => text)
      .join('');
    const first = await submit(world, 0, long);
    expect(await jointOf(world, await submit(world, 1, `${long}二号住户`))).toMatchObject({
      cases: [first],
      signs: ['SAME_TEXT'],
    });
  });

  test('a letter with eight signers and copies of it: headcounts add up', async () => {
    const world = new World();
    await submit(world, 0, LETTER, { headcount: 8, representatives: ['甲', '乙', '丙', '丁', '戊'] });
    expect(await jointOf(world, await submit(world, 1, LETTER))).toMatchObject({ people: 9, group: true });
  });
});

describe('[A-28] who stands behind copies', () => {
  test('whoever wrote two copies is one person, with as many as came with the larger', async () => {
    const world = new World();
    for (const number of [0, 0, 1, 1]) await submit(world, number, LETTER);
    expect(await jointOf(world, await submit(world, 2, LETTER))).toMatchObject({
      cases: { length: 4 },
      people: 3,
      group: false,
      zh: expect.stringContaining('连同本件5件、3人'),
    });
    const hand = (headcount: number, idNumber?: string, nameAddress?: string) => ({
      headcount,
      person: { ...(idNumber ? { idNumber } : {}), ...(nameAddress ? { nameAddress } : {}) },
    });
    expect(peopleOf([hand(1, 'id', 'home'), hand(2, undefined, 'home'), hand(1, 'other')])).toBe(3);
    // Two of one name and address are two where their identity numbers say so.
    expect(peopleOf([hand(1, 'id', 'home'), hand(1, 'other', 'home')])).toBe(2);
    // Of whom nothing is known, each is another.
    expect(peopleOf([hand(1), hand(1)])).toBe(2);
  });

  test('copies that the office above received and referred here belong to the letter, and are linked with it', async () => {
    const world = new World();
    const { cityRegistrar, cityOfficer, officer, officeRegistrar } = cast(world);
    const register = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };
    const below: CaseId[] = [];
    for (let number = 0; number < 4; number += 1) {
      const id = await submit(world, number, LETTER, { organ: 'yunze' });
      await world.command(id, cityRegistrar, register);
      await world.command(id, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
      below.push(await referredTo(world, id, 'donghu', cityOfficer));
      later(world, 10);
    }
    const own = await submit(world, 4, LETTER);
    await world.command(own, officeRegistrar, register);
    const joint = await jointOf(world, own);
    expect(joint).toMatchObject({ cases: below, people: 5, group: true });
    const { cases } = await confirm(world, joint?.confirm.to as CaseId, joint?.confirm.cases ?? [], officer);
    expect(cases.map(({ outcome }) => outcome)).toEqual(['LINKED', 'LINKED', 'LINKED', 'LINKED']);
  });
});

describe('[A-28] group visits (集体访)', () => {
  test('visitors at one counter within two hours about the same: one group; the next day is another visit', async () => {
    const world = new World();
    const visit = { channel: 'VISIT' };
    const ids: CaseId[] = [];
    for (const [number, text] of SPOKEN.entries()) {
      ids.push(await submit(world, number, text, visit));
      later(world, 10);
    }
    expect(await jointOf(world, ids[4] as CaseId)).toMatchObject({
      people: 5,
      group: true,
      signs: ['SAME_VISIT'],
      matter: ids[0],
    });
    later(world, 1_440);
    expect(
      (await jointOf(world, await submit(world, 5, '鹭栖弄锯木厂夜里开工吵得睡不着', visit)))?.signs ?? [],
    ).not.toContain('SAME_VISIT');
  });
});

test('[P-03] whoever is complained about in one of them is not told of it', async () => {
  const world = new World();
  const { officeRegistrar, officer, chief } = cast(world);
  const first = await submit(world, 0, LETTER);
  await world.command(first, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  const accused = { units: [], officers: [officer.id] };
  await world.command(first, chief, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
  const second = await submit(world, 1, LETTER);
  expect(await jointOf(world, second, officer)).toBeNull();
  expect(await jointOf(world, second, chief)).toMatchObject({ cases: [first] });
});

describe('confirmed by a person', () => {
  async function linked() {
    const world = new World();
    const { officeRegistrar, officer } = cast(world);
    const ids: CaseId[] = [];
    for (let number = 0; number < 3; number += 1) {
      const id = await submit(world, number, LETTER, { channel: 'VISIT' });
      ids.push(id);
      await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
      await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
      if (number > 0) await world.command(id, officer, { type: 'LINK_MATTER', matter: ids[0], reason: '同一联名信' });
      await world.count(id);
    }
    return { world, ids };
  }

  test('LINK_MATTER makes one matter of them; each keeps its own clocks, the suggestion is gone', async () => {
    const { world, ids } = await linked();
    for (const id of ids.slice(1)) {
      expect(await world.head(id)).toMatchObject({ matter: ids[0] });
      expect((await world.head(id)).clocks.some(({ code }) => code === 'INFORM_15D')).toBe(true);
    }
    expect(await jointOf(world, ids[2] as CaseId)).toBeNull();
  });

  test('R-01 and R-02: three submissions, three people, one matter', async () => {
    const { world } = await linked();
    const figures = async (id: 'R-01' | 'R-02') =>
      Object.fromEntries(
        (
          await reportOn(
            id,
            { unit: unitId('donghu'), from: '2026-03-01' as LocalDate, to: '2026-03-31' as LocalDate },
            cast(world).chief,
            world.now,
            world.tree,
            world.database,
          )
        ).figures.map(({ key, value }) => [key, value]),
      );
    expect(await figures('R-01')).toMatchObject({ submissions: 3, people: 3 });
    expect(await figures('R-02')).toMatchObject({ matters: 1 });
  });

  test('[P-27] who signed with others cannot be searched: nothing of a representative is in the index of persons', async () => {
    const world = new World();
    const id = await submit(world, 0, LETTER, { headcount: 3, representatives: ['闻澜', '闻辛'] });
    const own = await submit(world, 1, '身份证照片拍得不像,想重新拍一张', {
      petitioner: { name: '闻澜', phone: '13899990000', address: '鹭栖弄9号' },
    });
    const { related } = await relatedPetitions(
      own,
      '核对是否同一人',
      cast(world).officer,
      world.now,
      world.tree,
      world.deps,
    );
    expect(related.map((entry: { id: CaseId }) => entry.id)).not.toContain(id);
  });
});

describe('[A-28] confirmed once for a whole joint letter', () => {
  /** Copies of one letter, registered but for the last; the first is screened. */
  async function copies(): Promise<{ world: World; ids: CaseId[] }> {
    const world = new World();
    const ids: CaseId[] = [];
    for (let number = 0; number < 5; number += 1) {
      ids.push(await submit(world, number, LETTER));
      later(world, 1);
    }
    for (const id of ids.slice(0, 4))
      await world.command(id, cast(world).officeRegistrar, {
        type: 'REGISTER',
        readBack: { how: 'WRITTEN_BY_PETITIONER' },
      });
    await world.command(ids[0] as CaseId, cast(world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
    });
    return { world, ids };
  }

  test('each is linked by its own record in the name of who confirmed; sent again, nothing is linked twice', async () => {
    const { world, ids } = await copies();
    const [first, ...others] = ids.slice(0, 4) as [CaseId, ...CaseId[]];
    const { officer } = cast(world);
    expect(await confirm(world, first, [...others, ...others, first], officer)).toEqual({
      cases: [...others, first].map((id) => ({ case: id, outcome: id === first ? 'LINKED_BEFORE' : 'LINKED' })),
      warnings: [],
    });
    for (const id of others) {
      expect(await world.head(id)).toMatchObject({ matter: first });
      const record = (await readHistory(world.database, ORDINARY, id)).at(-1)?.record;
      expect(record).toMatchObject({ command: 'LINK_MATTER', actor: { kind: 'OFFICER', id: officer.id } });
    }
    const versions = await Promise.all(others.map(async (id) => (await world.head(id)).version));
    expect((await confirm(world, first, others, officer)).cases.map(({ outcome }) => outcome)).toEqual(
      others.map(() => 'LINKED_BEFORE'),
    );
    expect(await Promise.all(others.map(async (id) => (await world.head(id)).version))).toEqual(versions);
  });

  test('one that was linked and has gone on since is of the matter still, though nobody could link it now', async () => {
    const { world, ids } = await copies();
    const [first, second] = ids as [CaseId, CaseId];
    const { officer } = cast(world);
    await confirm(world, first, [second], officer);
    await world.command(second, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.LABOR' });
    const organ = { name: '人力资源和社会保障局', address: '政务路1号' };
    await world.command(second, officer, { type: 'REDIRECT', organ, reason: '属劳动争议', method: 'POST' });
    const { version, state } = await world.head(second);
    expect((await confirm(world, first, [second], officer)).cases).toEqual([
      { case: second, outcome: 'LINKED_BEFORE' },
    ]);
    expect(await world.head(second)).toMatchObject({ version, state });
    expect(state).not.toBe('REGISTERED');
  });

  test('confirmed by two at once, and classified meanwhile: all are linked, each once', async () => {
    const { world, ids } = await copies();
    const [first, ...others] = ids.slice(0, 4) as [CaseId, ...CaseId[]];
    const { officer, chief } = cast(world);
    const [one, two] = await Promise.all([
      confirm(world, first, others, officer),
      confirm(world, first, [...others].reverse(), chief),
      world.command(others[0] as CaseId, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' }),
    ]);
    for (const id of others) {
      const outcomes = [one, two].flatMap(({ cases }) => cases.filter((each) => each.case === id));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['LINKED', 'LINKED_BEFORE']);
      expect(await world.head(id)).toMatchObject({ matter: first });
    }
  });

  test('[P-03] one that cannot be linked is named with its reason and holds up no other; what he may not know is not there', async () => {
    const { world, ids } = await copies();
    const { officer, chief } = cast(world);
    const [first, second, against, fourth, unscreened] = ids as [CaseId, CaseId, CaseId, CaseId, CaseId];
    await world.command(against, chief, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: [officer.id] },
    });
    const nobody = '0'.repeat(26) as CaseId;
    const { cases } = await confirm(world, first, [second, unscreened, against, nobody, fourth], officer);
    expect(cases.map(({ outcome }) => outcome)).toEqual(['LINKED', 'REFUSED', 'REFUSED', 'REFUSED', 'LINKED']);
    expect(cases[1]).toMatchObject({
      code: 'WRONG_STATE',
      detail: expect.stringMatching(/[一-龥]/),
      detailEn: expect.any(String),
      remedyEn: expect.any(String),
    });
    const [, , hidden, absent] = cases;
    expect({ ...hidden, case: nobody }).toEqual(absent);
    expect((await world.head(against)).matter).toBeUndefined();
    expect((await world.head(unscreened)).matter).toBeUndefined();
    await expect(confirm(world, against, [second], officer)).rejects.toMatchObject({ body: { status: 404 } });
  });

  test('the suggestion says what confirms it', async () => {
    const { world, ids } = await copies();
    const last = ids[4] as CaseId;
    const { officer, officeRegistrar } = cast(world);
    await world.command(last, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    const { confirm: call } = (await jointOf(world, last)) ?? {};
    if (!call) throw new Error('nothing was suggested');
    const { cases } = await confirm(world, call.to, call.cases, officer);
    expect(cases.map(({ outcome }) => outcome)).toEqual(['LINKED', 'LINKED', 'LINKED', 'LINKED']);
    expect(await jointOf(world, last)).toBeNull();
  });

  test('refused as a whole: a case that nobody has screened, an officer who links none', async () => {
    const { world, ids } = await copies();
    const [first, second] = ids as [CaseId, CaseId];
    const { officer, officeRegistrar } = cast(world);
    await expect(confirm(world, second, [first], officer)).rejects.toMatchObject({
      body: { status: 409, code: 'NOT_SCREENED' },
    });
    await expect(confirm(world, first, [second], officeRegistrar)).rejects.toMatchObject({
      body: { status: 403, code: 'NOT_YOUR_COMMAND' },
    });
  });

  test('what a person found before stays: no petition is taken out of another matter, no matter torn from its petitions', async () => {
    const { world, ids } = await copies();
    const [first, second, third, fourth] = ids as [CaseId, CaseId, CaseId, CaseId];
    const { officer } = cast(world);
    for (const id of [second, third])
      await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(third, officer, { type: 'LINK_MATTER', matter: second, reason: '同一事项' });
    const { cases } = await confirm(world, first, [second, third, fourth], officer);
    expect(cases).toMatchObject([
      { case: second, outcome: 'REFUSED', code: 'IN_ANOTHER_MATTER' },
      { case: third, outcome: 'REFUSED', code: 'IN_ANOTHER_MATTER' },
      { case: fourth, outcome: 'LINKED' },
    ]);
    expect(await world.head(third)).toMatchObject({ matter: second });
  });

  test('[N-11] words that label people are warned of here, too', async () => {
    const { world, ids } = await copies();
    const [first, second] = ids as [CaseId, CaseId];
    expect((await confirm(world, first, [second], cast(world).officer, '刁民联名')).warnings).not.toEqual([]);
  });
});
