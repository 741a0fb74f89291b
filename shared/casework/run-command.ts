import type { Principal } from '../domain/access.ts';
import { arrivalsOf } from '../domain/arrivals.ts';
import type { Command } from '../domain/commands.ts';
import type { Decision } from '../domain/decide/context.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor, PetitionEvent } from '../domain/petition-events.ts';
import { handedOn, inNewHands } from '../domain/unit-history.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { base32 } from '../lambda/secrets.ts';
import { textsWithinLimit } from '../lambda/text-limit.ts';
import { arrivalWrites } from '../store/arrivals.ts';
import {
  AlarmMoved,
  type CaseTables,
  type Change,
  commit,
  dataKeyOf,
  type KeyRings,
  type LoadedCase,
  loadCase,
  ORDINARY,
  type Prepared,
  prepare,
  SEALED,
  VersionConflict,
} from '../store/cases.ts';
import { ConditionFailed, type Database, pause, type Write } from '../store/database.ts';
import { digest } from '../store/field-cipher.ts';
import { type PetitionBody, readBody, readBodyItem } from '../store/petition-texts.ts';
import type { Cited } from './cited-case.ts';
import {
  BesideMoved,
  type CommandCall,
  type CommandDeps,
  type CommandResult,
  type FindForCommand,
} from './command-call.ts';
import type { IssueCall, IssuedPapers } from './issue-papers.ts';
import { behind, type CommandKey, commandKeyOf } from './repeated-command.ts';
import { returnedBelow } from './returned-below.ts';
import { moveIntoSealed } from './seal-petition.ts';

/** For a rule that acts on a case by itself: it stands to it as a rule, and looks at nothing above. */
export const findAsRule =
  (database: Database, tables: CaseTables, id: CaseId): FindForCommand =>
  async () => {
    const loaded = await loadCase(database, tables, id);
    if (!loaded) throw new Error('the case is gone');
    return { tables, loaded, above: [], standings: new Set(['RULE'] as const) };
  };

/**
 * Runs one command: loads, decides, stores once. An alarm that moved meanwhile is no conflict for the officer.
 * @throws HttpProblem 412 with what changed when the version is not the present one, 422 for a key used otherwise
 * @throws Refused by the domain
 */
export async function runCommand(
  call: CommandCall,
  find: FindForCommand,
  principal: Pick<Principal, 'id'> | undefined,
  tree: UnitTree,
  deps: CommandDeps,
): Promise<CommandResult> {
  const { calendar } = await deps.bureau.law();
  const keyOf = (actor: Actor) => commandKeyOf(call, actor, deps);
  for (let attempt = 1; ; attempt += 1) {
    const found = await find();
    const { loaded, tables } = found;
    const [parent, grandparent] = found.above;
    const besides = await movedBesides(call.command.type, [loaded, ...found.above], deps.database);
    const above = [...found.above, ...besides];
    const actor = call.actor(found.standings);
    if (loaded.head.version !== call.version) return behind(call, keyOf(actor), found, deps);
    const stored = NEEDS_BODY.has(call.command.type) ? await storedBody(loaded, tables, deps) : undefined;
    const elsewhere = (await deps.beside?.look(call.command, loaded.head, deps.database)) ?? {};
    // Whoever took over from a unit decides as it would have; what is stored keeps the old names until it is handed on.
    const change = handedOn(loaded.head, tree);
    const head = change && call.command.type !== 'HAND_ON' ? inNewHands(loaded.head, change) : loaded.head;
    const decision = deps.decide(head, call.command, {
      now: call.now,
      actor,
      ...(principal ? { officer: principal.id } : {}),
      standings: found.standings,
      tree,
      calendar,
      ...(parent ? { parent: parent.head } : {}),
      ...(grandparent ? { grandparent: grandparent.head } : {}),
      above: above.map(({ head }) => head),
      ...elsewhere,
      ...(stored ? { stored } : {}),
      ...(change ? { change } : {}),
      childId: caseId(base32(Buffer.from(digest(`${call.id}/${call.version}/child/${loaded.chain}`), 'hex'))),
    });
    try {
      return await store(call, actor, keyOf(actor), decision, { tables, loaded, above, stored, elsewhere }, tree, deps);
    } catch (error) {
      if (error instanceof VersionConflict) return behind(call, keyOf(actor), await find(), deps);
      if (error instanceof BesideMoved && attempt < 200) await pause(Math.min(attempt, 5));
      else if (!(error instanceof AlarmMoved) || attempt >= 5) throw error;
    }
  }
}

/**
 * Cases that no link upward leads to, and that the command moves, too. What came back from below is nobody's any more, and
 * tells as much as the rest of what is sealed; a request of another co-petitioner joins the review that runs.
 */
async function movedBesides(
  type: Command['type'],
  cases: readonly [LoadedCase, ...LoadedCase[]],
  database: Database,
): Promise<readonly LoadedCase[]> {
  if (type === 'SEAL') return returnedBelow(database, cases);
  const review = cases[0].head.inReview?.caseId;
  if (review === undefined || (type !== 'REQUEST_REVIEW' && type !== 'REQUEST_REREVIEW')) return [];
  const loaded = await loadCase(database, ORDINARY, review);
  return loaded ? [loaded] : [];
}

/**
 * Commands judged against what the petitioner told: a correction, words that hang on the wall and name nobody, and an
 * accusation, which binds whomever it names, goes to none of them, and leaves nothing of its writer in what is split off.
 */
const NEEDS_BODY: ReadonlySet<Command['type']> = new Set([
  'CORRECT_RECORD',
  'RAISE_FLAG',
  'CLEAR_FLAG',
  'SEAL',
  'S_FORWARD',
  'S_SPLIT',
]);

/** What was loaded for a command; `stored` for one that completes or corrects what is stored. */
interface CaseAtHand {
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  readonly above: readonly LoadedCase[];
  readonly stored: PetitionBody | undefined;
  readonly elsewhere: Cited;
}

async function store(
  call: CommandCall,
  actor: Actor,
  commandKey: CommandKey | undefined,
  decided: Decision,
  { tables, loaded, above, stored, elsewhere }: CaseAtHand,
  tree: UnitTree,
  deps: CommandDeps,
): Promise<CommandResult> {
  const { cited } = elsewhere;
  const sealing = call.command.type === 'SEAL';
  const { calendar } = await deps.bureau.law();
  const dataKey = await dataKeyOf(ringsOf(deps), loaded);
  const { decision, numbers } = await withPapers(
    {
      ...call,
      decision: decided,
      tables,
      loaded,
      above,
      ...(cited ? { cited } : {}),
      actor,
      tree,
      calendar,
      dataKey: dataKey.plain,
    },
    deps,
  );
  const own: Change = {
    loaded,
    events: decision.events,
    ...(decision.texts ? { texts: decision.texts } : {}),
    ...(decision.body ? { body: await correctedBody(decision.body, stored, loaded, tables, deps) } : {}),
  };
  const changes: Change[] = [own];
  const places: CaseTables[] = [tables];
  const dataKeys = [dataKey];
  let further: readonly Write[] = [];
  for (const { head, events, texts, ownPetition } of decision.others ?? []) {
    const moved =
      sealing && !head
        ? await moveIntoSealed([loaded, ...above], dataKey.plain, deps.database, officersOnly(deps))
        : undefined;
    const present = head && above.find((one) => one.head.id === head.id);
    const body = moved?.body ?? (ownPetition && { texts: ownPetition.texts });
    changes.push({
      ...(present ? { loaded: present } : {}),
      events,
      ...(texts ? { texts } : {}),
      ...(body ? { body } : {}),
      ...(ownPetition ? { record: AS_SUBMITTED } : {}),
    });
    places.push(moved ? SEALED : ORDINARY);
    dataKeys.push(moved?.dataKey ?? (ownPetition ? await keyOfNew(events, deps) : dataKey));
    further = moved?.further ?? further;
  }
  const prepared = await prepare(
    places,
    changes,
    {
      at: call.now,
      actor,
      command: call.command.type,
      ...(commandKey ? { commandKey: `${commandKey.call}:${commandKey.body}` } : {}),
    },
    dataKeys,
    calendar,
  );
  const lists = await deps.beside?.write(
    {
      command: call.command.type,
      head: loaded.head,
      steps: prepared.heads.map((after, at) => ({
        before: changes[at]?.loaded?.head,
        events: changes[at]?.events ?? [],
        after,
        ...(changes[at]?.texts ? { texts: changes[at].texts } : {}),
      })),
      actor,
      now: call.now,
      calendar,
      fingerprint: deps.forOfficers?.secrets.fingerprint ?? digest,
      elsewhere,
    },
    deps.database,
  );
  const arrived = prepared.heads.flatMap((after, at) =>
    arrivalWrites(arrivalsOf(changes[at]?.loaded?.head, after, actor, tree), after, call.now),
  );
  const [head, other] = prepared.heads as [Head, Head?];
  await commitWithLists(deps.database, prepared, [...further, ...numbers, ...(lists ?? []), ...arrived]);
  return { head, ...(other ? { other } : {}), repeated: false };
}

/** The papers of a decision, numbered and frozen; a rule issues none. */
const withPapers = async (call: IssueCall, deps: CommandDeps): Promise<IssuedPapers> =>
  deps.issue ? deps.issue(call, deps.database) : { decision: call.decision, numbers: [] };

async function commitWithLists(database: Database, prepared: Prepared, beside: readonly Write[]): Promise<void> {
  try {
    await commit(database, prepared, beside);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new BesideMoved();
    throw error;
  }
}

/** The first record of a petition that was split off reads like that of any other: nothing in it leads back (P-03). */
const AS_SUBMITTED = { command: 'SUBMIT', actor: { kind: 'PETITIONER' } } as const;

/** A petition of its own gets a data key of its own. */
async function keyOfNew(events: readonly PetitionEvent[], deps: CommandDeps) {
  const [opened] = events;
  if (opened?.type !== 'opened.v1') throw new Error('a new petition begins with opened.v1');
  return deps.keys.newDataKey(opened.head.petitionId);
}

const ringsOf = ({ keys, forOfficers }: CommandDeps): KeyRings => ({ keys, sealedKeys: forOfficers?.sealedKeys });

/** Identity and texts in the clear, for a correction to be merged with; all texts together keep their limit. */
async function storedBody(loaded: LoadedCase, tables: CaseTables, deps: CommandDeps): Promise<PetitionBody> {
  const { plain } = await dataKeyOf(ringsOf(deps), loaded);
  return readBody(deps.database, tables.texts, loaded.head.petitionId, plain);
}

async function correctedBody(
  body: NonNullable<Decision['body']>,
  stored: PetitionBody | undefined,
  loaded: LoadedCase,
  tables: CaseTables,
  deps: CommandDeps,
): Promise<NonNullable<Change['body']>> {
  textsWithinLimit({ ...stored?.texts, ...body.texts });
  const previous = await readBodyItem(deps.database, tables.texts, loaded.head.petitionId);
  return {
    ...body,
    ...(body.identity ? { tokens: officersOnly(deps).secrets.personTokens(body.identity) } : {}),
    ...(previous ? { previous } : {}),
  };
}

function officersOnly(deps: CommandDeps): NonNullable<CommandDeps['forOfficers']> {
  if (!deps.forOfficers) throw new Error('only an officer seals or corrects a petition');
  return deps.forOfficers;
}
