import type { SuccessionsBody } from '../../shared/api/rules.ts';
import { type ClockedCase, clockedCases } from '../../shared/casework/clocked-cases.ts';
import { findAsRule, runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import { decideWith } from '../../shared/domain/decide/allowed.ts';
import { handOn, SUCCESSOR_ACCUSED, tookOverFromAccused } from '../../shared/domain/decide/hand-on.ts';
import type { Instant, OfficerId } from '../../shared/domain/ids.ts';
import { TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import { isOpen } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { type HandedOn, handedOn } from '../../shared/domain/unit-history.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { InvalidPosition } from '../../shared/store/database.ts';
import { administrator, badPosition } from './keep-calendar.ts';

/** What a change of units can come to in a case. */
const decideHandOn = decideWith({ HAND_ON: handOn }, TRANSITIONS);

/** Cases looked at in one page; each is a transaction of its own where it goes to a successor. */
const PAGE = 50;

/**
 * `POST /bureau/successions`: which open cases of units that are no more would go to whom; with `apply` they go, each
 * by a recorded act in the name of the administrator, with the decision cited. A page that comes again moves nothing twice.
 */
export async function handOnCases(request: Request<SuccessionsBody>, deps: PetitionDeps) {
  // By the tables as they are now, not as this function read them a moment ago.
  deps.bureau.forget();
  const { officer, tree } = await administrator(request, deps);
  const { apply, after, limit = PAGE } = request.body;
  const scope = `successions/${apply}`;
  const position = after === undefined ? undefined : deps.secrets.openPosition(scope, after);
  if (after !== undefined && position === undefined) throw badPosition();
  const page = await clockedCases(deps.database, tree, limit, position).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? badPosition() : error;
  });
  const cases: ReturnType<typeof view>[] = [];
  const blocked: { readonly case: string; readonly code: string; readonly zh: string; readonly en: string }[] = [];
  let sealed = 0;
  let skipped = 0;
  for (const found of page.cases) {
    const change = isOpen(found.head) ? handedOn(found.head, tree) : undefined;
    if (!change && !(isOpen(found.head) && tookOverFromAccused(found.head, tree))) continue;
    const outcome = change
      ? await handOnCase(found, change, apply, officer, request.now, tree, deps)
      : new Refused(SUCCESSOR_ACCUSED);
    if (outcome === 'CHANGED') skipped += 1;
    // Of the sealed store nobody outside its desk learns more than numbers (条例30(3)).
    else if (found.head.sealed) sealed += 1;
    else if (outcome instanceof Refused) {
      const { code, zh, en, remedyZh } = outcome.refusal;
      blocked.push({ case: found.head.id, code, zh: `${zh};${remedyZh}`, en });
    } else if (change) cases.push(view(found, change, tree));
  }
  return {
    applied: apply,
    looked: page.cases.length,
    cases,
    /** Whoever took over is complained about, or whoever handles it took over from who is: a person decides who does. */
    blocked,
    sealed,
    /** Changed by somebody at that very moment: run it again. */
    skipped,
    next: page.next === undefined ? null : deps.secrets.sealPosition(scope, page.next),
  };
}

async function handOnCase(
  { tables, head }: ClockedCase,
  { replaced }: HandedOn,
  apply: boolean,
  by: OfficerId,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<'HANDED_ON' | 'CHANGED' | Refused> {
  const command = { type: 'HAND_ON' as const, by };
  try {
    if (!apply) {
      handOn(head, command, { tree });
      return 'HANDED_ON';
    }
    await runCommand(
      {
        id: head.id,
        command,
        actor: () => ({
          kind: 'RULE',
          rule: `SUCCESSION ${replaced.map(({ from }) => from).join('+')}`,
          switchedOnBy: by,
        }),
        version: head.version,
        idempotencyKey: `${head.id}/successions/${replaced.map(({ from, to }) => `${from}>${to}`).join('+')}`,
        // The record never lies before the one it follows.
        now: now > head.updatedAt ? now : head.updatedAt,
      },
      findAsRule(deps.database, tables, head.id),
      undefined,
      tree,
      { ...deps, decide: decideHandOn, beside: BESIDE, forOfficers: deps },
    );
    return 'HANDED_ON';
  } catch (error) {
    if (error instanceof Refused) return error;
    if (error instanceof HttpProblem) return 'CHANGED';
    throw error;
  }
}

/** A case as the administrator sees it: from whom to whom, by what decision; nothing of its content. */
const view = ({ head }: ClockedCase, { replaced }: HandedOn, tree: UnitTree) => ({
  case: head.id,
  state: head.state,
  replaced: replaced.map(({ from, to, cite }) => ({
    from: { id: from, name: tree.unit(from)?.name ?? from },
    to: { id: to, name: tree.unit(to)?.name ?? to },
    cite,
    /** More than one took over: the main one gets it, and may pass it on. */
    others: (tree.unit(from)?.successors ?? []).slice(1).map(({ unit }) => unit),
  })),
});
