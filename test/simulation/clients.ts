import type { Officer } from '../../shared/domain/bureau.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Administrator } from './administrator.ts';
import { ByTheTable, type Scenery } from './by-the-table.ts';
import { crowdOf } from './crowd.ts';
import type { HttpClient, Post, Reply } from './http-client.ts';
import type { Intent } from './intent.ts';
import { JointConfirmation } from './joint-confirmation.ts';
import { SECRETS } from './keys.ts';
import { type Commanded, type Ledger, mailOf, markersOf, type Submitted } from './ledger.ts';
import { Officers } from './officers.ts';
import { formOf } from './petition-form.ts';
import { DAY, HOUR, nearTick, type PetitionPlan, type Plan } from './plan.ts';
import { Random } from './random.ts';
import type { Readers } from './readers.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { Machinery } from './twins/invocation.ts';

/** Where the callers look at cases: what stands on the screen of an officer, a moment ago. */
export interface Screen {
  /** The cases of a petition that are there, the first one first. */
  headsOf(petitionId: string): readonly Head[];
  /** All ordinary cases, by id. */
  heads(): ReadonlyMap<string, Head>;
  /** When the alarm of one of its cases rings next. */
  ringsAt(petitionId: string): number | undefined;
}

/** Petitioners who write and officers who act, over the API only. */
export class Clients {
  readonly #machinery: Machinery;
  readonly #client: HttpClient;
  readonly #ledger: Ledger;
  readonly #plan: Plan;
  readonly #readers: Readers;
  readonly #tables: TablesOfLife;
  readonly #screen: Screen;
  readonly #administrator: Administrator;
  readonly #jointly: JointConfirmation;
  readonly #dropped: ReadonlySet<string>;
  readonly #isSent: () => void;
  /** Names of all that was set out to be done. */
  readonly actions: string[] = [];

  constructor(
    machinery: Machinery,
    client: HttpClient,
    ledger: Ledger,
    plan: Plan,
    tables: TablesOfLife,
    screen: Screen,
    readers: Readers,
    administrator: Administrator,
    dropped: ReadonlySet<string>,
    /** An officer sends a command. */
    isSent: () => void,
  ) {
    this.#isSent = isSent;
    this.#readers = readers;
    this.#machinery = machinery;
    this.#client = client;
    this.#ledger = ledger;
    this.#plan = plan;
    this.#tables = tables;
    this.#screen = screen;
    this.#administrator = administrator;
    this.#jointly = new JointConfirmation(client, ledger, () => machinery.loop.now);
    this.#dropped = dropped;
  }

  /** The bureau as everybody in it knows it. */
  get #tree(): UnitTree {
    return this.#tables.at(this.#machinery.loop.now);
  }

  begin(): void {
    for (const petition of this.#plan.petitions)
      if (this.#sets(`submit ${petition.name}`))
        this.#machinery.loop.at(petition.at, () => void this.#petition(petition));
    if (this.#plan.crowd > 0 && this.#sets('crowd'))
      for (const { at, submitted } of crowdOf(this.#plan))
        this.#machinery.loop.at(at, () => void this.#submit(submitted, { organ: 'donghu', by: 'PETITIONER' }));
    this.#administrator.begin();
    for (const { name } of this.#administrator.planned) this.actions.push(name);
  }

  #sets(action: string): boolean {
    if (this.#dropped.has(action)) return false;
    this.actions.push(action);
    return true;
  }

  async #petition(petition: PetitionPlan): Promise<void> {
    const { loop } = this.#machinery;
    const submitted = this.#write(petition);
    const id = await this.#submit(submitted, petition);
    if (id === undefined) return;
    for (const step of petition.steps) {
      const random = Random.of(this.#machinery.seed, step.name);
      await loop.sleep(this.#momentOf(id, petition, step.after, random) - loop.now);
      if (loop.now > this.#plan.end - 2 * DAY) return;
      if (this.#sets(`step ${step.name}`)) await this.#step(id, petition, step.name, random);
    }
  }

  /** Some day later; now and then at the very moment at which a reminder of it is decided. */
  #momentOf(id: string, { theme }: PetitionPlan, after: number, random: Random): number {
    const { now } = this.#machinery.loop;
    // Nothing is to be done while the petitioner may still ask for a review, unless he does.
    const idle = theme === undefined || random.chance(0.3);
    const waits = idle && this.#screen.headsOf(id).at(-1)?.state === 'REVIEW_WINDOW' ? random.between(4, 12) * DAY : 0;
    const moment = nearTick(now + after + waits, random);
    const [races, offset] = [random.chance(0.3), random.between(-140, 140)];
    const rings = races ? this.#screen.ringsAt(id) : undefined;
    return rings !== undefined && rings > now && rings < now + 8 * DAY ? rings + offset : moment;
  }

  #write(petition: PetitionPlan): Submitted {
    const { seed, loop } = this.#machinery;
    const { name } = petition;
    for (const marker of [...markersOf(name, seed), mailOf(name)]) this.#ledger.markers.add(marker);
    const random = Random.of(seed, `text of ${name}`);
    const body = formOf(petition, seed, loop.now, this.#tree, random);
    const scope = petition.by === 'CLERK' ? (this.#registrarOf(petition.organ)?.id ?? '') : 'public';
    return { name, key: random.uuid(), scope, body, accepted: [], refused: false };
  }

  #registrarOf(organ: string): Officer | undefined {
    return this.#tree.bureau.officers.find(
      ({ unit, roles }) => unit === `${organ}-xinfang` && roles.includes('registrar'),
    );
  }

  async #submit(submitted: Submitted, { organ, by }: Pick<PetitionPlan, 'organ' | 'by'>): Promise<string | undefined> {
    this.#ledger.submitted.push(submitted);
    const officer = by === 'CLERK' ? this.#registrarOf(organ) : undefined;
    const post = {
      route: by === 'CLERK' ? ('POST /registrations' as const) : ('POST /petitions' as const),
      body: submitted.body,
      key: submitted.key,
      ...(officer ? { officer } : {}),
    };
    const seen = ({ status, body }: Reply) => {
      if (status === 201)
        submitted.accepted.push({ id: String(body.id), receiptCode: body.receiptCode as string | undefined });
      else if (status < 500) submitted.refused = true;
    };
    const reply = await this.#client.post(submitted.name, post, seen);
    const random = Random.of(this.#machinery.seed, `second thoughts of ${submitted.name}`);
    if (reply?.status === 201 && random.chance(0.15)) await this.#sameKeyOtherBody(submitted, post, random);
    return reply?.status === 201 ? String(reply.body.id) : undefined;
  }

  /** A client with a bug: the key of one petition under the text of another. It must hear that it is wrong. */
  async #sameKeyOtherBody(
    submitted: Submitted,
    post: Parameters<HttpClient['post']>[1],
    random: Random,
  ): Promise<void> {
    await this.#machinery.loop.sleep(random.between(0, 6 * HOUR));
    const body = { ...submitted.body, request: '完全不同的请求' };
    const reply = await this.#client.post(`${submitted.name} other`, { ...post, body });
    if (reply && reply.status === 201)
      submitted.accepted.push({ id: `${String(reply.body.id)} for another body`, receiptCode: undefined });
  }

  async #step(petitionId: string, petition: PetitionPlan, name: string, random: Random): Promise<void> {
    const choosing = this.#administrator.beside('CHOOSING');
    if (choosing) await choosing;
    const heads = this.#screen.headsOf(petitionId);
    if (heads.length === 0) return;
    // Mostly the case furthest down; sometimes the one that waits above it.
    const head = random.chance(0.75) ? heads.at(-1) : random.pick(heads);
    if (!head) return;
    const { now } = this.#machinery.loop;
    const scenery = { head, above: aboveOf(head, heads), heads: this.#screen.heads(), now };
    if (random.chance(0.3)) void this.#readers.read(head, `${name}!`, Random.of(this.#machinery.seed, `${name}!`));
    const joint = Random.of(this.#machinery.seed, `${name} joint`);
    if (joint.chance(0.06)) void this.#jointly.confirm(head, scenery.heads.values(), this.#tree, name, joint);
    const intent = this.#intent(petition, scenery, random);
    const rival = random.chance(0.15) ? new Officers(this.#tree).rival(head, now, random) : undefined;
    const sending = this.#administrator.beside('SENDING', intent ? concerned(intent) : []);
    if (sending) await sending;
    const [first] = await Promise.all([
      intent ? this.#command(head, intent, name, random) : undefined,
      rival ? this.#command(head, rival, `${name}r`, random) : undefined,
    ]);
    if (first?.applied) this.#readers.lookAgain(head, name, Random.of(this.#machinery.seed, `${name} again`));
    if (first?.applied && intent && random.chance(0.08)) await this.#sameKeyOtherCommand(head, intent, first, name);
  }

  /** Mostly what an office does; by theme where the petition has one; now and then anything of the table, or at all. */
  #intent({ theme: own }: PetitionPlan, scenery: Scenery, random: Random): Intent | undefined {
    const dice = random.next();
    const byTheTable = new ByTheTable(this.#tree);
    // What a review overturned is done as an office does it.
    const theme = scenery.head.clocks.some(({ code }) => code === 'REMAKE') ? undefined : own;
    if (dice < 0.03) return byTheTable.blind(scenery, random);
    if (dice < (theme === undefined ? 0.13 : 0.2)) return byTheTable.any(scenery, random);
    if (theme !== undefined && dice < 0.9) {
      const favoured = byTheTable.favoured(scenery, theme, random);
      if (favoured) return favoured;
    }
    return new Officers(this.#tree).next(scenery.head, scenery.now, random);
  }

  async #command(head: Head, { officer, command }: Intent, name: string, random: Random): Promise<Commanded> {
    const own = officer === 'PETITIONER';
    const commanded: Commanded = {
      name,
      key: random.uuid(),
      officer: own ? 'petitioner' : officer.id,
      unit: own ? '' : officer.unit,
      caseId: head.id,
      petitionId: head.petitionId,
      version: head.version,
      command,
      applied: false,
      refused: undefined,
    };
    this.#ledger.commanded.push(commanded);
    this.#isSent();
    const post = own ? this.#ownPost(commanded, random) : commandPost(commanded, officer);
    const reply = await this.#client.post(name, post, ({ status }) => {
      if (status < 300) commanded.applied = true;
    });
    if (reply && reply.status >= 400)
      commanded.refused = { status: reply.status, at: this.#machinery.loop.now, alone: reply.alone };
    return commanded;
  }

  /** What the petitioner does himself: his code, and his name as he wrote it, or another one by mistake. */
  #ownPost(commanded: Commanded, random: Random): Post {
    const { petitionId, command, key } = commanded;
    const submitted = this.#ledger.submitted.find(({ accepted }) => accepted.some(({ id }) => id === petitionId));
    const { name } = (submitted?.body.petitioner ?? {}) as { name?: string };
    commanded.wrongName = !random.chance(0.93);
    return {
      route: 'POST /petitions/mine/commands',
      key,
      body: {
        receiptCode: SECRETS.receiptCode(petitionId as CaseId),
        proof: { name: commanded.wrongName ? '别人' : (name ?? '无名') },
        command,
      },
    };
  }

  /** The same key for something else must not be taken for a retry. */
  async #sameKeyOtherCommand(head: Head, { officer }: Intent, first: Commanded, name: string): Promise<void> {
    const other = { ...first, command: { type: 'SIGN_FOR', reason: undefined } };
    if (first.command.type === 'SIGN_FOR' || officer === 'PETITIONER') return;
    const reply = await this.#client.post(`${name} other`, commandPost(other, officer));
    // After some commands the officer may not see the case any more; told that it was done he must never be.
    if (reply && reply.status < 300)
      this.#ledger.commanded.push({
        ...other,
        name: `${name} other`,
        key: `not ${first.key}`,
        caseId: head.id,
        applied: true,
        refused: undefined,
      });
  }
}

/** Who acts, and whom he names. */
const concerned = ({ officer, command: { handler, leader } }: Intent): string[] =>
  [officer === 'PETITIONER' ? undefined : officer.id, handler, leader].filter((id) => typeof id === 'string');

/** The cases above one, nearest first. */
function aboveOf({ parentId }: Head, heads: readonly Head[]): Head[] {
  const parent = heads.find(({ id }) => id === parentId);
  return parent ? [parent, ...aboveOf(parent, heads)] : [];
}

const commandPost = ({ caseId, version, command, key }: Commanded, officer: Officer) => ({
  route: 'POST /petitions/{id}/commands' as const,
  id: caseId,
  body: command,
  key,
  version,
  officer,
});
