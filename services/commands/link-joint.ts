import type { JointMatterBody } from '../../shared/api/commands-paths.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { CommandOf } from '../../shared/domain/commands.ts';
import { decideWith } from '../../shared/domain/decide/allowed.ts';
import { matterOf } from '../../shared/domain/decide/paths-guards.ts';
import { linkMatter } from '../../shared/domain/decide/paths-matter.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { caseIdOf, type Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { principalFrom } from '../../shared/lambda/principal.ts';
import { HttpProblem, problemOfRefusal } from '../../shared/lambda/problem.ts';
import { officerActing } from './officer-acting.ts';

const decideLink = decideWith({ LINK_MATTER: linkMatter });

/** What became of one of the cases. */
type Outcome =
  | { readonly case: CaseId; readonly outcome: 'LINKED' | 'LINKED_BEFORE' }
  | {
      readonly case: CaseId;
      readonly outcome: 'REFUSED';
      readonly code: string;
      readonly zh: string;
      readonly en: string;
      readonly remedy?: unknown;
    };

/**
 * `POST /petitions/{id}/joint-matter`: a person confirms once that the submissions of a joint letter (联名信) or a group
 * visit (集体访) are of the matter of this case. Each is linked by its own LINK_MATTER, with its guards and its record;
 * one that cannot be is named with its reason and holds up no other. Sent again, nothing is linked twice.
 * @throws HttpProblem 404 where the case itself is none for this officer
 */
export async function linkJoint(request: Request<JointMatterBody>, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request.claims, deps.claims, tree);
  const id = caseIdOf(request);
  const { loaded } = await findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
  const { cases, reason } = request.body;
  const outcomes: Outcome[] = [];
  for (const one of cases)
    outcomes.push(
      await linkOne(one as CaseId, { type: 'LINK_MATTER', matter: id, reason }, principal, request.now, tree, deps),
    );
  return { matter: matterOf(loaded.head), cases: outcomes };
}

/** Whoever changes a case meanwhile changes nothing of what was confirmed: the link is tried on what it is now. */
const TRIES = 5;

async function linkOne(
  id: CaseId,
  command: CommandOf<'LINK_MATTER'>,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<Outcome> {
  const find = () => findCase(deps.database, id, principal, 'COMMAND_CASE', tree);
  for (let attempt = 1; ; attempt += 1)
    try {
      const { version } = (await find()).loaded.head;
      const call = { id, command, actor: officerActing(principal), version, idempotencyKey: undefined, now };
      await runCommand(call, find, principal, tree, { ...deps, decide: decideLink, forOfficers: deps });
      return { case: id, outcome: 'LINKED' };
    } catch (error) {
      if (error instanceof Refused && error.refusal.code === 'ALREADY_LINKED')
        return { case: id, outcome: 'LINKED_BEFORE' };
      const problem = error instanceof Refused ? problemOfRefusal(error.refusal) : error;
      if (!(problem instanceof HttpProblem) || problem.body.status >= 500) throw error;
      if (problem.body.status === 412 && attempt < TRIES) continue;
      const { code, detail: zh, detailEn: en, remedy } = problem.body;
      return { case: id, outcome: 'REFUSED', code, zh, en, ...(remedy ? { remedy } : {}) };
    }
}
