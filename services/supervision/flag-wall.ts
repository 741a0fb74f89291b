import { shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { ClearedFlag } from '../../shared/domain/flags.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type LoadedCase, loadCase, ORDINARY, readRecord, recordField } from '../../shared/store/cases.ts';
import { decryptField } from '../../shared/store/field-cipher.ts';
import { readCleared, readWall } from '../../shared/store/flag-wall.ts';
import type { SupervisionDeps } from './deps.ts';

type WallDeps = Pick<SupervisionDeps, 'database' | 'keys'>;

/** What a flag says on the wall; written for it, and judged to name nobody (`decide/wall-words.ts`). */
interface FlagWords {
  readonly reason: string | null;
  readonly clearCondition: string | null;
}

/** A flag on the wall as it may be seen: the case, the unit that owes it, why, until when, the clock that presses. */
export interface WallEntry extends FlagWords {
  readonly place: number;
  readonly caseId: CaseId;
  readonly unit: UnitId;
  readonly unitName: string;
  readonly since: Instant;
  readonly days: number;
  readonly raisedBy: { readonly officer: OfficerId; readonly unitName: string };
  readonly clockZh?: string;
  readonly due?: LocalDate;
}

/** The wall as this officer may see it: places of cases that are hidden from him look free, and are not counted for him. */
export async function wallFor(
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  { database, keys }: WallDeps,
): Promise<WallEntry[]> {
  const places = await readWall(database);
  const shown = await openCases(
    places.map(({ caseId }) => caseId),
    reader,
    tree,
    database,
  );
  const entries = await Promise.all(
    places.map(async ({ place, caseId, since, raised }) => {
      const loaded = shown.get(caseId);
      const flag = loaded?.head.flag;
      if (!loaded || !flag) return [];
      const { head } = loaded;
      const { reason = null, clearCondition = null } = await wordsOf(loaded, raised, { database, keys });
      const clock = [...head.clocks].sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1))[0];
      return [
        {
          place,
          caseId,
          unit: head.unit,
          unitName: nameOf(head.unit, tree),
          since,
          days: diffDays(localDateOf(since), localDateOf(now)),
          raisedBy: { officer: flag.raisedBy, unitName: nameOf(tree.officer(flag.raisedBy)?.unit ?? head.organ, tree) },
          reason,
          clearCondition,
          ...(clock ? { clockZh: CLOCKS[clock.code].zh, due: clock.due } : {}),
        },
      ];
    }),
  );
  return entries.flat();
}

/** Flags that were cleared in a year, the latest first, with the evidence: those whose cases the officer may see. */
export async function clearedFor(
  year: string,
  after: string | undefined,
  reader: Principal,
  tree: UnitTree,
  { database, keys, secrets }: WallDeps & Pick<SupervisionDeps, 'secrets'>,
) {
  const scope = `WALL/${year}/${reader.id}`;
  const position = after === undefined ? undefined : secrets.openPosition(scope, after);
  const page = await readCleared(database, year, { limit: 50, ...(position === undefined ? {} : { after: position }) });
  const shown = await openCases(
    page.flags.map(({ caseId }) => caseId),
    reader,
    tree,
    database,
  );
  const flags = await Promise.all(
    page.flags.map(async (flag) => {
      const loaded = shown.get(flag.caseId);
      return loaded ? [await clearedEntry(flag, loaded, tree, { database, keys })] : [];
    }),
  );
  return {
    year,
    cleared: flags.flat(),
    next: page.next === undefined ? null : secrets.sealPosition(scope, page.next),
  };
}

async function clearedEntry(flag: ClearedFlag, loaded: LoadedCase, tree: UnitTree, deps: WallDeps) {
  const { caseId, since, clearedAt } = flag;
  const { unit } = loaded.head;
  const [raised, cleared] = await Promise.all([
    wordsOf(loaded, flag.raised, deps),
    wordsOf(loaded, flag.cleared, deps),
  ]);
  return {
    caseId,
    unit,
    unitName: nameOf(unit, tree),
    since,
    clearedAt,
    days: diffDays(localDateOf(since), localDateOf(clearedAt)),
    reason: raised.reason ?? null,
    clearCondition: raised.clearCondition ?? null,
    evidence: cleared.evidence ?? null,
  };
}

const nameOf = (unit: UnitId, tree: UnitTree): string => tree.unit(unit)?.name ?? unit;

/** Cases of the wall that the officer may know of, with the keys of their words. */
async function openCases(
  ids: readonly CaseId[],
  reader: Principal,
  tree: UnitTree,
  database: WallDeps['database'],
): Promise<Map<CaseId, LoadedCase>> {
  const shown = await shownCases(ids, reader, tree, database);
  const loaded = await Promise.all([...shown.keys()].map((id) => loadCase(database, ORDINARY, id)));
  return new Map(loaded.flatMap((one) => (one ? [[one.head.id, one] as const] : [])));
}

/** The texts of the record in which a flag was raised or cleared. */
async function wordsOf(
  { head, wrappedKey }: LoadedCase,
  version: number | undefined,
  { database, keys }: WallDeps,
): Promise<Partial<Record<'reason' | 'clearCondition' | 'evidence', string>>> {
  const stored = version === undefined ? undefined : await readRecord(database, ORDINARY, head.id, version);
  if (!stored || version === undefined) return {};
  const key = await keys.unwrap(wrappedKey, head.petitionId);
  return Object.fromEntries(
    Object.entries(stored.texts).map(([name, bytes]) => [
      name,
      decryptField(key, head.petitionId, recordField(head.id, version, name), bytes),
    ]),
  );
}
