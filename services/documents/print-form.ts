import { type FoundCase, findCase } from '../../shared/casework/find-case.ts';
import { receiptPaper, registrationPaper } from '../../shared/casework/papers/outside-commands.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import type { PaperNumber } from '../../shared/domain/documents/formal-writing.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { readHistory, type StoredRecord } from '../../shared/store/cases.ts';
import { numberForm } from '../../shared/store/document-numbers.ts';
import { type Asking, logOpening } from './read-papers.ts';
import { openStored } from './stored-petition.ts';

/** Papers of the registration: they say what is registered when they are printed, and decide nothing. */
export type FormKind = 'DOC-RECEIPT' | 'DOC-REG';

/**
 * Receipt (收件回执) or registration form (登记表) for whoever may open the file, logged with the reason (P-04). The
 * form takes its 登 number when it is first printed and keeps it; one of an accusation has none.
 * @throws HttpProblem 409 for the form of a case that nobody registered here
 */
export async function printForm(
  id: CaseId,
  kind: FormKind,
  reason: string,
  asking: Asking,
  deps: PetitionDeps,
): Promise<DocumentContent> {
  const { principal, now, tree } = asking;
  const found = await findCase(deps.database, id, principal, 'REVEAL_IDENTITY', tree);
  const registration = kind === 'DOC-REG' ? await registrationOf(found, deps) : undefined;
  await logOpening(found, principal, reason, now, deps);
  const petition = await openStored(found, now, deps);
  if (!registration) return receiptPaper(petition);
  const number = await formNumber(found, registration, asking, deps);
  return registrationPaper(petition, { ...registration, ...(number ? { number } : {}) });
}

/** Who registered it, and how it was read back. */
async function registrationOf({ tables, loaded: { head } }: FoundCase, { database }: PetitionDeps) {
  const history = await readHistory(database, tables, head.id);
  const registration = history.flatMap(registered)[0];
  if (registration) return registration;
  throw problem(409, 'NOT_REGISTERED_HERE', [
    '本件尚未登记,或者由转来的机关登记;登记后可以打印登记表',
    'nobody has registered it, or it was registered where it came from; the form is printed after registration',
  ]);
}

function registered({ record: { actor, events, version } }: StoredRecord) {
  const event = events.find(({ type }) => type === 'registered.v1');
  return event?.type === 'registered.v1' && actor.kind === 'OFFICER'
    ? [{ readBack: event.readBack, registrar: actor.id, version }]
    : [];
}

async function formNumber(
  { loaded: { head } }: FoundCase,
  { version }: { readonly version: number },
  { now, tree }: Asking,
  { database }: PetitionDeps,
): Promise<PaperNumber | undefined> {
  if (head.sealed) return undefined;
  const series = { organ: head.organ, numberClass: '登', year: Number(localDateOf(now).slice(0, 4)) } as const;
  const { year, seq } = await numberForm(database, series, { caseId: head.id, version, kind: 'DOC-REG', at: now });
  return { organCode: tree.documentCodeOf(head.organ), year, seq };
}
