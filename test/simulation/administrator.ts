import type { Bureau } from '../../shared/domain/bureau.ts';
import { isOpen } from '../../shared/domain/petition.ts';
import type { BureauTables } from '../../shared/domain/unit-tree.ts';
import { otherTelephone, type PlannedChange, plannedChanges, tablesAfter } from './changes-of-tables.ts';
import type { Screen } from './clients.ts';
import type { HttpClient, Reply } from './http-client.ts';
import { canonical } from './invariants/case-book.ts';
import type { Findings } from './invariants/violation.ts';
import { standsFor } from './oracle/held-now.ts';
import type { Charge, InCharge } from './oracle/in-charge.ts';
import { DAY, HOUR, type Plan } from './plan.ts';
import { Random } from './random.ts';
import { administratorIn } from './staff.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { Machinery } from './twins/invocation.ts';

const MAX_TRIES = 6;

interface Parts {
  readonly machinery: Machinery;
  readonly client: HttpClient;
  readonly tables: TablesOfLife;
  readonly inCharge: InCharge;
  readonly screen: Screen;
  readonly findings: Findings;
  readonly dropped: ReadonlySet<string>;
}

/** Keeps the bureau's tables while cases are open: reads them, changes them, and replaces what he has read. */
export class Administrator {
  readonly planned: readonly PlannedChange[];
  readonly #parts: Parts;
  /** Changes that wait for somebody to act on a case. */
  readonly #waiting: PlannedChange[] = [];

  constructor(plan: Plan, parts: Parts) {
    this.#parts = parts;
    this.planned = plannedChanges(plan).filter(({ name }) => !parts.dropped.has(name));
  }

  begin(): void {
    const { loop } = this.#parts.machinery;
    for (const planned of this.planned)
      loop.at(planned.at, () => {
        if (planned.beside === 'NOTHING') void this.#change(planned);
        else {
          this.#waiting.push(planned);
          loop.after(DAY, () => this.#waiting.includes(planned) && this.#now(planned));
        }
      });
  }

  /** Somebody chooses what he does, or sends it: what waits for that is changed at the same moment, or just before. */
  beside(moment: PlannedChange['beside'], acting: readonly string[] = []): Promise<void> | undefined {
    const planned = this.#waiting.find(({ beside }) => beside === moment);
    if (!planned) return undefined;
    this.#now(planned, acting);
    const { seed, loop } = this.#parts.machinery;
    const random = Random.of(seed, `beside ${planned.name}`);
    return loop.sleep(random.pick([0, random.between(0, 300), random.between(0, 6_000), random.between(0, 6_000)]));
  }

  #now(planned: PlannedChange, acting: readonly string[] = []): void {
    this.#waiting.splice(this.#waiting.indexOf(planned), 1);
    void this.#change(planned, acting);
  }

  async #change({ name, change, rival }: PlannedChange, acting: readonly string[] = []): Promise<void> {
    const { machinery, screen } = this.#parts;
    const { loop, seed } = machinery;
    // A unit is merged while it has something in hand, where that is soon.
    for (let hour = 0; change === 'MERGED' && hour < 36 && !this.#stationsAtWork; hour += 3) await loop.sleep(3 * HOUR);
    let careful = false;
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const where = `${name}.${attempt}`;
      const random = Random.of(seed, where);
      const read = await this.#read(where);
      if (!read) {
        await loop.sleep(random.between(500, 20_000));
        continue;
      }
      const { version, ...present } = read;
      const open = [...screen.heads().values()].filter(isOpen);
      const next = tablesAfter(change, { present, open, acting, now: loop.now, careful }, random);
      if (!next) return;
      if (rival && attempt === 1) void this.#replace(`${where}r`, otherTelephone(present, random), version);
      const reply = await this.#replace(where, next, version);
      if (reply?.status === 409) careful = true;
      else if (reply?.status === 400) continue;
      else if (reply?.status !== 412 || this.#stands(next, version + 1)) {
        if (change === 'MERGED') await this.#handOn(where, random);
        return;
      }
    }
  }

  get #stationsAtWork(): boolean {
    const { screen, tables, machinery } = this.#parts;
    const tree = tables.at(machinery.loop.now);
    return [...screen.heads().values()].some((head) => isOpen(head) && tree.unit(head.unit)?.branch === 'STATION');
  }

  /** Some time after a unit was merged its open cases follow, page after page; what somebody changed meanwhile, once more. */
  async #handOn(where: string, random: Random): Promise<void> {
    const { client, machinery, findings } = this.#parts;
    const { loop } = machinery;
    await loop.sleep(random.pick([0, random.between(0, 4_000), random.between(0, DAY)]));
    for (let run = 1, left = 1; run <= MAX_TRIES && left > 0; run += 1) {
      const begunAt = loop.now;
      left = 0;
      for (let page = 1, after: unknown; page === 1 || after; page += 1) {
        const name = `${where} hands on ${run}.${page}`;
        const body = { apply: true, limit: random.whole(1, 3), ...(after ? { after } : {}) };
        const post = { route: 'POST /bureau/successions' as const, body, officer: this.#himself };
        const reply = await client.post(name, post);
        if (!reply) return;
        findings.unless(
          reply.status === 200,
          'LEGAL_STEPS',
          () => `cases are not handed on: ${String(reply.body.code)}`,
        );
        if (reply.status !== 200) return;
        left += Number(reply.body.skipped) + (reply.body.blocked as readonly unknown[]).length;
        after = reply.body.next;
      }
      if (left === 0) this.#checkHandedOn(begunAt);
    }
  }

  /** With nothing left no open case lies where nobody is any more, but for one that came there since, or no index shows. */
  #checkHandedOn(begunAt: number): void {
    const { tables, machinery, screen, findings } = this.#parts;
    const tree = tables.at(machinery.loop.now);
    for (const { id, unit, updatedAt, ...head } of screen.heads().values())
      findings.unless(
        !isOpen(head) || standsFor(unit, tree) === unit || Date.parse(updatedAt) > begunAt - HOUR,
        'ROUTED_OR_WITH_A_PERSON',
        () => `${id} was to be handed on, and lies with ${unit}, which is no more`,
      );
  }

  /** The tables as he is shown them, with the number that he replaces. */
  async #read(where: string): Promise<Bureau | undefined> {
    const reply = await this.#parts.client.read(`${where} reads`, { route: 'GET /bureau', officer: this.#himself });
    return reply?.status === 200 ? (reply.body as unknown as Bureau) : undefined;
  }

  get #himself() {
    const { tables, machinery } = this.#parts;
    return administratorIn(tables.at(machinery.loop.now));
  }

  #replace(where: string, next: BureauTables, version: number): Promise<Reply | undefined> {
    const { client, machinery } = this.#parts;
    const sentAt = machinery.loop.now;
    const post = { route: 'PUT /bureau' as const, body: next, version, officer: this.#himself };
    return client.post(where, post, (reply) => this.#judge(reply, next, version, sentAt));
  }

  #stands(next: BureauTables, version: number): boolean {
    return canonical(this.#parts.tables.ofVersion(version)?.bureau) === canonical(next);
  }

  /** What was acknowledged stands there; it is refused where others were first, or somebody is still in charge of a case. */
  #judge({ status, body }: Reply, next: BureauTables, version: number, sentAt: number): void {
    const { findings, tables, machinery } = this.#parts;
    const { now } = machinery.loop;
    if (status >= 500) return;
    if (status === 200)
      findings.unless(
        body.version === version + 1 && this.#stands(next, version + 1) && !namesNobody(next),
        'NOTHING_LOST',
        () => `version ${version + 1} of the tables was acknowledged, and is another`,
      );
    else if (status === 412)
      findings.unless(
        tables.versionAt(now) > version,
        'LEGAL_STEPS',
        () => `version ${version} of the tables was current, and was not to be replaced`,
      );
    else if (status === 409 && body.code === 'OFFICER_STILL_IN_CHARGE')
      for (const { officer, handles, leads } of body.officers as readonly StillHeld[])
        for (const [as, cases] of [['handles', handles.cases] as const, ['leads', leads.cases] as const])
          for (const id of cases) this.#checkHeld(officer, id, as, sentAt, now);
    else if (status === 400 && namesNobody(next))
      findings.unless(
        (body.errors as readonly { readonly pointer: string }[]).every(({ pointer }) =>
          /^\/leave\/\d+\/(officer|deputy)$/.test(pointer),
        ),
        'LEGAL_STEPS',
        () => `tables are refused with ${JSON.stringify(body.errors)}`,
      );
    else findings.add('LEGAL_STEPS', `tables are refused with ${status} ${JSON.stringify(body.errors ?? body.code)}`);
  }

  #checkHeld(officer: string, id: string, as: Charge, sentAt: number, now: number): void {
    const { inCharge, findings } = this.#parts;
    findings.unless(
      inCharge.ever(officer, id, as, sentAt, now),
      'LEGAL_STEPS',
      () => `${officer} is not let go since he ${as} ${id}, and he does not`,
    );
  }
}

/** A leave names an officer whom the tables do not know. */
function namesNobody({ leave = [], officers }: BureauTables): boolean {
  const known = new Set<string>(officers.map(({ id }) => id));
  return leave.some(({ officer, deputy }) => !known.has(officer) || !known.has(deputy));
}

interface StillHeld {
  readonly officer: string;
  readonly handles: { readonly cases: readonly string[] };
  readonly leads: { readonly cases: readonly string[] };
}
