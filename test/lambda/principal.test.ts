import { describe, expect, test } from 'vitest';
import type { Leave } from '../../shared/domain/bureau.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { authorise, claimNamesFrom, principalFrom } from '../../shared/lambda/principal.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { tree } from '../store/a-case.ts';

const names = claimNamesFrom({});
const UNIT = 'yunze-xinfang';
const now = '2026-03-02T01:00:00.000Z' as Instant;
const of = (claims: Readonly<Record<string, unknown>>, as = names, tables = tree, at = now) =>
  principalFrom({ claims, now: at }, as, tables);
/** What a token with these roles gives 孙, whom the tables call petitionChief and unitHead. */
const rolesOf = (roles: unknown) => of({ sub: 'chief-sun', unit: UNIT, roles }).roles;

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
    const expected = [...rolesOf(['petitionChief', 'unitHead'])].sort();
    expect(expected).toEqual(['petitionChief', 'unitHead']);
    for (const claim of [
      '[petitionChief unitHead]',
      'petitionChief unitHead',
      'petitionChief,unitHead',
      'petitionChief, unitHead',
    ])
      expect([...rolesOf(claim)].sort()).toEqual(expected);
    expect(rolesOf('[unitHead]')).toEqual(['unitHead']);
  });

  test('a role counts only where token and tables both give it', () => {
    expect(rolesOf('[unitHead administrator sealedOfficer]')).toEqual(['unitHead']);
    expect(rolesOf('[administrator slipPrinter]')).toEqual([]);
  });

  test('unknown roles are ignored, a part of a word is no role, none is none', () => {
    expect(rolesOf('[admin unitHead root]')).toEqual(['unitHead']);
    expect(rolesOf('unitHeads UnitHead notunitHead')).toEqual([]);
    for (const claim of [undefined, null, '', '[]', [], {}, 5, [['unitHead']]]) expect(rolesOf(claim)).toEqual([]);
  });

  test('id, unit and roles of a token; other claims may carry them', () => {
    const claims = {
      sub: '8f1d0c7e-opaque',
      employee: 'reg-qian',
      unit: 'elsewhere',
      roles: 'supervisor',
      'custom:dept': UNIT,
      groups: '[registrar]',
    };
    const named = claimNamesFrom({ CLAIM_OFFICER: 'employee', CLAIM_ROLES: 'groups', CLAIM_UNIT: 'custom:dept' });
    expect(of(claims, named)).toEqual({
      id: 'reg-qian',
      unit: UNIT,
      roles: ['registrar'],
    });
  });

  test('[G4] a leader in charge stands in for the head of his organ on the days of his leave, both included', () => {
    const leave = (deputy: string) =>
      [{ officer: 'bureau-zhao', deputy, from: '2026-03-02', to: '2026-03-04' }] as unknown as readonly Leave[];
    const standsIn = (sub: string, unit: string, roles: string, day: string) =>
      of({ sub, unit, roles }, names, treeOf({ ...tree.bureau, leave: leave(sub) }), `${day}T01:00:00.000Z` as Instant)
        .standsInFor;
    for (const day of ['2026-03-02', '2026-03-04'])
      expect(standsIn('leader-shen', 'donghu', '[responsibleLeader]', day)).toEqual(['bureau-zhao']);
    for (const day of ['2026-03-01', '2026-03-05'])
      expect(standsIn('leader-shen', 'donghu', '[responsibleLeader]', day)).toBeUndefined();
    expect(standsIn('leader-shen', 'donghu', '[dutyLeader]', '2026-03-02')).toBeUndefined();
    expect(standsIn('chief-wang', 'donghu-xinfang', '[petitionChief unitHead]', '2026-03-02')).toBeUndefined();
    expect(standsIn('leader-meng', 'yunze', '[responsibleLeader]', '2026-03-02')).toBeUndefined();
  });

  test.each([
    ['NO_OFFICER', 'no claims', {}],
    ['NO_OFFICER', 'no subject', { unit: UNIT, roles: '[registrar]' }],
    ['NO_OFFICER', '[P-10] a subject that the tables do not know', { sub: '8f1d', unit: UNIT, roles: '[registrar]' }],
    ['NO_OFFICER', 'a subject named like a member of an object', { sub: 'constructor', unit: UNIT }],
    ['NO_OFFICER', 'a list of subjects', { sub: ['reg-qian'], unit: UNIT }],
    ['NO_UNIT', 'no unit', { sub: 'reg-qian', roles: '[registrar]' }],
    ['NO_UNIT', 'a unit of another bureau', { sub: 'reg-qian', unit: 'elsewhere', roles: '[registrar]' }],
    ['NO_UNIT', 'a unit named like a member of an object', { sub: 'reg-qian', unit: 'constructor' }],
    ['NO_UNIT', 'a list of units', { sub: 'reg-qian', unit: [UNIT] }],
    ['OTHER_UNIT', 'a unit that is not the officer’s own', { sub: 'reg-qian', unit: 'donghu-xinfang' }],
  ])('403 %s: %s', (code, _, claims) => {
    const body = problemOf(() => of(claims));
    expect(body).toMatchObject({ status: 403, code });
    expect(body.detail).toContain(code === 'NO_OFFICER' ? '“sub”' : '“unit”');
  });
});

describe('authorise', () => {
  const registrar = of({ sub: 'reg-qian', unit: UNIT, roles: 'registrar' });

  test('an action that the role allows gives a standing, another one 403 in both languages', () => {
    expect(authorise(registrar, { kind: 'READ_SCREENING_QUEUE', office: registrar.unit }, tree)).toBeDefined();
    const body = problemOf(() => authorise(registrar, { kind: 'READ_SEALED_QUEUE', office: registrar.unit }, tree));
    expect(body).toMatchObject({ status: 403, code: 'NOT_ALLOWED' });
    expect(body.detail).toMatch(/\p{Script=Han}/u);
    expect(body.detailEn).toMatch(/^[ -~]+$/);
  });
});
