import type { Bureau } from '../../shared/domain/bureau.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import {
  type BureauTables,
  type Problem,
  treeOf,
  type UnitTree,
  validateBureau,
} from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { invalidFields, problem } from '../../shared/lambda/problem.ts';
import { readBureau, writeBureau } from '../../shared/store/registry.ts';
import { heldByLeavers, type StillHeld } from './cases-held.ts';
import { unitsLeftBehind } from './units-left-behind.ts';

/**
 * Replaces the bureau's tables. The first load has no tables to look the administrator up in: he is looked up in
 * those that he brings, and his token must name him as they do. A unit that open cases name neither leaves the tables
 * nor is abolished without a successor.
 * @throws HttpProblem 400 with every fault of the tables, 409 where an officer who leaves his post is still in charge of open
 *   cases, 412 when somebody replaced them first
 */
export async function replaceBureau(request: Request<BureauTables>, deps: PetitionDeps) {
  const present = await readBureau(deps.database);
  const principal = principalFrom(request, deps.claims, treeOf(present ?? request.body));
  authorise(principal, { kind: 'KEEP_BUREAU' }, treeOf(present ?? request.body));
  const faults = [
    ...validateBureau(request.body),
    ...lastDaysToCome(request.body, localDateOf(request.now)),
    ...(present ? await unitsLeftBehind(present, request.body, deps.database) : []),
  ];
  if (faults.length > 0) throw invalidFields(faults.slice(0, 50));
  const held = present ? await heldByLeavers(present, request.body, deps.database) : [];
  if (held.length > 0) throw STILL_IN_CHARGE(held);
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

/** At most so many cases of one officer are named; all are counted. */
const NAMED = 50;

const STILL_IN_CHARGE = (held: readonly StillHeld[]) =>
  problem(
    409,
    'OFFICER_STILL_IN_CHARGE',
    [
      `${held.map(({ officer, handles, leads }) => `${officer} 名下尚有承办 ${handles.length} 件、包案 ${leads.length} 件`).join(';')};应先交接(ASSIGN_HANDLER 改派承办,INSTRUCT 改派包案领导),再移除、调离或者改任`,
      `${held.map(({ officer, handles, leads }) => `${officer} still handles ${handles.length} and leads ${leads.length} open case(s)`).join('; ')}: hand them over first (ASSIGN_HANDLER, INSTRUCT), then take him out of the tables, or give him another post`,
    ],
    {
      officers: held.map(({ officer, handles, leads }) => ({
        officer,
        handles: { count: handles.length, cases: handles.slice(0, NAMED) },
        leads: { count: leads.length, cases: leads.slice(0, NAMED) },
      })),
    },
  );

/** The tables say what is: a unit that ends tomorrow is abolished by the tables of tomorrow. */
const lastDaysToCome = ({ units }: BureauTables, today: LocalDate): Problem[] =>
  units.flatMap(({ name, id, until }, index) =>
    until !== undefined && until > today
      ? [
          {
            pointer: `/units/${index}/until`,
            code: 'UNTIL_IN_FUTURE',
            zh: `${name}:撤销日未到,请在当日导入`,
            en: `${id}: its last day is still to come, load it then`,
          },
        ]
      : [],
  );

/** Units with both their heads and the officers an office may name. */
export function unitList(tree: UnitTree) {
  return {
    units: tree.bureau.units.map(
      ({
        id,
        name,
        level,
        parent,
        branch,
        signsOpinions,
        head,
        petitionDutyHead,
        phone,
        address,
        since,
        until,
        successors,
        formerNames,
      }) => ({
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
        history: {
          since: since ?? null,
          until: until ?? null,
          successors: successors ?? [],
          formerNames: formerNames ?? [],
        },
        officers: tree.bureau.officers
          .filter(({ unit, roles }) => unit === unitId(id) && !roles.includes('slipPrinter'))
          .map(({ id: officer, name: officerName, roles }) => ({ id: officer, name: officerName, roles })),
      }),
    ),
  };
}
