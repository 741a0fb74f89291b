import { randomUUID } from 'node:crypto';
import type { LocalCloud } from '../cloud.ts';
import type { Paper } from './story-paper.ts';

/** A step that should have worked did not: the story cannot go on. */
export class StoryBroken extends Error {
  override readonly name = 'StoryBroken';
}

export interface Answer<Body> {
  readonly status: number;
  readonly etag: string;
  readonly body: Body;
}

/** One step of a due date's derivation, or one reason of a proposal. */
export interface Told {
  readonly zh: string;
  readonly en: string;
  readonly article?: string;
  readonly words?: readonly string[];
}

export interface ClockView {
  readonly clock: string;
  readonly name: string;
  readonly nominalDue: string;
  readonly due: string;
  readonly explanation: readonly Told[];
  readonly overdue?: { readonly text: string; readonly supervisionPhone: string };
}

export interface Proposal {
  readonly purpose: string;
  readonly category: string;
  readonly action: string;
  readonly unit?: string;
  readonly confidence: number;
  readonly urgent: boolean;
  readonly reasons: readonly (Told & { readonly rule: string })[];
  readonly competentOrgan?: { readonly name: string; readonly address: string; readonly phone: string };
}

/** A case as officers see it; only what the story looks at. */
export interface CaseView {
  readonly id: string;
  readonly state: string;
  readonly stateName: { readonly zh: string; readonly en: string };
  readonly clocks: readonly ClockView[];
  readonly stoppedClocks: readonly { readonly clock: string; readonly outcome: string; readonly onTime: boolean }[];
  readonly proposal: Proposal | null;
  readonly other?: { readonly id: string };
}

/** A problem (RFC 9457) in both languages. */
export interface Problem {
  readonly code?: string;
  readonly guard?: string;
  readonly article?: string;
  readonly detail?: string;
}

/** Everything the story does it does through the public API, under tokens of the officers it names. */
export class Story {
  readonly cloud: LocalCloud;
  readonly paper: Paper;
  /** Expectations that did not come true. */
  failed = 0;
  readonly #tokens = new Map<string, string>();
  readonly #names: ReadonlyMap<string, string>;

  constructor(cloud: LocalCloud, paper: Paper) {
    this.cloud = cloud;
    this.paper = paper;
    this.#names = new Map([...cloud.units, ...cloud.officers].map(({ id, name }) => [id, name]));
  }

  /** Name of a unit or officer of the demo bureau. */
  name = (id: string): string => this.#names.get(id) ?? id;
  /** A unit without the name of its city. */
  short = (id: string): string => this.name(id).replace(/^云泽市公安局(?=.)/, '');

  expect(fine: boolean, zh: string, en: string): void {
    if (!fine) this.failed += 1;
    this.paper.checked(fine, zh, en);
  }

  async send<Body>(
    method: 'GET' | 'POST',
    path: string,
    options: { readonly as?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer<Body>> {
    const { as, body, headers } = options;
    const response = await fetch(`${this.cloud.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as ? { authorization: `Bearer ${await this.#token(as)}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = JSON.parse(await response.text()) as Body;
    return { status: response.status, etag: response.headers.get('etag') ?? '', body: answer };
  }

  /** What must work. @throws StoryBroken with the server's answer */
  async must<Body>(...call: Parameters<Story['send']>): Promise<Body> {
    const { status, body } = await this.send<Body>(...call);
    if (status >= 200 && status < 300) return body;
    throw new StoryBroken(`${call[0]} ${call[1]}: ${status} ${JSON.stringify(body).slice(0, 600)}`);
  }

  read = (id: string, as: string): Promise<CaseView> => this.must<CaseView>('GET', `/petitions/${id}`, { as });

  /** A command on the version that the officer reads first. */
  async tryCommand(
    id: string,
    as: string,
    body: { readonly type: string; readonly [field: string]: unknown },
  ): Promise<Answer<CaseView & Problem>> {
    const { etag, status } = await this.send('GET', `/petitions/${id}`, { as });
    if (status !== 200) throw new StoryBroken(`${as} does not see petition ${id}: ${status}`);
    const headers = { 'if-match': etag, 'idempotency-key': randomUUID() };
    return this.send('POST', `/petitions/${id}/commands`, { as, body, headers });
  }

  /** A command that must be applied; tells who did what. */
  async command(
    id: string,
    as: string,
    body: { readonly type: string; readonly [field: string]: unknown },
    told?: { readonly zh: string; readonly en: string },
  ): Promise<CaseView> {
    const answer = await this.tryCommand(id, as, body);
    if (answer.status !== 200) throw new StoryBroken(`${body.type}: ${answer.status} ${JSON.stringify(answer.body)}`);
    if (told) this.paper.say(`  ${this.name(as)} ${body.type}:${told.zh} → ${answer.body.stateName.zh}`, told.en);
    return answer.body;
  }

  /** Lets time pass; what falls due on the way fires in order. */
  async goTo(instant: string): Promise<void> {
    const { status, body } = await this.send('POST', '/_local/clock', { body: { set: instant } });
    if (status !== 200) throw new StoryBroken(`clock: ${status} ${JSON.stringify(body)}`);
    this.paper.say(`⏱  ${shanghai(instant)}`);
  }

  settle = (): Promise<void> => this.cloud.settle();

  async #token(officer: string): Promise<string> {
    const token = this.#tokens.get(officer) ?? (await this.cloud.token(officer));
    this.#tokens.set(officer, token);
    return token;
  }
}

const SHANGHAI_MS = 8 * 3_600_000;

/** `2026-03-05 09:00` as clocks in Shanghai show it. */
export const shanghai = (instant: string | number): string =>
  new Date((typeof instant === 'number' ? instant : Date.parse(instant)) + SHANGHAI_MS)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ');
