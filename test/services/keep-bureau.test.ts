import { expect, test } from 'vitest';
import { replaceBureau } from '../../services/casework/keep-bureau.ts';
import type { BureauTables } from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { cast, classified, DRAFT, heard } from '../builders/walk.ts';
import { demoBureau, World } from '../builders/world.ts';

const { version: _version, ...tables } = demoBureau;
const ADMINISTRATOR = { sub: 'admin-he', unit: 'yunze-bangongshi', roles: '[administrator]' };

function put(world: World, claims: Record<string, unknown>, body: BureauTables = tables, ifMatch?: number) {
  const request = { claims, body, ifMatch, now: world.now } as unknown as Request<BureauTables>;
  return replaceBureau(request, { ...world.deps, claims: claimNamesFrom({}) });
}

test('the first tables are brought by an administrator whom they name; later ones by one the present tables name', async () => {
  const world = new World();
  expect(await put(world, ADMINISTRATOR)).toMatchObject({ version: 1 });
  expect(await put(world, ADMINISTRATOR, tables, 1)).toMatchObject({ version: 2 });
});

test.each([
  ['NO_OFFICER', 'unknown to the tables he brings', { ...ADMINISTRATOR, sub: 'stranger' }],
  ['OTHER_UNIT', 'of another unit there', { ...ADMINISTRATOR, unit: 'yunze-xinfang' }],
  [
    'NOT_ALLOWED',
    'administrator by the token alone',
    { sub: 'po-zhou', unit: 'yunze-xinfang', roles: '[administrator]' },
  ],
  ['NOT_ALLOWED', 'administrator by the tables alone', { ...ADMINISTRATOR, roles: '[handler]' }],
])('%s: one who is %s is refused', async (code, _, claims) => {
  await expect(put(new World(), claims)).rejects.toMatchObject({ body: { status: 403, code } });
});

test('nobody makes himself administrator with tables of his own once there are some', async () => {
  const world = new World();
  await put(world, ADMINISTRATOR);
  const own = {
    ...tables,
    officers: tables.officers.map((officer) =>
      officer.id === 'po-zhou' ? { ...officer, roles: [...officer.roles, 'administrator' as const] } : officer,
    ),
  };
  const claims = { sub: 'po-zhou', unit: 'yunze-xinfang', roles: '[petitionOfficer administrator]' };
  await expect(put(world, claims, own, 1)).rejects.toMatchObject({ body: { status: 403, code: 'NOT_ALLOWED' } });
});

test('a print station that is anything else is refused with its place', async () => {
  const officers = tables.officers.map((officer) =>
    officer.id === 'po-li' ? { ...officer, roles: ['petitionOfficer', 'slipPrinter'] as const } : officer,
  );
  const at = officers.findIndex(({ id }) => id === 'po-li');
  await expect(put(new World(), ADMINISTRATOR, { ...tables, officers })).rejects.toMatchObject({
    body: { status: 400, errors: [{ pointer: `/officers/${at}/roles` }] },
  });
});

test('[A-31] an officer who leaves hands his open cases over first, by a decision on record; then the tables take him out', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  await put(world, ADMINISTRATOR);
  const id = await heard(world);
  const instead = <Id extends string>(officer: Id, ids: readonly string[]) =>
    ids.includes(officer) ? ('bureau-zhao' as Id) : officer;
  const without = (...ids: string[]) => ({
    ...tables,
    units: tables.units.map((unit) => ({
      ...unit,
      head: instead(unit.head, ids),
      petitionDutyHead: instead(unit.petitionDutyHead, ids),
    })),
    officers: tables.officers.filter((officer) => !ids.includes(officer.id)),
  });
  await expect(put(world, ADMINISTRATOR, without('handler-zhu', 'leader-shen'), 1)).rejects.toMatchObject({
    body: {
      status: 409,
      code: 'OFFICER_STILL_IN_CHARGE',
      officers: expect.arrayContaining([
        { officer: 'leader-shen', handles: { count: 0, cases: [] }, leads: { count: 1, cases: [id] } },
        { officer: 'handler-zhu', handles: { count: 1, cases: [id] }, leads: { count: 0, cases: [] } },
      ]),
    },
  });
  await world.command(id, world.officer('handler-zhu'), DRAFT);
  await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-qin' });
  expect(await put(world, ADMINISTRATOR, without('handler-zhu'), 1)).toMatchObject({ version: 2 });
  await expect(put(world, ADMINISTRATOR, without('handler-zhu', 'leader-shen'), 2)).rejects.toMatchObject({
    body: { status: 409 },
  });
  await world.command(id, world.officer('bureau-zhao'), {
    type: 'INSTRUCT',
    instruction: '由我包案',
    leader: 'bureau-zhao',
  });
  expect(await put(world, ADMINISTRATOR, without('handler-zhu', 'leader-shen'), 2)).toMatchObject({ version: 3 });
});

test.each([
  ['another station', { unit: 'donghu-liuqiao' }],
  ['another organ', { unit: 'xiling-songling' }],
  ['another role', { roles: ['registrar'] }],
])('[A-31] nor does he go to %s with open cases in his name, which he would go on reading', async (_to, post) => {
  const world = new World('2026-03-02T01:00:00Z');
  await put(world, ADMINISTRATOR);
  const id = await heard(world);
  const given = (fields: object): BureauTables => ({
    ...tables,
    officers: tables.officers.map((officer) => (officer.id === 'handler-zhu' ? { ...officer, ...fields } : officer)),
  });
  await expect(put(world, ADMINISTRATOR, given(post), 1)).rejects.toMatchObject({
    body: { code: 'OFFICER_STILL_IN_CHARGE', officers: [{ officer: 'handler-zhu', handles: { cases: [id] } }] },
  });
  // A further role takes nothing from him.
  expect(await put(world, ADMINISTRATOR, given({ roles: ['handler', 'registrar'] }), 1)).toMatchObject({ version: 2 });
  await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-qin' });
  expect(await put(world, ADMINISTRATOR, given(post), 2)).toMatchObject({ version: 3 });
});

test('[A-31] nobody is kept for a case in which none can be named in his stead until its own procedure has an end', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  await put(world, ADMINISTRATOR);
  const id = await classified(world);
  const { officer } = cast(world);
  const says = (by: string, command: object) => world.command(id, world.officer(by), command as never);
  await says(officer.id, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'ADMIN.DELAY' });
  await says(officer.id, { type: 'PROPOSE', to: 'leader-shen', proposal: '请示' });
  await says('leader-shen', { type: 'INSTRUCT', leader: 'leader-shen', instruction: '我包案' });
  const organ = { name: '东湖分局治安大队', address: '东湖路', unit: 'donghu-zhian' };
  const own = { branch: '31(5)', article: '31(5)', route: 'DUTY', caseNumber: '东公(治)受案字〔2026〕1号', organ };
  await says(officer.id, {
    type: 'CHANNEL',
    ...own,
    coSigner: 'head-cao',
    reason: '履职',
    explanation: '已告知',
    method: 'POST',
  });
  expect(await world.head(id)).toMatchObject({ state: 'CHANNELLED', leader: 'leader-shen' });
  await expect(says('bureau-zhao', { type: 'INSTRUCT', leader: 'bureau-zhao', instruction: '改' })).rejects.toThrow();
  const officers = tables.officers.map((one) =>
    one.id === 'leader-shen' ? { ...one, roles: ['mediator' as const] } : one,
  );
  expect(await put(world, ADMINISTRATOR, { ...tables, officers }, 1)).toMatchObject({ version: 2 });
});
