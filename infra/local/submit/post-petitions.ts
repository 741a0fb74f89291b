import { idempotencyKey, petitionOf } from './invent-petition.ts';
import type { ProgressFile } from './progress-file.ts';
import type { BadLine, Message } from './read-messages.ts';
import { type Reply, type Server, ServerAway } from './server.ts';

/** What became of the messages so far. */
export interface Outcome {
  /** Registered by this run. */
  registered: number;
  /** Registered by an earlier run, told by their time of receipt or by the progress file. */
  already: number;
  readonly refused: BadLine[];
  /** Petition of each line. */
  readonly ids: Map<number, string>;
  /** Why the run ended before its end. */
  away?: ServerAway;
}

export interface PostOptions {
  readonly server: Server;
  readonly fileHash: string;
  readonly progress: ProgressFile;
  readonly inFlight: number;
  /** The server's time when the run began, milliseconds: what it received before is not ours. */
  readonly startedAt: number;
  readonly onChange: (outcome: Outcome) => void;
}

interface Acknowledged {
  readonly id: string;
  readonly receivedAt: number;
}

/** Posts messages, some at a time. A refused one is noted and passed over; a server that stays away ends the run. */
export async function postPetitions(messages: readonly Message[], options: PostOptions): Promise<Outcome> {
  const { progress, startedAt } = options;
  const outcome: Outcome = { registered: 0, already: 0, refused: [], ids: new Map() };
  try {
    if (!(await stillHolds(messages, options))) progress.forget();
    const left = messages.filter(({ line }) => !progress.done.has(line)).values();
    for (const { line } of messages) {
      const id = progress.done.get(line);
      if (id !== undefined) outcome.ids.set(line, id);
    }
    outcome.already = outcome.ids.size;
    options.onChange(outcome);
    const work = async () => {
      for (const message of left) {
        if (outcome.away) return;
        const answer = await post(message, options);
        if ('zh' in answer) outcome.refused.push(answer);
        else {
          outcome.ids.set(message.line, answer.id);
          progress.note(message.line, answer.id);
          if (answer.receivedAt < startedAt) outcome.already += 1;
          else outcome.registered += 1;
        }
        options.onChange(outcome);
      }
    };
    await Promise.all(
      Array.from({ length: options.inFlight }, () => work().catch((error: unknown) => stopAll(outcome, error))),
    );
  } catch (error) {
    stopAll(outcome, error);
  }
  outcome.refused.sort((a, b) => a.line - b.line);
  return outcome;
}

function stopAll(outcome: Outcome, error: unknown): void {
  if (!(error instanceof ServerAway)) throw error;
  outcome.away ??= error;
}

/**
 * Asks for the first and the last line that were noted, with their own keys: a server that was emptied, or restored to
 * an earlier day, registers them now, and then nothing that was noted holds.
 */
async function stillHolds(messages: readonly Message[], options: PostOptions): Promise<boolean> {
  const { done } = options.progress;
  const noted = [...done.keys()];
  for (const line of new Set([noted[0], noted.at(-1)])) {
    const message = messages.find((candidate) => candidate.line === line);
    if (!message) continue;
    const answer = await post(message, options);
    if ('zh' in answer || answer.id !== done.get(message.line) || answer.receivedAt >= options.startedAt) return false;
  }
  return true;
}

async function post(message: Message, { server, fileHash }: PostOptions): Promise<Acknowledged | BadLine> {
  const reply = await server.send('POST', '/petitions', {
    body: petitionOf(message),
    headers: { 'idempotency-key': idempotencyKey(fileHash, message.line) },
  });
  const body = reply.body as { id?: unknown; receivedAt?: unknown } | undefined;
  if (reply.status === 201 && typeof body?.id === 'string')
    return { id: body.id, receivedAt: Date.parse(String(body.receivedAt)) };
  const about = { line: message.line, ...(message.id === undefined ? {} : { id: message.id }) };
  return { ...about, ...problemText(reply) };
}

/** What is wrong, in the server's own words in both languages; the gateway's own answers have one only. */
export function problemText({ status, body }: Reply): { readonly zh: string; readonly en: string } {
  const problem = (body ?? {}) as {
    readonly detail?: string;
    readonly detailEn?: string;
    readonly message?: string;
    readonly errors?: readonly { readonly pointer: string; readonly zh: string; readonly en: string }[];
  };
  const fields = Array.isArray(problem.errors) ? problem.errors : [];
  if (fields.length > 0)
    return {
      zh: fields.map(({ pointer, zh }) => `${pointer} ${zh}`).join(';'),
      en: fields.map(({ pointer, en }) => `${pointer} ${en}`).join('; '),
    };
  const otherwise = `HTTP ${status}${problem.message ? ` ${problem.message}` : ''}`;
  return { zh: problem.detail ?? otherwise, en: problem.detailEn ?? otherwise };
}
