import { REPEATED_FROM } from '../domain/candidates.ts';
import type { CaseId, UnitId } from '../domain/ids.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';

/** The submissions that persons found to be one matter (信访事项), its own petition first. */
export interface MatterMembers {
  readonly matter: CaseId;
  readonly petitions: readonly CaseId[];
  /** Of each that came from a petitioner who wrote of it before, his first. Items of earlier versions count all as his. */
  readonly firsts?: Readonly<Record<CaseId, CaseId>>;
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
    ...(item.firsts ? { firsts: item.firsts as unknown as Record<CaseId, CaseId> } : {}),
    rev: item.rev as number,
    ...(item.organ ? { organ: item.organ as UnitId } : {}),
  };
}

/** A matter of one submission has no item: nobody linked anything to it. */
export async function readMatter(database: Database, matter: CaseId): Promise<MatterMembers> {
  const item = await database.get('CASES', keyOf(matter), { consistent: true });
  return item ? readMembers(item) : { matter, petitions: [matter], rev: 0 };
}

/** The submissions of whoever came oftenest: the signers of a joint letter came once each. */
export function repeatsOf({ petitions, firsts }: Pick<MatterMembers, 'petitions' | 'firsts'>): readonly CaseId[] {
  if (firsts === undefined) return petitions;
  const byPerson = [...Map.groupBy(petitions, (id) => firsts[id] ?? id).values()];
  return byPerson.reduce((most, one) => (one.length > most.length ? one : most), []);
}

/** Stored under the revision that was read; two that link at once count one after the other. */
export function matterWrite(members: MatterMembers): Write {
  const { matter, petitions, firsts, rev, organ } = members;
  const own = firsts && Object.fromEntries(petitions.flatMap((id) => (firsts[id] ? [[id, firsts[id]]] : [])));
  return {
    kind: 'PUT',
    table: 'CASES',
    item: {
      ...keyOf(matter),
      petitions: [...petitions],
      ...(own ? { firsts: own } : {}),
      rev: rev + 1,
      ...(organ ? { organ } : {}),
      ...(organ && repeatsOf(members).length >= REPEATED_FROM
        ? { worklistPk: repeatedList(organ), worklistSk: matter as string }
        : {}),
    },
    condition: rev > 0 ? { kind: 'EQUALS', attribute: 'rev', value: rev } : { kind: 'ABSENT' },
  };
}

/** Nobody linked to it or named anybody in it since it was read. */
export const matterCheck = ({ matter, rev }: MatterMembers): Write => ({
  kind: 'CHECK',
  table: 'CASES',
  key: keyOf(matter),
  condition: { kind: 'EQUALS', attribute: 'rev', value: rev },
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
