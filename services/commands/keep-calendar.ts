import type { NoticeBody, OverlaysBody } from '../../shared/api/rules.ts';
import { type ClockedCase, clockedCases } from '../../shared/casework/clocked-cases.ts';
import { findAsRule, runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import { addMinutes } from '../../shared/domain/calendar.ts';
import { checkNotice } from '../../shared/domain/calendar-notices.ts';
import { type ClockMove, type MoveCause, movesOf } from '../../shared/domain/clock-moves.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { decideWith } from '../../shared/domain/decide/allowed.ts';
import { recomputeClocks } from '../../shared/domain/decide/recompute.ts';
import type { Instant, OfficerId } from '../../shared/domain/ids.ts';
import { type Law, type LawData, lawOf } from '../../shared/domain/law.ts';
import { TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import { checkOverlays } from '../../shared/domain/overlays.ts';
import { Refused } from '../../shared/domain/refusal.ts';
import { RuleDataError } from '../../shared/domain/rule-data-error.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { canonicalJson } from '../../shared/events/record.ts';
import type { Request } from '../../shared/lambda/http.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise, principalFrom } from '../../shared/lambda/principal.ts';
import { HttpProblem, invalidFields, problem } from '../../shared/lambda/problem.ts';
import { loadCase } from '../../shared/store/cases.ts';
import { InvalidPosition } from '../../shared/store/database.ts';
import { readLawData, writeLawData } from '../../shared/store/rules.ts';

/** What a change of the law can come to in a case. */
const decideRecompute = decideWith({ RECOMPUTE_CLOCKS: recomputeClocks }, TRANSITIONS);

/** Cases in one page; each is a transaction of its own where it moves. */
const PAGE = 50;
/** A case that changes under our hands this often is left to the next run, which finds it still to be done. */
const LOOKS = 5;

/**
 * So long after a change is stored its first clock moves: until then a function may still count by what it has read
 * (for five seconds), have begun to, or have a clock that goes ahead. What it starts or arms by it is moved afterwards.
 */
const SETTLES_MINUTES = 5;

/** Of what was there from the beginning. */
const NEVER = '0000-01-01T00:00:00.000Z' as Instant;

/** A change of the law: what it would be, since when it is stored if it is, and who loaded it. */
interface LawChange {
  readonly why: MoveCause;
  readonly law: Law;
  readonly storedAt?: Instant;
  readonly by: OfficerId;
}

/** What is asked for a page of moves, whatever the change. */
interface PageQuestion {
  readonly apply: boolean;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** `POST /calendar/notices`: what a yearly notice would move; with `apply` it is stored first, then moves it. */
export async function loadNotice(request: Request<NoticeBody>, deps: PetitionDeps) {
  const { officer, tree } = await administrator(request, deps);
  const { apply, after, limit, ...notice } = request.body;
  const data = await readLawData(deps.database);
  const latest = data.notices.findLast(({ year }) => year === notice.year);
  if (latest && same(withoutLoader(latest), notice))
    return movePage(
      { why: 'CALENDAR', law: lawOf(data), storedAt: latest.at, by: latest.by },
      { apply, after, limit },
      request.now,
      tree,
      deps,
    );
  if (apply) replacesPresent(data, request.ifMatch);
  checked(() => checkNotice(notice, data.notices));
  const next = {
    ...data,
    version: data.version + 1,
    notices: [...data.notices, { ...notice, by: officer, at: request.now }],
  };
  return movePage({ why: 'CALENDAR', law: lawOf(next), by: officer }, { apply, after, limit }, request.now, tree, deps);
}

/** `POST /rules/overlays`: the same for the local rules, all of them at once. */
export async function loadOverlays(request: Request<OverlaysBody>, deps: PetitionDeps) {
  const { officer, tree } = await administrator(request, deps);
  const { apply, after, limit, overlays } = request.body;
  checked(() => checkOverlays(overlays));
  const data = await readLawData(deps.database);
  const present = data.overlays.at(-1);
  if (same(present?.overlays ?? [], overlays))
    return movePage(
      { why: 'OVERLAY', law: lawOf(data), storedAt: present?.at ?? NEVER, by: present?.by ?? officer },
      { apply, after, limit },
      request.now,
      tree,
      deps,
    );
  if (apply) replacesPresent(data, request.ifMatch);
  const next = {
    ...data,
    version: data.version + 1,
    overlays: [...data.overlays, { overlays, by: officer, at: request.now }],
  };
  return movePage({ why: 'OVERLAY', law: lawOf(next), by: officer }, { apply, after, limit }, request.now, tree, deps);
}

/** `GET /rules`: calendar version, notices and local rules as they were loaded. */
export async function readRules(request: Request<undefined>, deps: PetitionDeps) {
  await administrator(request, deps);
  const { calendar, overlays, data } = lawOf(await readLawData(deps.database));
  return {
    version: data.version,
    calendar: { version: calendar.version, knownFrom: calendar.knownFrom, knownThrough: calendar.knownThrough },
    notices: data.notices,
    overlays: overlays.map((overlay) => ({ ...overlay, name: CLOCKS[overlay.clock].zh, badge: '未核实' })),
    overlayHistory: data.overlays.map(({ by, at, overlays: rules }, index) => ({
      set: index + 1,
      by,
      at,
      rules: rules.length,
    })),
  };
}

export async function administrator(request: Request<unknown>, deps: PetitionDeps) {
  const tree = await deps.bureau.tree();
  const principal = principalFrom(request, deps.claims, tree);
  authorise(principal, { kind: 'KEEP_BUREAU' }, tree);
  return { officer: principal.id, tree };
}

/** One page of what moves. The rules are stored before the first case moves; a page that comes again moves nothing twice. */
async function movePage(
  change: LawChange,
  { apply, after, limit = PAGE }: PageQuestion,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
) {
  const version = change.law.calendar.version;
  const scope = `rules/${change.why}/${version}/${apply}`;
  // A later page of what is no longer stored: somebody loaded other rules over it.
  if (apply && !change.storedAt && after !== undefined) throw changedMeanwhile();
  const position = after === undefined ? undefined : deps.secrets.openPosition(scope, after);
  if (after !== undefined && position === undefined) throw badPosition();
  if (apply && !change.storedAt) await store(change.law.data, deps);
  const movesAt = addMinutes(change.storedAt ?? now, SETTLES_MINUTES);
  const wait = apply && movesAt > now ? Math.ceil((Date.parse(movesAt) - Date.parse(now)) / 1000) : 0;
  if (wait > 0)
    return {
      ...NOTHING_YET,
      why: change.why,
      version,
      wait,
      next: after ?? deps.secrets.sealPosition(scope, BEGINNING),
    };
  const page = await clockedCases(deps.database, tree, limit, position || undefined).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? badPosition() : error;
  });
  const moves: ReturnType<typeof moveView>[] = [];
  const sealed = { cases: 0, clocks: 0 };
  let skipped = 0;
  for (const found of page.cases) {
    const moved = apply
      ? await moveCase(found, change, now, tree, deps)
      : movesOf(found.head, change.law.calendar, change.why);
    if (moved === 'SKIPPED') skipped += 1;
    else if (!found.head.sealed) moves.push(...moved.map((move) => moveView(found, move, now)));
    else if (moved.length > 0) {
      sealed.cases += 1;
      sealed.clocks += moved.length;
    }
  }
  return {
    why: change.why,
    version,
    applied: apply,
    looked: page.cases.length,
    moves,
    // Of the sealed store nobody outside its desk learns more than numbers (条例30(3)).
    sealed,
    /** Changed by somebody at that very moment, or in a state in which nothing is recomputed: run it again. */
    skipped,
    /** Seconds until the first clock moves; the same is asked again then. */
    wait: 0,
    next: page.next === undefined ? null : deps.secrets.sealPosition(scope, page.next),
  };
}

/** The position before the first case. */
const BEGINNING = '';

/** The answer while the change settles: stored, and no clock moved. */
const NOTHING_YET = { applied: true, looked: 0, moves: [], sealed: { cases: 0, clocks: 0 }, skipped: 0 } as const;

async function store(data: LawData, deps: PetitionDeps): Promise<void> {
  const stored = await writeLawData(deps.database, data);
  deps.bureau.forget();
  if (!stored) throw changedMeanwhile();
}

/** Whoever loads says what he looked at, so that a request that arrives late brings back nothing that was replaced. */
function replacesPresent({ version }: LawData, ifMatch = 0): void {
  if (ifMatch === version) return;
  throw problem(
    412,
    'VERSION_BEHIND',
    [
      `日历与地方规则现在是第 ${version} 版(GET /rules),请用 If-Match 注明所依据的版本`,
      `calendar and local rules are at version ${version} (GET /rules); give the version you replace in If-Match`,
    ],
    { version },
  );
}

const changedMeanwhile = () =>
  problem(409, 'RULES_CHANGED', [
    '规则已被他人更新,请重新试算',
    'the rules were changed by somebody else meanwhile; look at what would move once more',
  ]);

/** Moves the clocks of one case by rule, in the name of who loaded it. @returns what moved in this call */
async function moveCase(
  { tables, head }: ClockedCase,
  { why, law, by }: LawChange,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<readonly ClockMove[] | 'SKIPPED'> {
  // All cases of a page move by the very law that was stored, whatever is loaded next.
  const byThisLaw = {
    ...deps,
    bureau: { ...deps.bureau, law: async () => law },
    decide: decideRecompute,
    beside: BESIDE,
    forOfficers: deps,
  };
  let present: ClockedCase['head'] | undefined = head;
  for (let look = 1; present && look <= LOOKS; look += 1) {
    const moves = movesOf(present, law.calendar, why);
    if (moves.length === 0) return [];
    try {
      await runCommand(
        {
          id: present.id,
          command: { type: 'RECOMPUTE_CLOCKS', why, by },
          actor: () => ({ kind: 'RULE', rule: `${why} ${law.calendar.version}`, switchedOnBy: by }),
          version: present.version,
          idempotencyKey: `${present.id}/${law.data.version}`,
          // The record never lies before the one it follows.
          now: now > present.updatedAt ? now : present.updatedAt,
        },
        findAsRule(deps.database, tables, head.id),
        undefined,
        tree,
        byThisLaw,
      );
      return moves;
    } catch (error) {
      if (error instanceof Refused) return 'SKIPPED';
      if (!(error instanceof HttpProblem)) throw error;
      present = (await loadCase(deps.database, tables, head.id))?.head;
    }
  }
  return 'SKIPPED';
}

/** A move as the administrator sees it: which clock of which case, from when to when; nothing of its content. */
function moveView({ head }: ClockedCase, { from, to, change }: ClockMove, now: Instant) {
  const dates = ({ nominalDue, due, provisional = false }: ClockMove['from']) => ({ nominalDue, due, provisional });
  return {
    case: head.id,
    clock: from.code,
    name: CLOCKS[from.code].zh,
    key: from.key ?? null,
    change,
    from: dates(from),
    to: dates(to),
    /** It was in time by the old date and is late by the new one. */
    overdueByMove: from.dueInstant >= now && to.dueInstant < now,
  };
}

/** What was loaded, without by whom and when. */
function withoutLoader({ by: _by, at: _at, ...notice }: LawData['notices'][number]) {
  return notice;
}
const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

function checked(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RuleDataError)) throw error;
    throw invalidFields([{ pointer: error.field, zh: error.zh, en: error.en }]);
  }
}

export const badPosition = () =>
  invalidFields([{ pointer: '/after', zh: '应为上一页的 next', en: 'must be `next` of the page before' }]);
