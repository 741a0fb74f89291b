import { openedCase } from '../domain/opened-case.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor } from '../domain/petition-events.ts';
import { canonicalJson } from '../events/record.ts';
import { problem } from '../lambda/problem.ts';
import { loadCase, ORDINARY, readHistory } from '../store/cases.ts';
import { digest } from '../store/field-cipher.ts';
import type { CommandCall, CommandDeps, CommandResult, FindForCommand } from './command-call.ts';
import { recordIsShown } from './hide-from-unit.ts';

/** What recognises a retry: the caller's key, and the command it went with. */
export interface CommandKey {
  readonly call: string;
  readonly body: string;
}

/** Keyed, since a digest of what somebody wrote could be guessed back; a rule's commands hold nothing personal. */
export function commandKeyOf(
  call: Pick<CommandCall, 'command' | 'idempotencyKey'>,
  actor: Actor,
  deps: Pick<CommandDeps, 'forOfficers'>,
): CommandKey | undefined {
  if (!call.idempotencyKey) return undefined;
  const fingerprint = deps.forOfficers?.secrets.fingerprint ?? digest;
  return {
    call: fingerprint(`${actorKey(actor)}:${call.idempotencyKey}`),
    body: fingerprint(canonicalJson(call.command)),
  };
}

/** A rule is its own caller; officers never share keys. */
const actorKey = (actor: Actor): string =>
  actor.kind === 'OFFICER' ? actor.id : actor.kind === 'RULE' ? `rule:${actor.rule}` : 'petitioner';

/**
 * The version given is not the present one. If the command right after it carries this key, it is a retry of an
 * applied command and gets its result; otherwise somebody was first, and the answer says what changed of what he may see.
 */
export async function behind(
  call: CommandCall,
  commandKey: CommandKey | undefined,
  found: Awaited<ReturnType<FindForCommand>>,
  deps: CommandDeps,
): Promise<CommandResult> {
  const { head } = found.loaded;
  const since =
    call.version < head.version ? await readHistory(deps.database, found.tables, call.id, call.version + 1) : [];
  const applied = since[0]?.record;
  if (commandKey && applied?.commandKey?.startsWith(`${commandKey.call}:`)) {
    if (applied.commandKey !== `${commandKey.call}:${commandKey.body}`)
      throw problem(422, 'IDEMPOTENCY_KEY_REUSED', [
        '这个 Idempotency-Key 已用于另一条命令',
        'this Idempotency-Key was used for another command',
      ]);
    const opened = openedCase(applied.events);
    const other = opened && (await loadCase(deps.database, ORDINARY, opened))?.head;
    return { head, ...(other ? { other } : {}), repeated: true };
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
      changed: since
        .filter(({ record }) => recordIsShown(record, head, found.standings))
        .map(({ record }) => ({
          version: record.version,
          at: record.at,
          command: record.command,
          by: record.actor.kind === 'OFFICER' ? record.actor.id : record.actor.kind,
          // He may be whom it complained of meanwhile, and does no more (P-03).
          events: record.events.map(({ type }) => type).filter((type) => type !== 'accused-named.v1'),
        })),
    },
    { etag: `"${head.version}"` },
  );
}

/**
 * A SEAL that was applied hides the case from the officer who sealed it; a retry of it still gets its answer.
 * @returns undefined when this call is no such retry
 */
export async function sealedBefore(
  call: CommandCall,
  deps: Pick<CommandDeps, 'database' | 'forOfficers'>,
): Promise<Head | undefined> {
  if (call.command.type !== 'SEAL') return undefined;
  const [applied] = await readHistory(deps.database, ORDINARY, call.id, call.version + 1);
  const key = commandKeyOf(call, call.actor(new Set()), deps);
  if (!key || applied?.record.commandKey !== `${key.call}:${key.body}`) return undefined;
  return (await loadCase(deps.database, ORDINARY, call.id))?.head;
}
