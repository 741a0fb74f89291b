import type { OwnCommand } from '../../shared/api/commands-review.ts';
import { type OpenedByReceipt, openByReceipt } from '../../shared/casework/by-receipt.ts';
import { casesAbove } from '../../shared/casework/cases-above.ts';
import { issueComposed } from '../../shared/casework/papers/issue-composed.ts';
import { onPresentVersion } from '../../shared/casework/present-version.ts';
import { proveIdentity } from '../../shared/casework/prove-identity.ts';
import { commandKeyOf } from '../../shared/casework/repeated-command.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { type Standing, transitionOf } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { stateForPetitioner } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { type LoadedCase, loadCase, ORDINARY, readHistory } from '../../shared/store/cases.ts';

/** A command of the petitioner as it arrives. */
export interface OwnCall {
  readonly receiptCode: string;
  readonly proof: OwnCommand['proof'];
  readonly command: Command;
  readonly idempotencyKey: string | undefined;
  readonly sourceIp: string;
  readonly now: Instant;
}

const PETITIONER: ReadonlySet<Standing> = new Set(['PETITIONER']);
const ACTOR = { kind: 'PETITIONER' } as const;

/**
 * What the petitioner does himself, without an account: the receipt code and a second proof (P-25). The version is
 * ours to mind; the command goes to whichever of his cases its state allows it on, the latest first.
 * @throws HttpProblem 403 for a wrong proof, 429 after too many wrong codes or proofs
 * @throws Refused by the domain
 */
export async function ownCommand(call: OwnCall, deps: PetitionDeps) {
  const opened = await openByReceipt(call.receiptCode, call.sourceIp, call.now, deps);
  await proveIdentity(call.proof, opened, call, deps);
  if (opened.first.head.sealed) throw SEALED_HERE();
  const tree = await deps.bureau.tree();
  const cases = casesFor(call.command, opened);
  let first: Refused | undefined;
  for (const { head } of cases) {
    try {
      return await onCase(call, opened, head, tree, deps);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      first ??= error;
    }
  }
  throw first ?? new Error('a petition without a case');
}

const answer = (head: Head, repeated: boolean) => ({
  id: head.petitionId,
  state: head.state,
  stateText: stateForPetitioner(head.state),
  repeated,
});

/** Of the cases of the petition, those whose state takes the command, latest first; else the latest, to say why not. */
function casesFor({ type }: Command, { chain }: OpenedByReceipt): readonly LoadedCase[] {
  const { from } = transitionOf(type);
  const latestFirst = [...chain].reverse();
  const fit = latestFirst.filter(({ head }) => from.includes(head.state));
  return fit.length > 0 ? fit : latestFirst.slice(0, 1);
}

/**
 * Whether it was done already is asked after the version was read and before it is acted on: a repetition that runs
 * beside the first try stores nothing, on this case or on another one of his.
 */
function onCase(call: OwnCall, opened: OpenedByReceipt, { id }: Head, tree: UnitTree, deps: PetitionDeps) {
  const find = async () => {
    const loaded = await loadCase(deps.database, ORDINARY, id);
    if (!loaded) throw new Error('a case of a petition is gone');
    return {
      tables: ORDINARY,
      loaded,
      above: await casesAbove(deps.database, ORDINARY, loaded.head),
      standings: PETITIONER,
    };
  };
  return onPresentVersion(async () => {
    const { version } = (await find()).loaded.head;
    const before = await appliedBefore(call, opened, deps);
    if (before) return answer(before.head, true);
    const { command, idempotencyKey, now } = call;
    const { head, repeated } = await runCommand(
      { id, command, actor: () => ACTOR, version, idempotencyKey, now },
      find,
      undefined,
      tree,
      { ...deps, decide, issue: issueComposed, beside: BESIDE, forOfficers: deps },
    );
    return answer(head, repeated);
  });
}

/** A repetition of what was applied gets its answer, on whichever case that was. */
async function appliedBefore(call: OwnCall, { chain }: OpenedByReceipt, deps: PetitionDeps) {
  const key = commandKeyOf(call, ACTOR, { ...deps, forOfficers: deps });
  if (!key) return undefined;
  for (const loaded of chain)
    for (const { record } of await readHistory(deps.database, ORDINARY, loaded.head.id)) {
      if (record.actor.kind !== 'PETITIONER' || !record.commandKey?.startsWith(`${key.call}:`)) continue;
      if (record.commandKey === `${key.call}:${key.body}`) return loaded;
      throw problem(422, 'IDEMPOTENCY_KEY_REUSED', [
        '这个 Idempotency-Key 已用于另一条命令',
        'this Idempotency-Key was used for another command',
      ]);
    }
  return undefined;
}

const SEALED_HERE = () =>
  problem(409, 'HANDLED_UNDER_SEAL', [
    '检举控告由专人保密办理,请与状态页所列专办人员联系',
    'an accusation is handled under seal; call the officer shown in its status',
  ]);
