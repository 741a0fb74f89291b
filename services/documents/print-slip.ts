import { randomUUID } from 'node:crypto';
import { slipPaper } from '../../shared/casework/papers/outside-commands.ts';
import { placeOf } from '../../shared/casework/papers/who-issues.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { base32 } from '../../shared/lambda/secrets.ts';
import { accessWrite } from '../../shared/store/access-log.ts';
import { type CaseTables, loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Write } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { replacedWrites, waitingSlips } from '../../shared/store/receipt-codes.ts';
import { readReceipt, type Slip, takeSlip } from '../../shared/store/registry.ts';
import type { Asking } from './read-papers.ts';
import { openStored } from './stored-petition.ts';

/** What the print station (打印终端) gets, once: the code, and the slip as a paper. */
export interface PrintedSlip {
  readonly caseId: CaseId;
  readonly receiptCode: string;
  readonly paper: DocumentContent;
}

/**
 * Prints the receipt code on a sealed slip (查询码密封条): for the print station of the unit only, once (P-25). The
 * paper is ready before the slip is taken: one that could not be composed can still be printed.
 * @throws HttpProblem 403 for everybody else, 409 for a slip that was printed
 */
export async function printSlip(slipId: string, asking: Asking, deps: PetitionDeps): Promise<PrintedSlip> {
  const { principal, now, tree } = asking;
  let printed: PrintedSlip | undefined;
  const taken = await takeSlip(deps.database, slipId, now, async (slip) => {
    authorise(principal, { kind: 'PRINT_SLIP', unit: slip.unit }, tree);
    const composed = await composeSlip(slip, asking, deps);
    printed = composed.printed;
    return composed.further;
  });
  if (taken === 'PRINTED')
    throw problem(409, 'SLIP_PRINTED', [
      '密封条已打印;遗失的请补办查询码',
      'the slip was printed; a lost code is replaced, not printed again',
    ]);
  if (taken === 'UNKNOWN' || !printed) throw problem(404, 'NO_SUCH_SLIP', ['没有这张密封条', 'there is no such slip']);
  return printed;
}

async function composeSlip(slip: Slip, asking: Asking, deps: PetitionDeps) {
  const { caseId, generation } = slip;
  const { now, tree } = asking;
  const ordinary = await loadCase(deps.database, ORDINARY, caseId);
  const sealed =
    ordinary && ordinary.head.state !== 'SEALED' ? undefined : await loadCase(deps.database, SEALED, caseId);
  const loaded = sealed ?? ordinary;
  if (!loaded) throw new Error('a slip without a petition');
  const tables = sealed ? SEALED : ORDINARY;
  const petition = await openStored({ tables, loaded }, now, deps);
  const receiptCode = deps.secrets.receiptCode(caseId, generation);
  const office = placeOf(tree, loaded.head.office);
  const queryAt = `在网上信访查询页面输入查询码，或者到${office.name}（${office.address}）查询`;
  return {
    printed: { caseId, receiptCode, paper: slipPaper(petition, receiptCode, queryAt) },
    further: generation === undefined ? [] : await replacing({ ...slip, generation }, tables, asking, deps),
  };
}

/** With the printing of a new code the old one dies, and the log of the petitioner says so. */
async function replacing(
  slip: Slip & { readonly generation: number },
  tables: CaseTables,
  { principal, now }: Asking,
  { database, secrets }: PetitionDeps,
): Promise<readonly Write[]> {
  const { caseId, generation } = slip;
  const before = secrets.receiptHash(secrets.receiptCode(caseId, generation - 1));
  const after = secrets.receiptHash(secrets.receiptCode(caseId, generation));
  const receipt = await readReceipt(database, before);
  if (!receipt) throw new Error('a slip without a receipt');
  const slipId = base32(Buffer.from(digest(`slip:${caseId}#${generation}`), 'hex'));
  const entry = { at: now, officer: principal.id, what: 'CODE', reason: '打印新查询码,原查询码失效' } as const;
  return [
    ...replacedWrites(slip, slipId, receipt, { before, after }, now),
    accessWrite(tables, caseId, entry, randomUUID()),
  ];
}

/** New codes that wait to be printed here: for the print station alone. */
export async function listWaitingSlips({ principal, tree }: Asking, { database }: PetitionDeps) {
  authorise(principal, { kind: 'PRINT_SLIP', unit: principal.unit }, tree);
  return { slips: await waitingSlips(database, principal.unit) };
}
