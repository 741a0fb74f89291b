import type { CaseId, Instant, UnitId } from '../domain/ids.ts';
import { base32 } from '../lambda/secrets.ts';
import { ConditionFailed, type Database } from '../store/database.ts';
import { digest } from '../store/field-cipher.ts';
import { readCode, replacementWrites } from '../store/receipt-codes.ts';

/** A code that was replaced is not replaced again for so many days: nobody keeps a petitioner out by asking again. */
const DAYS_BETWEEN = 7;

/**
 * Puts a slip with a new receipt code before the print station of the unit (P-25). Until it is printed the old code
 * opens; asked for again meanwhile, it is the same slip.
 * @returns the slip, or nothing where the code was replaced a few days ago
 */
export async function queueReplacement(
  caseId: CaseId,
  unit: UnitId,
  now: Instant,
  database: Database,
): Promise<string | undefined> {
  const { generation, replacedAt } = await readCode(database, caseId);
  if (replacedAt && Date.parse(now) - Date.parse(replacedAt) < DAYS_BETWEEN * 86_400_000) return undefined;
  const next = generation + 1;
  const slipId = base32(Buffer.from(digest(`slip:${caseId}#${next}`), 'hex'));
  try {
    await database.transact(replacementWrites(slipId, { caseId, unit, queuedAt: now, generation: next }));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  return slipId;
}
