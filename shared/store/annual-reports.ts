import { localDateOf } from '../domain/calendar.ts';
import type { Instant, UnitId } from '../domain/ids.ts';
import { ConditionFailed, type Database, pause, withConflictRetry } from './database.ts';
import { lastNumber, takeNumber } from './document-numbers.ts';

/** The yearly reports that were issued: frozen, one per organ and year. Figures of an organ name nobody. */
const keyOf = (organ: UnitId, year: number) => ({ pk: `ANNUAL#${organ}`, sk: String(year) });

/** Content of the report that was issued for that year; undefined where none was. */
export async function readAnnual(database: Database, organ: UnitId, year: number): Promise<string | undefined> {
  const item = await database.get('REGISTRY', keyOf(organ, year), { consistent: true });
  return item?.content as string | undefined;
}

/**
 * Takes the next 报 number of the present year and freezes the report that carries it, both or neither. When two issue
 * at once, both get the one that was first.
 */
export async function issueAnnual(
  database: Database,
  organ: UnitId,
  year: number,
  at: Instant,
  compose: (numberYear: number, seq: number) => string,
): Promise<string> {
  const series = { organ, numberClass: '报', year: Number(localDateOf(at).slice(0, 4)) } as const;
  for (let attempt = 1; ; attempt += 1) {
    const seq = (await lastNumber(database, series)) + 1;
    const content = compose(series.year, seq);
    try {
      await withConflictRetry(() =>
        database.transact([
          takeNumber(series, { seq, kind: 'DOC-ANNUAL', at }),
          {
            kind: 'PUT',
            table: 'REGISTRY',
            item: { ...keyOf(organ, year), content },
            condition: { kind: 'ABSENT' },
          },
        ]),
      );
      return content;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt >= 200) throw error;
      const first = await readAnnual(database, organ, year);
      if (first !== undefined) return first;
      await pause(Math.min(attempt, 5));
    }
  }
}
