import { mayRead } from '../../shared/casework/find-case.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { type JointMatter, type JointMember, jointMatter } from '../../shared/domain/joint-matter.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';
import { type Head, matterOf } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { personsOf } from '../../shared/store/petition-texts.ts';

/**
 * The joint letter or group visit that a petition probably belongs to, for the office that may link it: as the members
 * stand now, and only those that this officer may open (P-03). A registrar sees it before anybody has screened it.
 */
export async function jointForClerk(
  head: Head,
  members: readonly JointMember[],
  standings: ReadonlySet<Standing>,
  principal: Principal,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<JointMatter | null> {
  const links = (['OFFICE', 'CHIEF', 'OFFICE_REGISTRAR'] as const).some((standing) => standings.has(standing));
  if (!links || members.length === 0) return null;
  const heads = await readHeads(
    deps.database,
    ORDINARY,
    members.map(({ id }) => id),
  );
  const readable = await Promise.all(heads.map(({ id }) => mayRead(deps.database, id, principal, tree)));
  const present = new Map(heads.filter((_, at) => readable[at]).map((other) => [other.id, other]));
  const shown = members.flatMap((member) => {
    const other = present.get(member.id);
    return other ? [{ member, other }] : [];
  });
  const petitions = [head.petitionId, ...shown.map(({ other }) => other.petitionId)];
  const persons = await personsOf(deps.database, ORDINARY.texts, petitions);
  const handOf = ({ petitionId, headcount }: Head) => ({ headcount, person: persons.get(petitionId) ?? {} });
  return (
    jointMatter(
      { ...head, ...handOf(head) },
      shown.map(({ member, other }) => ({ ...member, matter: matterOf(other), ...handOf(other) })),
      tree.bureau.settings.groupThreshold,
    ) ?? null
  );
}
