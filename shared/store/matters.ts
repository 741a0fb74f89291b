import { REPEATED_FROM } from '../domain/candidates.ts';
import type { CaseId, UnitId } from '../domain/ids.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';

/** The submissions that persons found to be one matter (信访事项), its own petition first. */
export interface MatterMembers {
  readonly matter: CaseId;
  readonly petitions: readonly CaseId[];
  /** Those of them that came from other petitioners than the one they were linked to: no repeats. */
  readonly others?: readonly CaseId[];
  readonly rev: number;
  /** Organ of the petition that was linked last; of a matter that nobody linked to, none. */
  readonly organ?: UnitId;
}

const keyOf = (matter: CaseId) => ({ pk: matter, sk: 'MATTER' });

/** Matters of an organ that are backlog by their submissions (积案, A-58). */
const repeatedList = (organ: UnitId): string => `REPEATED#${organ}`;

function readMembers(item: Item): MatterMembers {
  return {
    matter: item.pk as CaseId,
    petitions: item.petitions as unknown as CaseId[],
    ...(item.others ? { others: item.others as unknown as CaseId[] } : {}),
    rev: item.rev as number,
    ...(item.organ ? { organ: item.organ as UnitId } : {}),
  };
}

/** A matter of one submission has no item: nobody linked anything to it. */
export async function readMatter(database: Database, matter: CaseId): Promise<MatterMembers> {
  const item = await database.get('CASES', keyOf(matter), { consistent: true });
  return item ? readMembers(item) : { matter, petitions: [matter], rev: 0 };
}

/** Submissions with which somebody came again; the signers of a joint letter came once each. */
export const repeatsOf = ({ petitions, others = [] }: Pick<MatterMembers, 'petitions' | 'others'>): CaseId[] =>
  petitions.filter((id) => !others.includes(id));

/** Stored under the revision that was read; two that link at once count one after the other. */
export const matterWrite = ({ matter, petitions, others = [], rev, organ }: MatterMembers): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item: {
    ...keyOf(matter),
    petitions: [...petitions],
    ...(others.length > 0 ? { others: others.filter((id) => petitions.includes(id)) } : {}),
    rev: rev + 1,
    ...(organ ? { organ } : {}),
    ...(organ && repeatsOf({ petitions, others }).length >= REPEATED_FROM
      ? { worklistPk: repeatedList(organ), worklistSk: matter as string }
      : {}),
  },
  condition: rev > 0 ? { kind: 'EQUALS', attribute: 'rev', value: rev } : { kind: 'ABSENT' },
});

/** Matters of an organ that somebody came back with: three submissions or more. */
export async function readRepeated(database: Database, organ: UnitId): Promise<MatterMembers[]> {
  const keys = await queryAll(database, { table: 'CASES', index: 'worklist', pk: repeatedList(organ) });
  const items = await database.getMany(
    'CASES',
    keys.map(({ pk, sk }) => ({ pk, sk })),
  );
  return items.map(readMembers);
}
