import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf } from '../../../shared/domain/taxonomy.ts';
import type { Server } from './server.ts';
import { textTable } from './text-table.ts';

/** A person of the local host's demo bureau. */
interface Officer {
  readonly id: string;
  readonly unit: string;
  readonly roles: readonly string[];
}

interface Proposal {
  readonly category: string;
  readonly action: string;
  readonly unit?: string;
  readonly urgent: boolean;
  readonly competentOrgan?: { readonly name: string };
}

/** What routing proposed for the petitions of a file. */
export interface Proposals {
  /** By unit (or what stands for one) and category, most first. */
  readonly rows: readonly { readonly unit: string; readonly category: string; readonly count: number }[];
  readonly urgent: number;
  /** Seen, without a proposal: routing has not come to them, or a person was first. */
  readonly without: number;
  /** No petition officer may see them (any more): they were sealed. */
  readonly unseen: number;
}

const AT_ONCE = 8;
const POLL_MS = 300;
const LONGEST_ROUTING_MS = 10 * 60_000;

/** Only the host of one machine hands out tokens; a deployment has no such route. */
export async function hasLocalHost(server: Server): Promise<boolean> {
  const { status, body } = await server.send('GET', '/_local/status');
  return status === 200 && Array.isArray((body as { queues?: unknown } | undefined)?.queues);
}

/**
 * Waits until every queue that somebody reads is empty and streams are read to their end.
 * @param tell is told how many messages are left, whenever that changes
 * @returns false when they did not come to rest in ten minutes
 */
export async function waitForRouting(server: Server, tell: (left: number) => void): Promise<boolean> {
  const until = Date.now() + LONGEST_ROUTING_MS;
  let last = -1;
  while (Date.now() < until) {
    const { body } = await server.send('GET', '/_local/status');
    const queues = (body as { queues?: readonly QueueDepth[] } | undefined)?.queues ?? [];
    const left = queues
      .filter(({ deadLetters }) => !deadLetters)
      .reduce((sum, { ready, inflight }) => sum + ready + inflight, 0);
    if (left !== last && left > 0) tell(left);
    last = left;
    // Nothing in a queue may mean that it is still in a stream; settling reads streams to their end.
    if (left === 0 && (await server.once('POST', '/_local/settle').catch(() => undefined))?.status !== 503) return true;
    await sleep(POLL_MS);
  }
  return false;
}

interface QueueDepth {
  readonly ready: number;
  readonly inflight: number;
  readonly deadLetters?: boolean;
}

/** Reads the proposals as petition officers do: who is in the screening queue of which office, then each petition. */
export async function readProposals(server: Server, ids: readonly string[]): Promise<Proposals> {
  const officers = await petitionOfficers(server);
  const wanted = new Set(ids);
  const officerOf = new Map<string, string>();
  for (const [id, token] of officers) {
    for (const caseId of await screeningQueue(server, token)) if (wanted.has(caseId)) officerOf.set(caseId, id);
  }
  const names = await unitNames(server, [...officers.values()][0] ?? '');
  const counts = new Map<string, number>();
  let urgent = 0;
  let without = 0;
  let unseen = 0;
  const left = ids.values();
  const work = async () => {
    for (const id of left) {
      const known = officerOf.get(id);
      // Whom a person screened has left the queue; his office still sees him.
      const proposal = await proposalOf(server, id, known === undefined ? [...officers.keys()] : [known], officers);
      if (proposal === 'UNSEEN') unseen += 1;
      else if (!proposal) without += 1;
      else {
        const key = `${placeName(proposal, names)}\t${proposal.category}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (proposal.urgent) urgent += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const rows = [...counts].map(([key, count]) => {
    const [unit = '', category = ''] = key.split('\t');
    return { unit, category, count };
  });
  return { rows: rows.sort((a, b) => b.count - a.count || (a.unit < b.unit ? -1 : 1)), urgent, without, unseen };
}

async function proposalOf(
  server: Server,
  id: string,
  candidates: readonly string[],
  tokens: ReadonlyMap<string, string>,
): Promise<Proposal | null | 'UNSEEN'> {
  for (const officer of candidates) {
    const { status, body } = await server.send('GET', `/petitions/${id}`, { token: tokens.get(officer) ?? '' });
    if (status === 200) return (body as { proposal: Proposal | null }).proposal;
  }
  return 'UNSEEN';
}

/** A token for one petition officer of each petition office, by officer. */
async function petitionOfficers(server: Server): Promise<Map<string, string>> {
  const { body } = await server.send('GET', '/_local/officers');
  const officers = (body as { officers?: readonly Officer[] } | undefined)?.officers ?? [];
  const tokens = new Map<string, string>();
  const offices = new Set<string>();
  for (const { id, unit } of officers.filter(({ roles }) => roles.includes('petitionOfficer'))) {
    if (offices.has(unit)) continue;
    offices.add(unit);
    const answer = await server.send('POST', '/_local/token', { body: { officer: id } });
    const { token } = (answer.body ?? {}) as { token?: string };
    if (token) tokens.set(id, token);
  }
  return tokens;
}

async function screeningQueue(server: Server, token: string): Promise<string[]> {
  const ids: string[] = [];
  let after = '';
  do {
    const position = after ? `&after=${encodeURIComponent(after)}` : '';
    const { status, body } = await server.send('GET', `/worklist?queue=SCREENING&limit=100${position}`, { token });
    if (status !== 200) break;
    const page = body as { cases: readonly { id: string }[]; next: string | null };
    ids.push(...page.cases.map(({ id }) => id));
    after = page.next ?? '';
  } while (after);
  return ids;
}

async function unitNames(server: Server, token: string): Promise<ReadonlyMap<string, string>> {
  const { body } = await server.send('GET', '/units', { token });
  const units = (body as { units?: readonly { id: string; name: string }[] } | undefined)?.units ?? [];
  return new Map(units.map(({ id, name }) => [id, name]));
}

/** The unit that should do the work, or what stands in its place. */
function placeName({ action, unit, competentOrgan }: Proposal, names: ReadonlyMap<string, string>): string {
  if (action === 'PERSON') return '由人判断 a person decides';
  if (action === 'REDIRECT') return `非公安 not police → ${competentOrgan?.name ?? '有权机关'}`;
  const name = unit === undefined ? '—' : (names.get(unit) ?? unit);
  return action === 'SEAL' ? `密件 sealed → ${name}` : name;
}

/** The table of the proposals: unit by unit, the fullest first. */
export function proposalTable({ rows }: Proposals): string[] {
  const units = [...Map.groupBy(rows, ({ unit }) => unit)]
    .map(([unit, entries]) => ({ unit, entries, total: entries.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => b.total - a.total);
  return textTable([
    ['建议单位 proposed unit', '类别 category', '', '件 n', '合计 unit'],
    ...units.flatMap(({ unit, entries, total }) =>
      entries.map(({ category, count }, at) => [
        at === 0 ? unit : '',
        categoryOf(category)?.zh ?? category,
        category,
        count,
        at === 0 ? total : '',
      ]),
    ),
  ]);
}
