import { type AccessDecision, type Action, decideAccess, type Principal } from '../domain/access.ts';
import { ROLES, type Role } from '../domain/bureau.ts';
import { localDateOf } from '../domain/calendar.ts';
import { officerId, unitId } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { withHeadsAway } from '../domain/who-rules.ts';
import type { Environment } from './environment.ts';
import { noSuchPetition, type Request } from './http.ts';
import { problem } from './problem.ts';

/** Which claims of the token carry officer, roles and unit; any OIDC issuer will do. */
export interface ClaimNames {
  /** The officer's id in the bureau's tables; an issuer whose `sub` is opaque names another claim. */
  readonly officer: string;
  readonly roles: string;
  readonly unit: string;
}

export const claimNamesFrom = (environment: Environment): ClaimNames => ({
  officer: environment.CLAIM_OFFICER ?? 'sub',
  roles: environment.CLAIM_ROLES ?? 'roles',
  unit: environment.CLAIM_UNIT ?? 'unit',
});

/**
 * The officer of a token, as the bureau's tables know him: whoever is complained about is found by his id there, so
 * nobody acts under another one. He has the roles that token and tables both give him, and stands in today for whom the
 * table of leave says. The gateway hands every claim over as text, a list as `"[a b]"`.
 * @throws HttpProblem 403 when the token names no officer of the bureau, no unit of it, or another unit than his
 */
export function principalFrom(
  { claims, now }: Pick<Request, 'claims' | 'now'>,
  names: ClaimNames,
  tree: UnitTree,
): Principal {
  const [id, unit] = [claims[names.officer], claims[names.unit]];
  const officer = typeof id === 'string' ? tree.officer(officerId(id)) : undefined;
  if (!officer)
    throw problem(403, 'NO_OFFICER', [
      `令牌声明“${names.officer}”不是本机关人员表中的人员编号,请联系管理员`,
      `claim "${names.officer}" of the token is no officer of the bureau's tables; ask the administrator`,
    ]);
  if (typeof unit !== 'string' || !tree.unit(unitId(unit)))
    throw problem(403, 'NO_UNIT', [
      `令牌声明“${names.unit}”不是本机关的单位,请联系管理员`,
      `claim "${names.unit}" of the token is no unit of this bureau; ask the administrator`,
    ]);
  if (unit !== officer.unit)
    throw problem(403, 'OTHER_UNIT', [
      `令牌声明“${names.unit}”与人员表中的所在单位不一致,请重新登录或联系管理员`,
      `claim "${names.unit}" of the token is another unit than the tables give; sign in again or ask the administrator`,
    ]);
  const roles = rolesOf(claims[names.roles]).filter((role) => officer.roles.includes(role));
  return withHeadsAway({ id: officer.id, unit: officer.unit, roles }, localDateOf(now), tree);
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
