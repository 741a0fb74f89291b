import { randomUUID } from 'node:crypto';
import { type FoundCase, findCase } from '../../shared/casework/find-case.ts';
import { recordsShown, type ShownRecord } from '../../shared/casework/records-shown.ts';
import { type Action, decideAccess, type Principal } from '../../shared/domain/access.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { isDocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { logAccess } from '../../shared/store/access-log.ts';
import { type CaseTables, dataKeyOf, type LoadedCase, readHistory } from '../../shared/store/cases.ts';
import { linesOf, noSuchPaper, openFrozen, type PaperLine, type PaperPlace } from './frozen-paper.ts';

/** Who asks, when, of which bureau. */
export interface Asking {
  readonly principal: Principal;
  readonly now: Instant;
  readonly tree: UnitTree;
}

/** The papers of a case and of those above it in the same petition that the officer may see, without their content. */
export async function listPapers(
  id: CaseId,
  { principal, tree }: Asking,
  deps: PetitionDeps,
): Promise<{ documents: PaperLine[] }> {
  const found = await findCase(deps.database, id, principal, 'READ_CASE', tree);
  const cases = casesFor(found, 'READ_CASE', principal, tree);
  const histories = await Promise.all(cases.map((one) => shownHistory(one, principal, tree, deps)));
  return { documents: histories.flat().flatMap(shownLines) };
}

/**
 * The frozen content of one paper, for whoever may open the file; logged with the reason before it is shown (P-04).
 * Whoever referred the case opens also the letters between organs that it brought about: objection, ruling, report.
 * @throws HttpProblem 404 where there is no such paper for him, 500 where what is stored is not what was issued
 */
export async function openPaper(
  id: CaseId,
  { version, index }: PaperPlace,
  reason: string,
  { principal, now, tree }: Asking,
  deps: PetitionDeps,
): Promise<DocumentContent> {
  const found = await findCase(deps.database, id, principal, 'READ_CASE', tree);
  const { head } = found.loaded;
  const history = await shownHistory(found, principal, tree, deps);
  const stored = history.find(({ record }) => record.version === version);
  const line = stored && shownLines(stored)[index];
  const isLetter = line && isDocumentKind(line.kind) && kindOf(line.kind).addressee === 'ORGAN';
  if (!(isLetter && found.standings.has('REFERRER')))
    authorise(principal, { kind: 'REVEAL_IDENTITY', head, ...parentOf(found) }, tree);
  if (!line) throw noSuchPaper();
  await logOpening(found, principal, reason, now, deps);
  const content = openFrozen(stored, index, head, await keyOf(found, deps));
  if (!content) throw noSuchPaper();
  return content;
}

const parentOf = ({ above: [parent] }: FoundCase): { parent?: Head } => (parent ? { parent: parent.head } : {});

/** One case of a petition's line, with what the officer is to it. */
export interface LineCase {
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  readonly standings: ReadonlySet<Standing>;
}

/** The case and those above it in the same petition with which the officer may do this, from the topmost down. */
export function casesFor(
  found: FoundCase,
  kind: Extract<Action, { head: unknown }>['kind'],
  principal: Principal,
  tree: UnitTree,
): LineCase[] {
  const { petitionId } = found.loaded.head;
  const above = found.above.flatMap((loaded, at): LineCase[] => {
    const parent = found.above[at + 1];
    const action = { kind, head: loaded.head, ...(parent ? { parent: parent.head } : {}) };
    const access = decideAccess(principal, action, tree);
    return access.allowed && loaded.head.petitionId === petitionId
      ? [{ tables: found.tables, loaded, standings: access.standings }]
      : [];
  });
  return [...above.reverse(), found];
}

/** The history of a case as the officer may see it, oldest first (P-03, P-08, P-10). */
export async function shownHistory(
  one: LineCase,
  principal: Principal,
  tree: UnitTree,
  { database }: Pick<PetitionDeps, 'database'>,
): Promise<ShownRecord[]> {
  const history = await readHistory(database, one.tables, one.loaded.head.id);
  return recordsShown(one, history, principal, tree, database);
}

/** What is withheld has no paper for him. */
const shownLines = ({ record, withheld }: ShownRecord): PaperLine[] => (withheld ? [] : linesOf(record));

/** Writes down who opens the file and why, before anything of it is shown (P-04, P-22). */
export function logOpening(
  { tables, loaded: { head } }: Pick<FoundCase, 'tables' | 'loaded'>,
  principal: Principal,
  reason: string,
  at: Instant,
  { database }: Pick<PetitionDeps, 'database'>,
): Promise<void> {
  const what = head.sealed ? ({ what: 'SEALED', part: 'NARRATIVE' } as const) : ({ what: 'NARRATIVE' } as const);
  return logAccess(database, tables, head.petitionId, { at, officer: principal.id, ...what, reason }, randomUUID());
}

/** The data key of a petition, unwrapped. */
export async function keyOf({ loaded }: Pick<FoundCase, 'loaded'>, deps: PetitionDeps): Promise<Uint8Array> {
  return (await dataKeyOf(deps, loaded)).plain;
}
