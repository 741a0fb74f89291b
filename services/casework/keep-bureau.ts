import type { Bureau } from '../../shared/domain/bureau.ts';
import { officerId, unitId } from '../../shared/domain/ids.ts';
import { type BureauTables, treeOf, type UnitTree, validateBureau } from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { invalidFields, problem } from '../../shared/lambda/problem.ts';
import { readBureau, writeBureau } from '../../shared/store/registry.ts';

/**
 * Replaces the bureau's tables. The first load has no tables to look the administrator up in: he is looked up in
 * those that he brings, and his token must name him as they do.
 * @throws HttpProblem 400 with every fault of the tables, 412 when somebody replaced them first
 */
export async function replaceBureau(request: Request<BureauTables>, deps: PetitionDeps) {
  const present = await readBureau(deps.database);
  const principal = principalFrom(request.claims, deps.claims, treeOf(present ?? request.body));
  authorise(principal, { kind: 'KEEP_BUREAU' }, treeOf(present ?? request.body));
  const faults = validateBureau(request.body);
  if (faults.length > 0) throw invalidFields(faults.slice(0, 50));
  const replaces = request.ifMatch ?? 0;
  const bureau: Bureau = { ...request.body, version: replaces + 1 };
  if (!(await writeBureau(deps.database, bureau, replaces)))
    throw problem(
      412,
      'VERSION_BEHIND',
      [
        `单位表现在是第 ${present?.version ?? 0} 版,请用 If-Match 注明所依据的版本`,
        `the tables are at version ${present?.version ?? 0}; give the version you replace in If-Match`,
      ],
      { version: present?.version ?? 0 },
    );
  deps.bureau.forget();
  return { version: bureau.version, units: bureau.units.length, officers: bureau.officers.length };
}

/** Units with both their heads and the officers an office may name. */
export function unitList(tree: UnitTree) {
  return {
    units: tree.bureau.units.map(
      ({ id, name, level, parent, branch, signsOpinions, head, petitionDutyHead, phone, address }) => ({
        id,
        name,
        level,
        parent: parent ?? null,
        branch: branch ?? null,
        signsOpinions,
        head: { id: head, name: tree.officer(officerId(head))?.name ?? head },
        petitionDutyHead: {
          id: petitionDutyHead,
          name: tree.officer(officerId(petitionDutyHead))?.name ?? petitionDutyHead,
        },
        phone,
        address,
        officers: tree.bureau.officers
          .filter(({ unit, roles }) => unit === unitId(id) && !roles.includes('slipPrinter'))
          .map(({ id: officer, name: officerName, roles }) => ({ id: officer, name: officerName, roles })),
      }),
    ),
  };
}
