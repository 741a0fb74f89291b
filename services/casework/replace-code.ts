import { randomUUID } from 'node:crypto';
import { findCase } from '../../shared/casework/find-case.ts';
import { queueReplacement } from '../../shared/casework/replace-code.ts';
import { decideAccess, type Principal } from '../../shared/domain/access.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { logAccess } from '../../shared/store/access-log.ts';
import { readOfficeUses } from '../../shared/store/receipt-codes.ts';

/** Who receives petitioners at the counter, and whoever keeps an accusation. */
const AT_THE_COUNTER = ['OFFICE_REGISTRAR', 'OFFICE', 'CHIEF', 'SEALED_OFFICER'] as const;

/**
 * At the counter: the officer saw who he is and says how; the code leaves by the print station, never in this answer
 * (P-25). Logged where the petitioner reads it.
 * @throws HttpProblem 403 for anybody else of the case, 409 where it was replaced a few days ago
 */
export async function replaceCodeAtCounter(
  id: CaseId,
  reason: string,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  { database }: PetitionDeps,
) {
  const { tables, loaded, standings } = await findCase(database, id, principal, 'READ_CASE', tree);
  if (!AT_THE_COUNTER.some((standing) => standings.has(standing)))
    throw problem(403, 'FORBIDDEN', [
      '补办查询码由信访部门窗口办理',
      'a lost code is replaced at the counter of the petition office',
    ]);
  const { petitionId, office } = loaded.head;
  await logAccess(database, tables, petitionId, { at: now, officer: principal.id, what: 'CODE', reason }, randomUUID());
  const slip = await queueReplacement(petitionId, office, now, database);
  if (!slip)
    throw problem(409, 'CODE_REPLACED_LATELY', [
      '七日内已补办过查询码',
      'the code was replaced within the last seven days',
    ]);
  return { slip: { id: slip, unit: office } };
}

/** Receipt codes used from the bureau's own network in a month: for the auditor, of his organ and those below (P-25). */
export async function listOfficeUses(month: string, principal: Principal, tree: UnitTree, { database }: PetitionDeps) {
  const organ = tree.organOf(principal.unit)?.id;
  const access = decideAccess(principal, { kind: 'READ_CODE_USES' }, tree);
  if (!access.allowed || organ === undefined)
    throw problem(403, 'FORBIDDEN', ['只对审计员开放', 'for the auditor only']);
  const uses = await readOfficeUses(database, month);
  return { month, uses: uses.filter((use) => tree.isWithin(use.organ, organ)) };
}
