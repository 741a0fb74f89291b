import { REPEATED_FROM } from '../domain/candidates.ts';
import type { CaseId, UnitId } from '../domain/ids.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';

/** The submissions that persons found to be one matter (信访事项), its own petition first. */
export interface MatterMembers {
  readonly matter: CaseId;
  readonly petitions: readonly CaseId[];
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
    rev: item.rev as number,
    ...(item.organ ? { organ: item.organ as UnitId } : {}),
  };
}

/** A matter of one submission has no item: nobody linked anything to it. */
export async function readMatter(database: Database, matter: CaseId): Promise<MatterMembers> {
  const item = await database.get('CASES', keyOf(matter), { consistent: true });
  return item ? readMembers(item) : { matter, petitions: [matter], rev: 0 };
}

/** Stored under the revision that was read; two that link at once count one after the other. */
export const matterWrite = ({ matter, petitions, rev, organ }: MatterMembers): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item: {
    ...keyOf(matter),
    petitions: [...petitions],
    rev: rev + 1,
    ...(organ ? { organ } : {}),
    ...(organ && petitions.length >= REPEATED_FROM
      ? { worklistPk: repeatedList(organ), worklistSk: matter as string }
      : {}),
  },
  condition: rev > 0 ? { kind: 'EQUALS', attribute: 'rev', value: rev } : { kind: 'ABSENT' },
});

/** Matters of an organ with three submissions or more. */
export async function readRepeated(database: Database, organ: UnitId): Promise<MatterMembers[]> {
  const keys = await queryAll(database, { table: 'CASES', index: 'worklist', pk: repeatedList(organ) });
  const items = await database.getMany(
    'CASES',
    keys.map(({ pk, sk }) => ({ pk, sk })),
  );
  return items.map(readMembers);
}
