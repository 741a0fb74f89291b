import { type AccessDecision, type Action, decideAccess, type Principal } from '../domain/access.ts';
import { ROLES, type Role } from '../domain/bureau.ts';
import { officerId, unitId } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import type { Environment } from './environment.ts';
import { noSuchPetition } from './http.ts';
import { problem } from './problem.ts';

/** Which claims of the token carry roles and unit; any OIDC issuer will do. */
export interface ClaimNames {
  readonly roles: string;
  readonly unit: string;
}

export const claimNamesFrom = (environment: Environment): ClaimNames => ({
  roles: environment.CLAIM_ROLES ?? 'roles',
  unit: environment.CLAIM_UNIT ?? 'unit',
});

/**
 * The officer of a token. The gateway hands every claim over as text, a list as `"[a b]"`.
 * @throws HttpProblem 403 when the token names no unit of the bureau
 */
export function principalFrom(claims: Readonly<Record<string, unknown>>, names: ClaimNames, tree: UnitTree): Principal {
  const id = claims.sub;
  const unit = claims[names.unit];
  if (typeof id !== 'string' || typeof unit !== 'string' || !tree.unit(unitId(unit)))
    throw problem(403, 'NO_UNIT', [
      '令牌未注明本机关的单位,请联系管理员',
      'the token names no unit of this bureau; ask the administrator',
    ]);
  return { id: officerId(id), unit: unitId(unit), roles: rolesOf(claims[names.roles]) };
}

function rolesOf(claim: unknown): Role[] {
  const words = Array.isArray(claim)
    ? claim
    : String(claim ?? '')
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/);
  return ROLES.filter((role) => words.includes(role));
}

/**
 * The one question every route asks.
 * @returns in what capacity the officer stands to the case
 * @throws HttpProblem 403, or 404 where even existence is not for him
 */
export function authorise(principal: Principal, action: Action, tree: UnitTree): ReadonlySet<Standing> {
  const decision: AccessDecision = decideAccess(principal, action, tree);
  if (decision.allowed) return decision.standings;
  if (decision.as === 'HIDDEN') throw noSuchPetition();
  throw problem(403, 'NOT_ALLOWED', [decision.zh, decision.en]);
}
