import { findAsRule, runCommand } from '../../shared/casework/run-command.ts';
import type { AutoRule } from '../../shared/domain/bureau.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { decideWith } from '../../shared/domain/decide/allowed.ts';
import { classify, register } from '../../shared/domain/decide/screening.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Probe } from '../../shared/domain/learning/matter-sketch.ts';
import { SPINE_ROWS } from '../../shared/domain/lifecycle-rows-spine.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { matchedAutoRule, proposeRoute, type RouteInput, type RouteProposal } from '../../shared/domain/routing.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { log } from '../../shared/lambda/log.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { type LoadedCase, loadCase, ORDINARY } from '../../shared/store/cases.ts';
import type { Write } from '../../shared/store/database.ts';
import { indexWrites, standingUnder, unindexWrites } from '../../shared/store/matter-index.ts';
import { putProposal, readProposal, replaceFindings } from '../../shared/store/proposals.ts';
import { findRepeats, probeOf, type RepeatsFound } from './find-repeats.ts';
import { readInput } from './gather-lessons.ts';
import type { RoutingDeps } from './queue.ts';

/** What a rule of the bureau can come to. */
const decideByRule = decideWith({ REGISTER: register, CLASSIFY: classify }, SPINE_ROWS);

/** A case that changes under our hands this often is left to the queue, which brings it back. */
const LOOKS = 5;

/**
 * Proposes purpose, category and unit for a petition that no person has screened yet. The proposal stands beside the
 * case and changes nothing; only a rule that the bureau switched on acts on it, and in the name of who switched it on.
 * A message that comes again, after a failure half-way or beside another one, goes on from what is there: the rule is
 * done when the case is screened, not when the proposal is stored.
 * @throws when the case kept changing
 */
export async function proposeRouteFor(id: CaseId, now: Instant, deps: RoutingDeps): Promise<void> {
  const tree = await deps.bureau.tree();
  for (let look = 1; look <= LOOKS; look += 1) {
    const loaded = await loadCase(deps.database, ORDINARY, id);
    if (!loaded || loaded.head.screened || loaded.head.parentId || !isOpen(loaded.head)) return;
    const { head } = loaded;
    const { proposal, matter } = await propose(loaded, tree, deps);
    const step = stepByRule(head, proposal, tree);
    // A text that was corrected may stand under other keys than before.
    const before = matter && head.version > 1 ? await readProposal(deps.database, ORDINARY, id) : undefined;
    const stored = await putProposal(
      deps.database,
      ORDINARY,
      id,
      {
        forVersion: head.version,
        proposal,
        ...(matter ? { repeats: matter.repeats, joint: matter.joint, matterKeys: matter.keys } : {}),
        ...(step ? { rule: step.rule.id } : {}),
      },
      matter ? inIndex(head, matter, before?.matterKeys ?? []) : [],
    );
    if (stored === 'MOVED') continue;
    if (matter) await lookAgain(matter, stored === 'KNOWN', tree, deps);
    if (!step || (await actByRule(head, step, now, tree, deps)) === 'DONE') return;
  }
  throw new Error(`case ${id} changed ${LOOKS} times while its route was proposed`);
}

/** Into the index of matters under its keys, and out of it under those that it had before. */
const inIndex = (
  { petitionId, registeredAt: at }: Head,
  { keys, probe }: Matter,
  before: readonly string[],
): Write[] => [
  ...indexWrites(petitionId, { keys, at }, probe),
  ...unindexWrites(petitionId, { keys: before.filter((key) => !keys.includes(key)), at }),
];

/** Where a petition stands in the index of matters, and what was found there. */
interface Matter extends RepeatsFound {
  readonly own: Head;
  readonly input: RouteInput;
  readonly probe: Probe;
}

/**
 * Copies of a letter (联名信) that are routed at the same moment search before any of them stands in the index. Each looks
 * again under its own keys once it stands there, so that of two the later one sees the other; the index stays as it is.
 * @param again the proposal was there: an earlier try may have failed before it looked again
 */
async function lookAgain(matter: Matter, again: boolean, tree: UnitTree, { database }: RoutingDeps): Promise<void> {
  const { own, input, probe, keys, compared } = matter;
  const standing = await standingUnder(database, keys);
  const late = [...standing].some((id) => id !== own.petitionId && !compared.has(id));
  if (!late && !again) return;
  const { repeats, joint } = late ? await findRepeats(own, input, probe, tree, database) : matter;
  const stored = await readProposal(database, ORDINARY, own.id);
  if (stored?.forVersion !== own.version) return;
  const known = new Set([...(stored.repeats ?? []), ...(stored.joint ?? [])].map(({ id }) => id));
  if ([...repeats, ...joint].some(({ id }) => !known.has(id)))
    await replaceFindings(database, ORDINARY, own.id, { ...stored, repeats, joint });
}

interface Proposed {
  readonly proposal: RouteProposal;
  readonly matter?: Matter;
}

async function propose(loaded: LoadedCase, tree: UnitTree, deps: RoutingDeps): Promise<Proposed> {
  const [input, learnt, areas] = await Promise.all([
    readInput(loaded, deps),
    deps.models?.learnt(),
    deps.models?.areas(),
  ]);
  const proposal = proposeRoute(input, tree, learnt, areas);
  if (!deps.secrets) return { proposal };
  const probe = probeOf(input, deps.secrets, learnt);
  // Nobody has classified it yet: what is proposed is compared with what was found of others.
  const own = { ...loaded.head, category: proposal.category };
  const found = await findRepeats(own, input, probe, tree, deps.database);
  return { proposal, matter: { ...found, own, input, probe } };
}

/** What a switched-on rule does with a petition; an accusation, and one that names somebody, always wait for a person. */
interface StepByRule {
  readonly rule: AutoRule;
  readonly classify: Command;
}

function stepByRule(head: Head, proposal: RouteProposal, tree: UnitTree): StepByRule | undefined {
  const { purpose, category } = proposal;
  const rule = matchedAutoRule(tree.bureau, proposal);
  return rule && purpose !== 'ACCUSATION' && !head.namesAccused
    ? { rule, classify: { type: 'CLASSIFY', purpose, category } }
    : undefined;
}

/**
 * Registers and classifies by rule; where it goes from there stays with a person.
 * @returns `MOVED` when somebody changed the case meanwhile: then it is for another look whether the rule still fits
 */
async function actByRule(
  head: Head,
  { rule, classify }: StepByRule,
  now: Instant,
  tree: UnitTree,
  deps: RoutingDeps,
): Promise<'DONE' | 'MOVED'> {
  const commands: Command[] = [
    ...(head.state === 'RECEIVED'
      ? [{ type: 'REGISTER' as const, readBack: { how: 'WRITTEN_BY_PETITIONER' as const } }]
      : []),
    classify,
  ];
  let { version } = head;
  for (const command of commands) {
    try {
      const result = await runCommand(
        {
          id: head.id,
          command,
          actor: () => ({ kind: 'RULE', rule: rule.id, switchedOnBy: rule.switchedOnBy }),
          version,
          idempotencyKey: `${head.id}/${command.type}`,
          // The record never lies before the one it follows, however late the message came.
          now: now > head.updatedAt ? now : head.updatedAt,
        },
        findAsRule(deps.database, ORDINARY, head.id),
        undefined,
        tree,
        { ...deps, decide: decideByRule, beside: undefined },
      );
      // Applied before by another run of this rule, and changed since.
      if (result.head.version !== version + 1) return 'MOVED';
      version = result.head.version;
    } catch (error) {
      if (error instanceof HttpProblem) return 'MOVED';
      if (!(error instanceof Refused)) throw error;
      // A guard says no: the proposal waits for a person like any other.
      log('info', 'routing.rule-stood-back', { caseId: head.id, rule: rule.id, command: command.type });
      return 'DONE';
    }
  }
  return 'DONE';
}
