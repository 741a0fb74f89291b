import { expect, test } from 'vitest';
import { replaceBureau } from '../../services/casework/keep-bureau.ts';
import type { BureauTables } from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { demoBureau, World } from '../builders/world.ts';

const { version: _version, ...tables } = demoBureau;
const ADMINISTRATOR = { sub: 'admin-he', unit: 'yunze-bangongshi', roles: '[administrator]' };

function put(world: World, claims: Record<string, unknown>, body: BureauTables = tables, ifMatch?: number) {
  const request = { claims, body, ifMatch } as unknown as Request<BureauTables>;
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
