import type { JointMatterBody } from '../../shared/api/commands-paths.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { onPresentVersion } from '../../shared/casework/present-version.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { CommandOf } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { type Head, matterOf } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { lintCommand } from '../../shared/domain/wording.ts';
import { caseIdOf, type Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { HttpProblem, type ProblemBody, problem, problemOfRefusal } from '../../shared/lambda/problem.ts';
import { readMatter } from '../../shared/store/matters.ts';
import { officerActing } from './officer-acting.ts';

/** What became of one of the cases. */
type Outcome =
  | { readonly case: CaseId; readonly outcome: 'LINKED' | 'LINKED_BEFORE' }
  | ({ readonly case: CaseId; readonly outcome: 'REFUSED' } & Reason);

/** As in a problem document. */
type Reason = Pick<ProblemBody, 'code' | 'detail' | 'detailEn'> & Readonly<Record<string, unknown>>;

/**
 * `POST /petitions/{id}/joint-matter`: a person confirms once that the submissions of a joint letter (联名信) or a group
 * visit (集体访) are of the matter of this case. Each is linked by its own LINK_MATTER, with its guards and its record;
 * one that cannot be is named with its reason and holds up no other. Sent again, nothing is linked twice.
 * @throws HttpProblem 404 where the case itself is none for this officer, 403 where he links none, 409 before it is screened
 */
export async function linkJoint(request: Request<JointMatterBody>, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request, deps.claims, tree);
  const id = caseIdOf(request);
  const { loaded, standings } = await findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
  if (!transitionOf('LINK_MATTER').actors.some((actor) => standings.has(actor)))
    throw problem(403, 'NOT_YOUR_COMMAND', ['关联信访事项由信访部门执行', 'the petition office links matters']);
  if (!loaded.head.screened)
    throw problem(409, 'NOT_SCREENED', [
      '该件尚未甄别,不能作为关联的事项;请先登记、分类,或改用已甄别的一件',
      'nobody has screened this case; register and classify it first, or name one that was',
    ]);
  const { cases, reason } = request.body;
  const command = { type: 'LINK_MATTER' as const, matter: id, reason };
  const outcomes: Outcome[] = [];
  for (const one of new Set(cases))
    outcomes.push(await linkOne(one, command, matterOf(loaded.head), principal, request.now, tree, deps));
  // Words that label people are warned of, never refused (N-11).
  return { cases: outcomes, warnings: lintCommand(command) };
}

async function linkOne(
  id: CaseId,
  command: CommandOf<'LINK_MATTER'>,
  matter: CaseId,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<Outcome> {
  const find = () => findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
  const actor = officerActing(principal);
  try {
    const outcome = await onPresentVersion(async () => {
      const { head } = (await find()).loaded;
      // Whatever became of it since.
      if (matterOf(head) === matter) return 'LINKED_BEFORE';
      await mayBeMoved(head, deps);
      const call = { id, command, actor, version: head.version, idempotencyKey: undefined, now };
      await runCommand(call, find, principal, tree, { ...deps, decide, beside: BESIDE, forOfficers: deps });
      return 'LINKED';
    });
    return { case: id, outcome };
  } catch (error) {
    const refused = error instanceof Refused ? problemOfRefusal(error.refusal) : error;
    if (!(refused instanceof HttpProblem) || refused.body.status >= 500) throw error;
    const { type: _type, title: _title, titleEn: _titleEn, status: _status, ...why } = refused.body;
    return { case: id, outcome: 'REFUSED', ...why };
  }
}

/** What a person found of one petition is not undone by a confirmation of many, nor is a matter torn from its petitions. */
async function mayBeMoved(head: Head, { database }: PetitionDeps): Promise<void> {
  const { petitions } = await readMatter(database, matterOf(head));
  if (head.matter === undefined && petitions.length <= 1) return;
  throw problem(409, 'IN_ANOTHER_MATTER', [
    '该件已由工作人员确认属于另一信访事项,或者已有其他件关联到它;请逐件核对后用 LINK_MATTER 办理',
    'a person found it to be of another matter, or others are linked to it: look at it by itself, then LINK_MATTER',
  ]);
}
