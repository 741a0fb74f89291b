import type { Principal } from '../domain/access.ts';
import { CALENDAR } from '../domain/calendar.ts';
import type { Command } from '../domain/commands.ts';
import type { Decision } from '../domain/decide/context.ts';
import { decide } from '../domain/decide/decide.ts';
import { type CaseId, caseId, type Instant } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor } from '../domain/petition-events.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { canonicalJson } from '../events/record.ts';
import { problem } from '../lambda/problem.ts';
import { base32, type Secrets } from '../lambda/secrets.ts';
import {
  AlarmMoved,
  type CaseTables,
  type Change,
  commit,
  dataKeyOf,
  type LoadedCase,
  ORDINARY,
  prepare,
  readHistory,
  SEALED,
  VersionConflict,
} from '../store/cases.ts';
import type { Database, Write } from '../store/database.ts';
import { digest, type KeyRing } from '../store/field-cipher.ts';
import { readBodyItem } from '../store/petition-texts.ts';
import { sealingWrites } from './seal-petition.ts';

/** What running a command needs; a rule neither seals nor corrects, and has neither key nor secrets for it. */
export interface CommandDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly forOfficers?: { readonly sealedKeys: KeyRing; readonly secrets: Secrets };
}

/** A command as it arrives: by whom, on which version, with which key. */
export interface CommandCall {
  readonly id: CaseId;
  readonly command: Command;
  readonly actor: Actor;
  readonly version: number;
  readonly idempotencyKey: string | undefined;
  readonly now: Instant;
}

/** Loads the case anew for each attempt and says in what capacity the actor stands to it. */
export type FindForCommand = () => Promise<{
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  readonly parent: LoadedCase | undefined;
  readonly standings: ReadonlySet<Standing>;
}>;

export interface CommandResult {
  readonly head: Head;
  /** The second case that the command touched or opened. */
  readonly other?: Head;
  /** True when this call repeats one that was applied before. */
  readonly repeated: boolean;
}

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
  const commandKey = call.idempotencyKey && digest(`${actorKey(call.actor)}:${call.idempotencyKey}`);
  for (let attempt = 1; ; attempt += 1) {
    const found = await find();
    if (found.loaded.head.version !== call.version) return behind(call, commandKey, found, deps);
    const { loaded, parent, tables } = found;
    const decision = decide(loaded.head, call.command, {
      now: call.now,
      actor: call.actor,
      ...(principal ? { officer: principal.id } : {}),
      standings: found.standings,
      tree,
      calendar: CALENDAR,
      ...(parent ? { parent: parent.head } : {}),
      childId: caseId(base32(Buffer.from(digest(`${call.id}/${call.version}/child/${loaded.chain}`), 'hex'))),
    });
    try {
      return await store(call, commandKey, decision, { tables, loaded, parent }, deps);
    } catch (error) {
      if (error instanceof VersionConflict) return behind(call, commandKey, await find(), deps);
      if (!(error instanceof AlarmMoved) || attempt >= 5) throw error;
    }
  }
}

async function store(
  call: CommandCall,
  commandKey: string | undefined,
  decision: Decision,
  { tables, loaded, parent }: { tables: CaseTables; loaded: LoadedCase; parent: LoadedCase | undefined },
  deps: CommandDeps,
): Promise<CommandResult> {
  const sealing = call.command.type === 'SEAL';
  const dataKey = await dataKeyOf(deps.keys, loaded);
  const changes: Change[] = [{ loaded, events: decision.events, ...(decision.texts ? { texts: decision.texts } : {}) }];
  const places: CaseTables[] = [tables];
  const dataKeys = [dataKey];
  let further: Write[] = [];
  if (decision.body)
    changes[0] = { ...(changes[0] as Change), body: await correctedBody(decision, loaded, tables, deps) };
  if (decision.other) {
    changes.push({ ...(decision.other.head && parent ? { loaded: parent } : {}), events: decision.other.events });
    places.push(sealing ? SEALED : ORDINARY);
    dataKeys.push(
      sealing
        ? { ...dataKey, wrapped: await officersOnly(deps).sealedKeys.rewrap(dataKey.plain, loaded.head.petitionId) }
        : dataKey,
    );
  }
  if (sealing) further = await sealingWrites(loaded.head.petitionId, deps.database, officersOnly(deps).secrets);
  const prepared = await prepare(
    places,
    changes,
    {
      at: call.now,
      actor: call.actor,
      command: call.command.type,
      ...(commandKey ? { commandKey: keyWithBody(commandKey, call.command) } : {}),
    },
    dataKeys,
    CALENDAR,
  );
  await commit(deps.database, prepared, further);
  const [head, other] = prepared.heads;
  return { head: head as Head, ...(other ? { other } : {}), repeated: false };
}

async function correctedBody(
  decision: Decision,
  loaded: LoadedCase,
  tables: CaseTables,
  deps: CommandDeps,
): Promise<NonNullable<Change['body']>> {
  const previous = await readBodyItem(deps.database, tables.texts, loaded.head.petitionId);
  const identity = decision.body?.identity;
  return {
    texts: decision.body?.texts ?? {},
    ...(identity ? { identity, tokens: officersOnly(deps).secrets.personTokens(identity) } : {}),
    ...(previous ? { previous } : {}),
  };
}

function officersOnly(deps: CommandDeps): NonNullable<CommandDeps['forOfficers']> {
  if (!deps.forOfficers) throw new Error('only an officer seals or corrects a petition');
  return deps.forOfficers;
}

const keyWithBody = (commandKey: string, command: Command): string => `${commandKey}:${digest(canonicalJson(command))}`;

/** A rule is its own caller; officers never share keys. */
const actorKey = (actor: Actor): string =>
  actor.kind === 'OFFICER' ? actor.id : actor.kind === 'RULE' ? `rule:${actor.rule}` : 'petitioner';

/**
 * The version given is not the present one. If the command right after it carries this key, it is a retry of an
 * applied command and gets its result; otherwise somebody was first, and the answer says what changed.
 */
async function behind(
  call: CommandCall,
  commandKey: string | undefined,
  found: Awaited<ReturnType<FindForCommand>>,
  deps: CommandDeps,
): Promise<CommandResult> {
  const { head } = found.loaded;
  const since =
    call.version < head.version ? await readHistory(deps.database, found.tables, call.id, call.version + 1) : [];
  const applied = since[0]?.record;
  if (commandKey && applied?.commandKey?.startsWith(`${commandKey}:`)) {
    if (applied.commandKey !== keyWithBody(commandKey, call.command))
      throw problem(422, 'IDEMPOTENCY_KEY_REUSED', [
        '这个 Idempotency-Key 已用于另一条命令',
        'this Idempotency-Key was used for another command',
      ]);
    return { head, repeated: true };
  }
  throw problem(
    412,
    'VERSION_BEHIND',
    [
      `您依据的是第 ${call.version} 版,现在是第 ${head.version} 版;请重新读取后再办理,您的操作未保存`,
      `you acted on version ${call.version}, the present one is ${head.version}; read it again, nothing of yours was stored`,
    ],
    {
      version: head.version,
      state: head.state,
      changed: since.map(({ record }) => ({
        version: record.version,
        at: record.at,
        command: record.command,
        by: record.actor.kind === 'OFFICER' ? record.actor.id : record.actor.kind,
        events: record.events.map(({ type }) => type),
      })),
    },
    { etag: `"${head.version}"` },
  );
}
