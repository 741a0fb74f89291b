import { randomBytes, randomUUID } from 'node:crypto';
import bureauTables from '../../infra/local/demo/bureau.json' with { type: 'json' };
import { registerPetition } from '../../services/intake/register-petition.ts';
import { fromPublic } from '../../services/intake/requests.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import { countCase } from '../../services/reporting/queue.ts';
import { proposeRouteFor } from '../../services/routing/propose-route.ts';
import type { CommandBody } from '../../shared/api/commands.ts';
import { PublicPetition } from '../../shared/api/petitions.ts';
import type { CommandCall, CommandResult } from '../../shared/casework/command-call.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { issueComposed } from '../../shared/casework/papers/issue-composed.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { Bureau, Role } from '../../shared/domain/bureau.ts';
import { localDateOf, parseInstant } from '../../shared/domain/calendar.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { type CaseId, type Instant, officerId, unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { withHeadsAway } from '../../shared/domain/who-rules.ts';
import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { secretsFrom } from '../../shared/lambda/secrets.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { loadCase, ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KeyRing } from '../../shared/store/field-cipher.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';

/** A key ring that keeps keys as they are, for tests that look at other things than wrapping. */
export const plainKeys = (): KeyRing => ({
  newDataKey: async () => {
    const plain = randomBytes(32);
    return { plain, wrapped: plain };
  },
  unwrap: async (wrapped) => wrapped,
});

/** The demo bureau as stored. */
export const demoBureau = { ...bureauTables, version: 1 } as unknown as Bureau;

/** Everything of the bureau in one process: use cases over the in-memory twin, a clock that tests set. */
export class World {
  readonly database: Database;
  readonly deps: PetitionDeps;
  readonly tree = treeOf(demoBureau);
  now: Instant;

  constructor(now = '2026-03-02T01:00:00Z', database: Database = new MemoryDatabase()) {
    this.now = instant(now);
    this.database = database;
    const bureau: BureauSource = { ...bureauSource(database), tree: async () => this.tree };
    this.deps = {
      database,
      keys: plainKeys(),
      sealedKeys: plainKeys(),
      secrets: secretsFrom(Buffer.alloc(32, 7)),
      bureau,
      claims: { officer: 'sub', roles: 'roles', unit: 'unit' },
    };
  }

  /** Submits as the public form does. */
  async submit(fields: Record<string, unknown> = {}, idempotencyKey = randomUUID()) {
    const body = validate(PublicPetition(), {
      channel: 'ONLINE',
      petitioner: { name: '钱禾', address: '柳桥街12号', phone: '13800000000' },
      request: '请依法处理并书面答复',
      facts: '二月三日夜里报警后一个多小时无人到场',
      reasons: '接警后应当及时出警',
      place: '柳桥街道',
      ...fields,
    });
    return registerPetition(
      {
        ...fromPublic(body, this.tree),
        actor: { kind: 'PETITIONER' },
        keyScope: 'public',
        idempotencyKey,
        request: body,
        now: this.now,
      },
      this.deps,
    );
  }

  /** An officer of the demo bureau as his token would say; `roles` narrows or widens them. */
  officer(id: string, roles?: readonly Role[]): Principal {
    const officer = this.tree.officer(officerId(id));
    if (!officer) throw new Error(`the demo bureau has no officer ${id}`);
    return withHeadsAway(
      { id: officer.id, unit: officer.unit, roles: roles ?? officer.roles },
      localDateOf(this.now),
      this.tree,
    );
  }

  /** The first officer of a unit with a role. */
  holder(unit: string, role: Role): Principal {
    const officer = this.tree.bureau.officers.find((one) => one.unit === unitId(unit) && one.roles.includes(role));
    if (!officer) throw new Error(`nobody in ${unit} is ${role}`);
    return this.officer(officer.id);
  }

  async head(id: CaseId): Promise<Head> {
    const loaded = await loadCase(this.database, ORDINARY, id);
    if (!loaded) throw new Error(`no case ${id}`);
    return loaded.head;
  }

  /** Runs a command on the present version, as the HTTP entry does. */
  async command(
    id: CaseId,
    principal: Principal,
    command: CommandBody | { type: string; [field: string]: unknown },
    call: Partial<CommandCall> = {},
  ): Promise<CommandResult> {
    const find = () => findCase(this.database, id, principal, 'COMMAND_CASE', this.tree);
    const version = call.version ?? (await find()).loaded.head.version;
    return runCommand(
      {
        id,
        command: command as CommandBody,
        actor: call.actor ?? (() => ({ kind: 'OFFICER', id: principal.id, unit: principal.unit, standing: '' })),
        version,
        idempotencyKey: call.idempotencyKey,
        now: this.now,
      },
      find,
      principal,
      this.tree,
      { ...this.deps, decide, issue: issueComposed, beside: BESIDE, forOfficers: this.deps },
    );
  }

  propose = (id: CaseId) => proposeRouteFor(id, this.now, this.deps);

  count = (id: CaseId) => countCase(this.database, 'CASES', id);

  /** One sweep at the present time. */
  sweep = () => sweep(this.now, { ...this.deps, tables: ORDINARY }, () => true);
}

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`${text} is no instant`);
  return parsed;
}
