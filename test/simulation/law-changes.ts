import { dayOf } from './intent.ts';
import type { Findings } from './invariants/violation.ts';
import { daysWith, type Holiday, NOTICE_2026, NOTICE_2027, plusDays, span } from './oracle/days.ts';
import type { Edition, LawOfLife } from './oracle/law-of-life.ts';
import { DAY, nearTick, type Plan } from './plan.ts';
import { Random } from './random.ts';
import type { ItemChange } from './twins/store-core.ts';

/** A yearly notice that the administrator of a life loads, and how the law stands with it. */
export interface LawChange {
  readonly name: string;
  readonly at: number;
  /** He waits for the very moment at which the next command is sent; or, so long, for a clock that stands still. */
  readonly waitsFor: 'COMMAND' | { readonly standstillUntil: number } | undefined;
  readonly notice: {
    readonly year: number;
    readonly notice: string;
    readonly holidays: readonly {
      readonly zh: string;
      readonly en?: string;
      readonly off: readonly string[];
      readonly work?: readonly string[];
    }[];
  };
  /** Version of the rules that were there before. */
  readonly replaces: number;
  readonly edition: Edition;
}

/**
 * In some lives a notice comes, and in some of these another one that corrects it: for the year to come, by which dates
 * that were provisional are counted for good, or for this one, with days off that nobody knew of and others taken back.
 */
export function lawChangesOf(plan: Plan): readonly LawChange[] {
  const random = Random.of(plan.seed, 'law');
  if (!random.chance(0.3)) return [];
  const standstill = random.chance(0.4);
  const latest = plan.end - 5 * DAY;
  const first = nearTick(random.between(plan.start + DAY, standstill ? plan.start + 2 * DAY : latest), random);
  // Often within minutes: somebody sees at once that a day is wrong.
  const later = random.chance(0.5) ? random.between(6, 30) * 60_000 : random.between(0.02, 4) * DAY;
  const second = random.chance(0.5) ? first + later : undefined;
  const moments = [first, ...(second !== undefined && second < plan.end - 3 * DAY ? [second] : [])];
  const comes = dayOf(plan.end) > '2026-10-15' && random.chance(0.7);
  const [year, printed] = comes ? ([2027, NOTICE_2027] as const) : ([2026, NOTICE_2026] as const);
  return moments.map((at, index) => {
    // The one of next year comes as it was announced; what corrects a notice is drawn.
    const corrected = comes === index > 0;
    const holidays = corrected || random.chance(0.3) ? correctedNotice(printed, year, plan, random) : printed;
    return {
      name: `notice ${index + 1}`,
      replaces: index,
      at,
      waitsFor: standstill && index === 0 ? { standstillUntil: latest } : random.chance(0.6) ? 'COMMAND' : undefined,
      notice: {
        year,
        notice: `国办发明电〔${year - 1}〕${90 + index}号`,
        holidays: holidays.map(({ zh, en, from, days, work }) => ({
          zh,
          ...(en === undefined ? {} : { en }),
          off: [days === 1 ? from : `${from}..${plusDays(from, days - 1)}`],
          ...(work.length > 0 ? { work } : {}),
        })),
      },
      edition: comes
        ? { version: `CN-2027.${index + 1}`, days: daysWith(NOTICE_2026, holidays) }
        : { version: `CN-2026.${index + 2}`, days: daysWith(holidays) },
    };
  });
}

/** The law changes with the document that it is kept in: what was loaded is the next that was to come. */
export function seeLaw(
  changes: readonly ItemChange[],
  planned: readonly LawChange[],
  law: LawOfLife,
  now: number,
  findings: Findings,
): void {
  for (const { table, key, after } of changes)
    if (table === 'REGISTRY' && key.pk === 'LAW' && key.sk === 'LAW') {
      const change = planned[(after?.version as number) - 1];
      if (change) law.change(change.edition, now);
      else findings.add('NOTHING_LOST', `the law is at version ${String(after?.version)}, which nobody loaded`);
    }
}

/** Working days that become days off, a weekend worked for them; now and then a long holiday that is cut short. */
function correctedNotice(printed: readonly Holiday[], year: number, plan: Plan, random: Random): readonly Holiday[] {
  const first = [`${year}-01-02`, dayOf(plan.start)].sort().at(-1) ?? '';
  const days = span(first, 90).filter((day) => day <= `${year}-12-31`);
  const known = daysWith(...((year === 2026 ? [printed] : [NOTICE_2026, printed]) as [readonly Holiday[]]));
  const listed = new Set(printed.flatMap(({ from, days: off, work }) => [...work, ...span(from, off)]));
  const worked = days.filter((day) => known.worksOn(day) && !listed.has(day));
  const weekend = days.filter((day) => !known.worksOn(day) && !listed.has(day));
  const shortened = random.chance(0.5)
    ? printed.map((one) => (one.days >= 7 ? { ...one, days: 4, work: [] } : one))
    : printed;
  // Often the very day on which petitioners were to be told: what stands still by then runs on to another one.
  const owed = plan.petitions.map(({ at, backDated }) => plusDays(dayOf(at), 15 - backDated));
  const hit = worked.filter((day) => owed.includes(day));
  const from = hit.length > 0 && random.chance(0.6) ? hit : worked;
  const start = from.length > 0 ? random.pick(from) : undefined;
  const off = start === undefined ? [] : runFrom(start, random.whole(1, 4), worked);
  const make = weekend.filter((day) => !off.includes(day));
  if (start === undefined) return shortened;
  const extra: Holiday = {
    zh: '临时休假',
    en: 'Extra days off',
    from: start,
    days: off.length,
    work: make.length > 0 && random.chance(0.7) ? [random.pick(make)] : [],
  };
  return [...shortened, extra];
}

/** So many days on end, as long as they are all worked. */
function runFrom(start: string, count: number, worked: readonly string[]): string[] {
  const run = [start];
  for (let day = plusDays(start, 1); run.length < count && worked.includes(day); day = plusDays(day, 1)) run.push(day);
  return run;
}
