import { caseLines } from '../../shared/casework/case-lines.ts';
import { mayRead } from '../../shared/casework/find-case.ts';
import { knownCases } from '../../shared/casework/known-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { CaseId, UnitId } from '../../shared/domain/ids.ts';
import {
  followedBy,
  heldFrom,
  pathFor,
  type RepeatFound,
  type RepeatShown,
  shownOnce,
  type Way,
} from '../../shared/domain/learning/repeats.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';

/**
 * Petitions that may be the same matter: for the petition office, and none that this officer may not know of (P-03).
 * What the law says of each is said of the day: what was pending when they were found may be answered by now.
 */
export async function repeatsForClerk(
  own: Head,
  repeats: readonly RepeatFound[],
  standings: ReadonlySet<Standing>,
  principal: Principal,
  tree: UnitTree,
  { database }: PetitionDeps,
): Promise<RepeatShown[]> {
  if (!standings.has('OFFICE') && !standings.has('CHIEF')) return [];
  const organ = tree.organOf(own.office)?.id ?? own.office;
  const ways = await waysNow(own, organ, repeats, tree, database);
  const wayOf = (id: RepeatFound['id']) => ways.get(id)?.path;
  const found = repeats.map(({ pendingCase: _then, copyOf, ...one }) => ({
    ...one,
    ...ways.get(one.id),
    // Copies that have come to different ends since have each a line of their own.
    ...(copyOf !== undefined && wayOf(copyOf) === wayOf(one.id) ? { copyOf } : {}),
  }));
  const named = [...new Set(found.flatMap(({ id, matter, pendingCase }) => [id, matter, pendingCase ?? id]))];
  const [readable, below] = await Promise.all([
    Promise.all(named.map((id) => mayRead(database, id, principal, tree))),
    knownBelow(
      organ,
      found
        .filter(({ path }) => path === 'DECLINE_AS_SUPERIOR')
        .flatMap(({ id, matter, pendingCase }) => [id, matter, pendingCase ?? id]),
      principal,
      tree,
      database,
    ),
  ]);
  const known = new Set([...named.filter((_, at) => readable[at]), ...below]);
  return shownOnce(
    found
      .filter(({ id, pendingCase = id }) => known.has(id) && known.has(pendingCase))
      // A matter whose own petition is none for him is named by the petition that he knows.
      .map((one) => (known.has(one.matter) ? one : { ...one, matter: one.id })),
  );
}

/**
 * What an organ below has in hand is all that its superior may decline for (19(3)): he is told that it is there, though
 * it came to that organ and he opens nothing of it, by the rule that lets him name it in a command.
 */
async function knownBelow(
  organ: UnitId,
  ids: readonly CaseId[],
  principal: Principal,
  tree: UnitTree,
  database: PetitionDeps['database'],
): Promise<ReadonlySet<CaseId>> {
  const heads = await readHeads(database, ORDINARY, ids);
  const below = heads.filter((head) => head.screened && head.organ !== organ && tree.isWithin(head.organ, organ));
  return knownCases(
    principal,
    below.map(({ id }) => id),
    tree,
    database,
  );
}

async function waysNow(
  own: Head,
  organ: UnitId,
  repeats: readonly RepeatFound[],
  tree: UnitTree,
  database: PetitionDeps['database'],
): Promise<ReadonlyMap<RepeatFound['id'], Way>> {
  const heads = await readHeads(
    database,
    ORDINARY,
    repeats.map(({ id }) => id),
  );
  const his = new Set(repeats.filter(({ samePetitioner }) => samePetitioner).map(({ id }) => id));
  const lines = await caseLines(heads, followedBy, database);
  return new Map(
    lines.flatMap(([first, ...followed]): [RepeatFound['id'], Way][] => {
      if (!first) return [];
      const [head = first, ...rest] = heldFrom([first, ...followed], organ, tree);
      return [[first.id, pathFor(own, [head, ...rest], his.has(first.id), tree)]];
    }),
  );
}
