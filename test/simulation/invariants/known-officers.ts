import type { Officer } from '../../../shared/domain/bureau.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Answer } from '../http-client.ts';
import type { Findings } from './violation.ts';

/** Whoever the tables know, as his token names him, is known to every function; whoever they do not know is nobody. */
export function checkKnown(
  officer: Officer | undefined,
  { status, body }: Answer,
  trees: readonly UnitTree[],
  findings: Findings,
): void {
  if (!officer) return;
  const { id, unit } = officer;
  const known = trees.map((tree) => tree.bureau.officers.some((one) => one.id === id && one.unit === unit));
  findings.unless(
    !(status === 403 && (body.code === 'NO_OFFICER' || body.code === 'OTHER_UNIT')) || known.includes(false),
    'LEGAL_STEPS',
    () => `${id} of ${unit} stands in the tables, and is answered with ${String(body.code)}`,
  );
  findings.unless(
    status >= 300 || known.includes(true),
    'SECRECY',
    () => `${id} of ${unit} stands in the tables no more, and is answered with ${status}`,
  );
}
