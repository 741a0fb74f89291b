/** What a file holds, and where it goes. */
export type RuleKind = 'NOTICE' | 'OVERLAYS';
const ROUTES: Readonly<Record<RuleKind, string>> = { NOTICE: '/calendar/notices', OVERLAYS: '/rules/overlays' };

export interface LoadOptions {
  readonly kind: RuleKind;
  /** The body of the request, without `apply` and `after`. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly apply: boolean;
  readonly url: string;
  readonly token: string;
  readonly print: (line: string) => void;
  readonly wait: (seconds: number) => Promise<void>;
}

/** The server refused; the message says what and where. */
export class LoadFailed extends Error {}

interface Dates {
  readonly nominalDue: string;
  readonly due: string;
  readonly provisional: boolean;
}

/** A page of `POST /calendar/notices` or `POST /rules/overlays`. */
interface RulesPage {
  readonly version: string;
  readonly looked: number;
  readonly moves: readonly {
    readonly case: string;
    readonly clock: string;
    readonly key: string | null;
    readonly change: 'DATES' | 'CONFIRMED' | 'REMINDERS';
    readonly from: Dates;
    readonly to: Dates;
    readonly overdueByMove: boolean;
  }[];
  readonly sealed: { readonly cases: number; readonly clocks: number };
  readonly skipped: number;
  /** Seconds until the first clock moves. */
  readonly wait: number;
  readonly next: string | null;
}

interface Total {
  version: string;
  looked: number;
  clocks: number;
  overdue: number;
  sealed: number;
  skipped: number;
}

/**
 * Goes through all pages and prints what moves. After applying it looks once more: a case that somebody changed at that
 * very moment may have slipped from one page to another, and is moved in another round.
 * @returns the exit code: 0 when nothing is left to move, 1 when something is
 */
export async function loadRules(options: LoadOptions): Promise<number> {
  if (!options.apply) {
    const total = await allPages(options, false, true);
    options.print(summary('试算,未作任何更改 / dry run, nothing was changed', total));
    return 0;
  }
  const replaces = (await ask<{ readonly version: number }>(options, 'GET', '/rules')).version;
  for (let round = 1; round <= ROUNDS; round += 1) {
    options.print(
      summary(`第${round}轮已实施 / applied, round ${round}`, await allPages(options, true, true, replaces)),
    );
    const left = await allPages(options, false, false);
    if (left.clocks + left.sealed === 0) {
      options.print('复核:没有仍需移动的期限 / checked: no clock is left to move');
      return 0;
    }
  }
  options.print('仍有期限未移动,请稍后再次运行 / some clocks are left: run it again later');
  return 1;
}

const ROUNDS = 3;

/** `replaces` is the version that the rules had before; it counts for the first page of the first round. */
async function allPages(options: LoadOptions, apply: boolean, show: boolean, replaces?: number): Promise<Total> {
  const total: Total = { version: '', looked: 0, clocks: 0, overdue: 0, sealed: 0, skipped: 0 };
  for (let after: string | null | undefined; after !== null; ) {
    const body = { ...options.content, apply, ...(after === undefined ? {} : { after }) };
    const page: RulesPage = await ask(options, 'POST', ROUTES[options.kind], body, replaces);
    if (page.wait > 0) {
      options.print(`已存入,${page.wait}秒后开始移动期限 / stored; clocks begin to move in ${page.wait} s`);
      await options.wait(page.wait);
    }
    if (show) for (const move of page.moves) options.print(lineOf(move));
    total.version = page.version;
    total.looked += page.looked;
    total.clocks += page.moves.length;
    total.overdue += page.moves.filter(({ overdueByMove }) => overdueByMove).length;
    total.sealed += page.sealed.clocks;
    total.skipped += page.skipped;
    after = page.next;
  }
  return total;
}

function lineOf({ case: id, clock, key, change, from, to, overdueByMove }: RulesPage['moves'][number]): string {
  const dates = ({ nominalDue, due, provisional }: Dates) =>
    `${nominalDue === due ? due : `${nominalDue}/${due}`}${provisional ? '(暂定)' : ''}`;
  const note = { DATES: '', CONFIRMED: ' 已确定', REMINDERS: ' 仅提醒日变动' }[change];
  return `${id}  ${key ? `${clock}#${key}` : clock}  ${dates(from)} → ${dates(to)}${note}${overdueByMove ? ' 因此超期!' : ''}`;
}

const summary = (what: string, { version, looked, clocks, overdue, sealed, skipped }: Total): string =>
  `${what}: ${version} · 查看/looked ${looked} · 期限/clocks ${clocks} · 因此超期/late by it ${overdue} · 保密件/sealed ${sealed} · 跳过/skipped ${skipped}`;

async function ask<Answer>(
  { url, token }: LoadOptions,
  method: 'GET' | 'POST',
  route: string,
  body?: unknown,
  replaces?: number,
): Promise<Answer> {
  const answer = await fetch(new URL(route, url), {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(replaces === undefined ? {} : { 'if-match': `"${replaces}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.ok) return (await answer.json()) as Answer;
  const problem = (await answer.json().catch(() => ({}))) as {
    readonly title?: string;
    readonly titleEn?: string;
    readonly detail?: string;
    readonly detailEn?: string;
    readonly errors?: readonly { readonly pointer: string; readonly zh: string; readonly en: string }[];
  };
  const faults = (problem.errors ?? []).map(({ pointer, zh, en }) => `\n  ${pointer}: ${zh} / ${en}`);
  const what =
    faults.length > 0
      ? [problem.title, ` / ${problem.titleEn ?? ''}`, ...faults]
      : [problem.detail, ` ${problem.detailEn ?? ''}`];
  throw new LoadFailed(`${answer.status} ${what.map((part) => part ?? '').join('')}`);
}
