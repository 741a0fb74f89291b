import { slipPaper } from '../../shared/casework/papers/outside-commands.ts';
import { placeOf } from '../../shared/casework/papers/who-issues.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { type Slip, takeSlip } from '../../shared/store/registry.ts';
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
    printed = await composeSlip(slip, asking, deps);
  });
  if (taken === 'PRINTED')
    throw problem(409, 'SLIP_PRINTED', [
      '密封条已打印;遗失的请补办查询码',
      'the slip was printed; a lost code is replaced, not printed again',
    ]);
  if (taken === 'UNKNOWN' || !printed) throw problem(404, 'NO_SUCH_SLIP', ['没有这张密封条', 'there is no such slip']);
  return printed;
}

async function composeSlip({ caseId }: Slip, { now, tree }: Asking, deps: PetitionDeps): Promise<PrintedSlip> {
  const ordinary = await loadCase(deps.database, ORDINARY, caseId);
  const sealed =
    ordinary && ordinary.head.state !== 'SEALED' ? undefined : await loadCase(deps.database, SEALED, caseId);
  const loaded = sealed ?? ordinary;
  if (!loaded) throw new Error('a slip without a petition');
  const petition = await openStored({ tables: sealed ? SEALED : ORDINARY, loaded }, now, deps);
  const receiptCode = deps.secrets.receiptCode(caseId);
  const office = placeOf(tree, loaded.head.office);
  const queryAt = `在网上信访查询页面输入查询码，或者到${office.name}（${office.address}）查询`;
  return { caseId, receiptCode, paper: slipPaper(petition, receiptCode, queryAt) };
}
