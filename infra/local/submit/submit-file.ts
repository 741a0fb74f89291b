import { HostProblem } from '../problem.ts';
import { type Outcome, postPetitions } from './post-petitions.ts';
import { ProgressBar, type Screen } from './progress-bar.ts';
import { openProgressFile } from './progress-file.ts';
import { type BadLine, readMessages } from './read-messages.ts';
import { Server, ServerAway } from './server.ts';
import { hasLocalHost, proposalTable, readProposals, waitForRouting } from './show-proposals.ts';

export interface SubmitOptions {
  /** JSON lines. */
  readonly content: Buffer;
  readonly url: string;
  /** Only so many messages, from the beginning. */
  readonly limit?: number;
  readonly inFlight: number;
  /** How long to wait for a server that is away, milliseconds. */
  readonly patienceMs: number;
  readonly progressFolder: string;
  readonly screen: Screen;
}

/** Bad lines printed in full; the rest is counted. */
const SHOWN = 50;

/**
 * Posts every message of a file as a petition, and shows what routing proposes.
 * @returns exit code: 0 when every message is registered, now or before
 * @throws HostProblem when there is no Xinfang at the address
 */
export async function submitFile(options: SubmitOptions): Promise<number> {
  const { screen } = options;
  const file = readMessages(options.content, options.limit);
  const total = file.messages.length + file.bad.length;
  const bar = new ProgressBar(screen, total);
  const say = (line: string) => {
    bar.end();
    screen.write(`${line}\n`);
  };
  const server = new Server({ url: options.url, patienceMs: options.patienceMs, say });
  say(
    `${total} 条信访材料 → ${server.url}(同一文件重复提交不会重复登记) messages; sending a file again registers nothing twice`,
  );

  const startedAt = await serverTime(server);
  const outcome = await postPetitions(file.messages, {
    server,
    fileHash: file.hash,
    progress: openProgressFile(options.progressFolder, server.url, file.hash),
    inFlight: options.inFlight,
    startedAt,
    onChange: (state) => bar.show({ ...state, refused: [...file.bad, ...state.refused] }),
  });
  bar.end();
  const refused = [...file.bad, ...outcome.refused].sort((a, b) => a.line - b.line);
  for (const line of refused.slice(0, SHOWN)) say(badLineText(line));
  if (refused.length > SHOWN) say(`……另有 ${refused.length - SHOWN} 行有误 more lines with problems`);
  say(summary(outcome, refused.length, total));
  if (outcome.away) {
    say(
      `${server.url} 连续 ${outcome.away.seconds} 秒没有应答(${outcome.away.message}),已停止;再次运行即从中断处继续。` +
        ` It did not answer for ${outcome.away.seconds} s; run the same command again to go on where it stopped.`,
    );
    return 1;
  }
  await showProposals(server, [...outcome.ids.values()], say);
  return refused.length === 0 ? 0 : 1;
}

/** The server's own time, by which it stamps receipt; also finds out whether there is a Xinfang at all. */
async function serverTime(server: Server): Promise<number> {
  try {
    const health = await server.send('GET', '/health');
    if (health.status !== 200)
      throw new HostProblem(`There is no Xinfang at ${server.url}: GET /health answers ${health.status}.`);
    const { status, body } = await server.send('GET', '/_local/clock');
    const now = status === 200 ? (body as { now?: string } | undefined)?.now : undefined;
    return Date.parse(now ?? health.headers.get('date') ?? new Date().toISOString());
  } catch (error) {
    if (!(error instanceof ServerAway)) throw error;
    throw new HostProblem(
      `${server.url} 没有应答 (${error.message})。 It does not answer; start Xinfang with \`npm start\`, or name it with --url.`,
    );
  }
}

async function showProposals(server: Server, ids: readonly string[], say: (line: string) => void): Promise<void> {
  if (ids.length === 0) return;
  try {
    if (!(await hasLocalHost(server))) return;
    const settled = await waitForRouting(server, (left) =>
      say(`等待分流…… waiting for routing, ${left} messages in queues`),
    );
    if (!settled)
      say('队列十分钟内未清空,以下为目前的结果。 Queues did not empty within ten minutes; this is the state now.');
    const proposals = await readProposals(server, ids);
    const seen = proposals.rows.reduce((sum, { count }) => sum + count, 0);
    say('');
    say(`分流建议(${seen} 件,供信访干部甄别,不是决定) Proposals for the petition officers, who decide:`);
    for (const line of proposalTable(proposals)) say(line);
    if (proposals.urgent > 0) say(`  其中 ${proposals.urgent} 件提示紧急(条例25) marked urgent`);
    if (proposals.without > 0) say(`  ${proposals.without} 件尚无建议 have no proposal (yet)`);
    if (proposals.unseen > 0)
      say(`  ${proposals.unseen} 件已不在信访干部可见范围 no petition officer sees them any more`);
  } catch (error) {
    if (!(error instanceof ServerAway)) throw error;
    say(`分流结果未能读取(${error.message})。 The proposals could not be read; the petitions are registered.`);
  }
}

const badLineText = ({ line, id, zh, en }: BadLine): string =>
  `第 ${line} 行${id === undefined ? '' : `(${id})`}:${zh} | line ${line}: ${en}`;

const summary = ({ registered, already }: Outcome, refused: number, total: number): string => {
  const left = total - registered - already - refused;
  return [
    `新登记 registered ${registered}`,
    `此前已登记 already registered ${already}`,
    `未收 refused ${refused}`,
    ...(left > 0 ? [`尚未提交 not sent ${left}`] : []),
  ].join(' · ');
};
