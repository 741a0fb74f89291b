import type { Officer } from '../../shared/domain/bureau.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { lineOf } from './accusations.ts';
import type { Answer, HttpClient } from './http-client.ts';
import { checkInbox } from './invariants/inbox-shows.ts';
import { judgedByAny } from './invariants/judged-by-any.ts';
import type { Findings } from './invariants/violation.ts';
import { SECRETS } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { complainsOf, mayBeRemindedOf, mayKnowOf, mayOpen } from './oracle/who-may.ts';
import type { Random } from './random.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { StoreCore } from './twins/store-core.ts';

/** What readers ask about the cases that there are: as they were when the question was put. */
export interface Files {
  now(): number;
  headsNow(id: string): readonly Head[];
  /** Nothing goes wrong any more, and no index lags behind. */
  isQuiet(): boolean;
  after(ms: number, run: () => void): void;
}

/** Who looks into queues of units below his own. */
const OVER_UNITS: ReadonlySet<string> = new Set(['bureauHead', 'petitionChief', 'supervisor']);
const IN_OFFICE: ReadonlySet<string> = new Set(['registrar', 'petitionOfficer', 'petitionChief']);

/**
 * Officers who look at files, lists and inboxes, and petitioners who look at their status. Nobody may be shown what he
 * may not know of; nothing is opened without a line in the log of who did (P-04, P-22).
 */
export class Readers {
  readonly #client: HttpClient;
  readonly #core: StoreCore;
  readonly #tables: TablesOfLife;
  readonly #ledger: Ledger;
  readonly #findings: Findings;
  readonly #files: Files;

  constructor(
    client: HttpClient,
    core: StoreCore,
    tables: TablesOfLife,
    ledger: Ledger,
    findings: Findings,
    files: Files,
  ) {
    this.#client = client;
    this.#core = core;
    this.#tables = tables;
    this.#ledger = ledger;
    this.#findings = findings;
    this.#files = files;
  }

  /** The bureau as everybody in it knows it. */
  get #tree(): UnitTree {
    return this.#tables.at(this.#files.now());
  }

  /** Somebody looks at this case, or at what he finds in his lists. */
  async read(head: Head, name: string, random: Random): Promise<void> {
    const dice = random.next();
    if (dice < 0.15) return this.#status(head, name);
    // Half of them have to do with it; the others must not learn of it, least of all those whom it complains of.
    const { officers } = this.#tree.bureau;
    const named = officers.filter(({ id }) => head.accused.officers.includes(id));
    const near = random.chance(0.5) && named.length > 0 ? named : lineOf(head, this.#tree);
    const officer = random.pick(random.chance(0.5) && near.length > 0 ? near : officers);
    if (dice < 0.4) return this.#detail(head, officer, name);
    if (dice < 0.5) return this.#reveal(head, officer, name, random);
    if (dice < 0.6) return this.#history(head, officer, name);
    return this.#list(head, officer, name, random);
  }

  /** Whoever could see a case and may not any more has a list open in which it stood, and looks at it again. */
  lookAgain(before: Head, name: string, random: Random): void {
    const after = this.#files.headsNow(before.id);
    const lost = this.#tree.bureau.officers.filter(
      ({ id, roles }) =>
        !roles.includes('slipPrinter') &&
        mayKnowOf(before, id, this.#tree) &&
        !after.some((head) => mayKnowOf(head, id, this.#tree)),
    );
    if (lost.length === 0) return;
    for (const at of [1, 2, 3]) {
      const officer = random.pick(lost);
      const again = `${name} again ${at}`;
      this.#files.after(random.between(0, 600_000), () => void this.#list(before, officer, again, random));
    }
  }

  /** One of the lists that he has. */
  async #list(head: Head, officer: Officer, name: string, random: Random): Promise<void> {
    const dice = random.next();
    if (dice < 0.55) return this.#worklist(head, officer, name, random);
    if (dice < 0.8) return this.#inbox(officer, name);
    const route = dice < 0.9 ? 'GET /supervision/candidates' : 'GET /leaders';
    const before = this.#everything();
    const reply = await this.#client.read(name, { route, query: {}, officer });
    for (const id of idsIn(reply)) this.#mayKnow(id, before, officer, `finds under ${route}`);
  }

  async #status({ petitionId }: Head, name: string): Promise<void> {
    const code = SECRETS.receiptCode(petitionId as CaseId);
    const before = this.#chainOf(petitionId);
    const reply = await this.#client.read(name, { route: 'POST /petitions/status', body: { receiptCode: code } });
    const known = this.#ledger.submitted.some(({ accepted }) => accepted.some(({ id }) => id === petitionId));
    this.#findings.unless(
      !known || reply === undefined || reply.status === 200 || reply.status >= 500 || reply.status === 429,
      'NOTHING_LOST',
      () => `the status of ${petitionId} is answered with ${reply?.status}`,
    );
    if (reply?.status !== 200) return;
    this.#findings.unless(
      reply.body.id === petitionId,
      'SECRECY',
      () => `the code of ${petitionId} shows ${String(reply.body.id)}`,
    );
    const after = this.#chainOf(petitionId);
    const standsStill = versionsOf(before) === versionsOf(after);
    // How it stands where it is in hand now (P-02): furthest from where it came in.
    const inHand = after.findLast(isOpen) ?? after.at(-1);
    this.#findings.unless(
      !standsStill || after.some(({ sealed }) => sealed) || reply.body.state === inHand?.state,
      'NOTHING_LOST',
      () => `${petitionId} is shown as ${String(reply.body.state)}, and ${inHand?.id} is ${inHand?.state}`,
    );
  }

  /** The cases of a petition, from the one that came in to those that came of it: referred, then reviewed. */
  #chainOf(id: string): Head[] {
    const head = this.#files.headsNow(id).at(-1);
    const next = head?.childId ?? head?.reviewCase;
    return head ? [head, ...(next ? this.#chainOf(next) : [])] : [];
  }

  async #detail({ id }: Head, officer: Officer, name: string): Promise<void> {
    const before = this.#asItIs([id]);
    const reply = await this.#client.read(name, { route: 'GET /petitions/{id}', id, officer });
    if (reply?.status !== 200) return;
    this.#mayKnow(id, before, officer, 'reads', mayOpen);
    const [oldest, newest] = [before.heads.get(id) ?? [], this.#files.headsNow(id)].map((heads) =>
      heads.map(({ version }) => version),
    );
    const version = Number(reply.body.version);
    this.#findings.unless(
      version >= Math.min(...(oldest as number[])) && version <= Math.max(...(newest as number[])),
      'NOTHING_LOST',
      () => `${id} is shown as v${version}, and was v${oldest?.join()} to v${newest?.join()}`,
    );
  }

  async #history({ id }: Head, officer: Officer, name: string): Promise<void> {
    const before = this.#asItIs([id]);
    const reply = await this.#client.read(name, { route: 'GET /petitions/{id}/history', id, officer });
    if (reply?.status === 200) this.#mayKnow(id, before, officer, 'reads the history of', mayOpen);
  }

  /** What was opened is logged before it is shown, and it is what was sent. */
  async #reveal({ id, petitionId }: Head, officer: Officer, name: string, random: Random): Promise<void> {
    const before = this.#asItIs([id]);
    const what = random.pick(['IDENTITY', 'NARRATIVE']);
    const reason = `核对${name}`;
    const reply = await this.#client.read(name, {
      route: 'POST /petitions/{id}/reveal',
      id,
      officer,
      body: { what, reason },
    });
    if (reply?.status !== 200) return;
    this.#mayKnow(id, before, officer, 'opens', mayOpen);
    const logged = (['CASES', 'SEALED'] as const)
      .flatMap((table) => this.#core.partition(table, petitionId))
      .filter(({ sk, officer: by, reason: why }) => sk.startsWith('L#') && by === officer.id && why === reason);
    this.#findings.unless(
      logged.length === 1,
      'ONE_COMMIT',
      () => `${officer.id} opened ${petitionId}, and the log of it has ${logged.length} lines`,
    );
  }

  async #worklist(head: Head, officer: Officer, name: string, random: Random): Promise<void> {
    const has = (roles: ReadonlySet<string>) => officer.roles.some((role) => roles.has(role));
    const screening = has(IN_OFFICE) && !(head.screened && head.unit === officer.unit) && random.chance(0.7);
    const worklist = officer.roles.includes('sealedOfficer') ? 'SEALED' : screening ? 'SCREENING' : 'UNIT';
    const queue = random.chance(0.2) ? 'RULINGS' : worklist;
    const unit = queue === 'UNIT' && has(OVER_UNITS) && random.chance(0.7) ? head.unit : officer.unit;
    const before = this.#everything();
    const query: Record<string, string> = queue === 'UNIT' ? { queue, unit } : { queue };
    const reply = await this.#client.read(name, { route: 'GET /worklist', query, officer });
    const listed = idsIn(reply);
    for (const id of listed) this.#mayKnow(id, before, officer, 'finds in his list');
    this.#findings.unless(
      listed.length === new Set(listed).size,
      'ROUTED_OR_WITH_A_PERSON',
      () => `${officer.id} finds a case twice in his list`,
    );
    if (reply?.status !== 200 || reply.body.next !== null || !this.#files.isQuiet()) return;
    if (queue === 'SEALED' || queue === 'RULINGS') return;
    const place = `${queue === 'UNIT' ? 'UNIT' : 'SCREEN'}#${unit}`;
    judgedByAny(this.#tables.usedBy(before.at, this.#files.now()), this.#findings, (tree, findings) =>
      this.#nothingMissing(listed, place, before, officer, tree, findings),
    );
  }

  /** What lies in his queue, before and after, and is not kept from him is in it. */
  #nothingMissing(
    listed: readonly string[],
    queue: string,
    before: AsItWas,
    officer: Officer,
    tree: UnitTree,
    findings: Findings,
  ): void {
    const own = officer.roles.every((role) => role === 'handler');
    // Whom a case below was found to complain of sees nothing of those above either (P-10).
    const complaining = new Set(
      [...before.heads.values()].flat().flatMap((one) => (complainsOf(one, officer.id, tree) ? [one.petitionId] : [])),
    );
    for (const [id, heads] of before.heads) {
      const [now] = this.#files.headsNow(id);
      if (!now || now !== heads[0] || this.#core.peek('CASES', id, 'HEAD')?.worklistPk !== queue) continue;
      findings.unless(
        listed.includes(id) ||
          (own && now.handler !== officer.id) ||
          complaining.has(now.petitionId) ||
          !mayKnowOf(now, officer.id, tree),
        'ROUTED_OR_WITH_A_PERSON',
        () => `${id} (${now.state}) lies in the queue of ${officer.id}, who does not find it`,
      );
    }
  }

  async #inbox(officer: Officer, name: string): Promise<void> {
    const before = this.#everything();
    const reply = await this.#client.read(name, { route: 'GET /inbox', query: {}, officer });
    for (const id of idsIn(reply)) this.#mayKnow(id, before, officer, 'is reminded of', mayBeRemindedOf);
    if (reply?.status !== 200) return;
    const asked = { at: before.at, before: before.heads, headsNow: this.#files.headsNow };
    judgedByAny(this.#tables.usedBy(before.at, this.#files.now()), this.#findings, (tree, findings) =>
      checkInbox(officer.id, reply.body, this.#core.scan('REMINDERS'), asked, tree, findings),
    );
  }

  #asItIs(ids: readonly string[]): AsItWas {
    return { at: this.#files.now(), heads: new Map(ids.map((id) => [id, this.#files.headsNow(id)])) };
  }

  #everything(): AsItWas {
    const ids = [...this.#core.scan('CASES'), ...this.#core.scan('SEALED')].flatMap(({ pk, sk }) =>
      sk === 'HEAD' ? [pk] : [],
    );
    return this.#asItIs(ids);
  }

  /** He may know of it as it was before he asked, or as it is now that he was answered. */
  #mayKnow(id: string, before: AsItWas, { id: officer }: Officer, does: string, may = mayKnowOf): void {
    const heads = [...(before.heads.get(id) ?? []), ...this.#files.headsNow(id)];
    const trees = this.#tables.usedBy(before.at, this.#files.now());
    this.#findings.unless(
      heads.some((head) => trees.some((tree) => may(head, officer, tree))),
      'SECRECY',
      () => `${officer} ${does} ${id} (${heads.at(-1)?.state}), which he may not know of`,
    );
  }
}

/** Cases as they were when a question was put, and when that was. */
interface AsItWas {
  readonly at: number;
  readonly heads: ReadonlyMap<string, readonly Head[]>;
}

/** Ids of cases that an answer names, however deep. */
function idsIn(reply: Answer | undefined): string[] {
  return reply?.status === 200 ? idsOf(reply.body) : [];
}

function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    (name === 'id' || name === 'caseId') && typeof member === 'string' && /^[0-9a-z]{26}$/.test(member)
      ? [member]
      : idsOf(member),
  );
}

const versionsOf = (heads: readonly Head[]): string => heads.map(({ id, version }) => `${id} ${version}`).join();
