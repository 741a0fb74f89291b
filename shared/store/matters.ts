import type { CaseId } from '../domain/ids.ts';
import type { Database, Item, Write } from './database.ts';

/** The submissions that persons found to be one matter (信访事项), its own petition first. */
export interface MatterMembers {
  readonly matter: CaseId;
  readonly petitions: readonly CaseId[];
  readonly rev: number;
}

const keyOf = (matter: CaseId) => ({ pk: matter, sk: 'MATTER' });

/** A matter of one submission has no item: nobody linked anything to it. */
export async function readMatter(database: Database, matter: CaseId): Promise<MatterMembers> {
  const item = await database.get('CASES', keyOf(matter), { consistent: true });
  return item
    ? { matter, petitions: item.petitions as unknown as CaseId[], rev: item.rev as number }
    : { matter, petitions: [matter], rev: 0 };
}

/** Stored under the revision that was read; two that link at once count one after the other. */
export const matterWrite = ({ matter, petitions, rev }: MatterMembers): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item: { ...keyOf(matter), petitions: [...petitions], rev: rev + 1 } satisfies Item,
  condition: rev > 0 ? { kind: 'EQUALS', attribute: 'rev', value: rev } : { kind: 'ABSENT' },
});
