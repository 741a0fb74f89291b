import { describe, expect, test } from 'vitest';
import { authorise, claimNamesFrom, principalFrom } from '../../shared/lambda/principal.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { tree } from '../store/a-case.ts';

const names = claimNamesFrom({});
const UNIT = 'yunze-xinfang';
const rolesOf = (roles: unknown) => principalFrom({ sub: 'reg-qian', unit: UNIT, roles }, names, tree).roles;

function problemOf(attempt: () => unknown): HttpProblem['body'] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof HttpProblem) return error.body;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('principalFrom', () => {
  test('reads roles however the gateway or the issuer writes the list', () => {
    const expected = [...rolesOf(['registrar', 'petitionOfficer'])].sort();
    expect(expected).toEqual(['petitionOfficer', 'registrar']);
    for (const claim of [
      '[registrar petitionOfficer]',
      'registrar petitionOfficer',
      'registrar,petitionOfficer',
      'registrar, petitionOfficer',
    ])
      expect([...rolesOf(claim)].sort()).toEqual(expected);
    expect(rolesOf('[registrar]')).toEqual(['registrar']);
  });

  test('unknown roles are ignored, a part of a word is no role, none is none', () => {
    expect(rolesOf('[admin registrar root]')).toEqual(['registrar']);
    expect(rolesOf('registrars Registrar notregistrar')).toEqual([]);
    for (const claim of [undefined, null, '', '[]', [], {}, 5, [['registrar']]]) expect(rolesOf(claim)).toEqual([]);
  });

  test('id, unit and roles of a token; other claims may carry them', () => {
    const claims = {
      sub: 'reg-qian',
      unit: 'elsewhere',
      roles: 'supervisor',
      'custom:dept': UNIT,
      groups: '[registrar]',
    };
    expect(principalFrom(claims, claimNamesFrom({ CLAIM_ROLES: 'groups', CLAIM_UNIT: 'custom:dept' }), tree)).toEqual({
      id: 'reg-qian',
      unit: UNIT,
      roles: ['registrar'],
    });
  });

  test.each([
    ['no claims', {}],
    ['no unit', { sub: 'reg-qian', roles: '[registrar]' }],
    ['a unit of another bureau', { sub: 'reg-qian', unit: 'elsewhere', roles: '[registrar]' }],
    ['a unit named like a member of an object', { sub: 'reg-qian', unit: 'constructor' }],
    ['a list of units', { sub: 'reg-qian', unit: [UNIT] }],
    ['no subject', { unit: UNIT, roles: '[registrar]' }],
  ])('%s: 403', (_, claims) => {
    expect(problemOf(() => principalFrom(claims, names, tree))).toMatchObject({ status: 403, code: 'NO_UNIT' });
  });
});

describe('authorise', () => {
  const registrar = principalFrom({ sub: 'reg-qian', unit: UNIT, roles: 'registrar' }, names, tree);

  test('an action that the role allows gives a standing, another one 403 in both languages', () => {
    expect(authorise(registrar, { kind: 'READ_SCREENING_QUEUE', office: registrar.unit }, tree)).toBeDefined();
    const body = problemOf(() => authorise(registrar, { kind: 'READ_SEALED_QUEUE', office: registrar.unit }, tree));
    expect(body).toMatchObject({ status: 403, code: 'NOT_ALLOWED' });
    expect(body.detail).toMatch(/\p{Script=Han}/u);
    expect(body.detailEn).toMatch(/^[ -~]+$/);
  });
});
