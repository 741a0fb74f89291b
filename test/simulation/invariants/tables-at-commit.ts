import type { InCharge } from '../oracle/in-charge.ts';
import type { TablesOfLife } from '../tables-of-life.ts';
import type { ItemChange } from '../twins/store-core.ts';
import type { Findings } from './violation.ts';

/** An index shows a change within this, whatever goes wrong. */
const INDEX_LAG_MS = 1_800_000;

/**
 * The tables of the bureau are replaced: over those that were read and no others, and nobody is taken out of them who was
 * in charge of an open case from before the request began until now.
 */
export function checkTables(
  changes: readonly ItemChange[],
  begunAt: number,
  now: number,
  tables: TablesOfLife,
  inCharge: InCharge,
  findings: Findings,
): void {
  for (const { table, key, before, after } of changes) {
    if (table !== 'REGISTRY' || key.sk !== 'BUREAU' || !before || !after) continue;
    findings.unless(
      after.version === (before.version as number) + 1,
      'CONDITIONAL',
      () => `the tables go from version ${String(before.version)} to ${String(after.version)}`,
    );
    const officers = new Set(tables.at(now).bureau.officers.map(({ id }) => id));
    const left =
      tables.ofVersion(before.version as number)?.bureau.officers.filter(({ id }) => !officers.has(id)) ?? [];
    for (const { id } of left) {
      const held = inCharge.throughout(id, begunAt, now, begunAt - INDEX_LAG_MS);
      findings.unless(
        held === undefined,
        'LEGAL_STEPS',
        () => `${id} is taken out of the tables, and is in charge of ${String(held)}`,
      );
    }
  }
}
