import { Random } from './random.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Asia/Shanghai. */
const OFFSET = 8 * HOUR;
/** Everything works in the last days. */
export const QUIET_DAYS = 10;

/** One petition as somebody will send it. */
export interface PetitionPlan {
  readonly name: string;
  readonly at: number;
  readonly organ: 'yunze' | 'donghu' | 'xiling';
  readonly by: 'PETITIONER' | 'CLERK';
  readonly kind: 'APPEAL' | 'ACCUSATION' | 'RACING' | 'SUGGESTION' | 'LABOUR';
  readonly unreachable: boolean;
  /** How he wants to hear of each step, if he does. */
  readonly messages: 'SMS' | 'WECHAT' | 'MAIL' | undefined;
  /** Of whom he complains, if of anybody in particular; of an officer by his name, or as the form lets him choose. */
  readonly accused: { readonly unit: string } | { readonly officer: 'NAMED' | 'CHOSEN' } | undefined;
  /** Days that a letter lay before it was registered. */
  readonly backDated: number;
  /** Whether anybody works on it. */
  readonly neglected: boolean;
  readonly steps: readonly { readonly name: string; readonly after: number }[];
  /** What its steps are about, where they go by the table of commands and not by what an office does most days. */
  readonly theme: number | undefined;
}

export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** One life of the bureau: when it begins and ends, who writes, what is off for days. */
export interface Plan {
  readonly seed: number;
  readonly start: number;
  readonly faultsEnd: number;
  readonly end: number;
  readonly petitions: readonly PetitionPlan[];
  readonly relayOff: readonly Span[];
  readonly schedulesOff: readonly Span[];
  /** The bureau has switched a routing rule on. */
  readonly rule: boolean;
  /** Items in a page of an answer at most. */
  readonly pageSize: number;
  /** Many petitions that fall due together in one shard. */
  readonly crowd: number;
}

/** Starts that meet holidays, make-up workdays, the end of the known calendar, or nothing special. */
const FIRST_DAY = Date.UTC(2025, 10, 20);
const DAYS_TO_START_ON = 400;

export function planOf(seed: number): Plan {
  const random = Random.of(seed, 'plan');
  const start = FIRST_DAY + random.whole(0, DAYS_TO_START_ON) * DAY - OFFSET;
  // More than a hundred now and then; often so few that small pages and little time do.
  const crowd = seed % 200 === 20 ? 104 : seed % 20 === 10 ? 5 : 0;
  const long = crowd === 0 && random.chance(0.07);
  const days = crowd > 0 ? 24 : long ? random.whole(75, 95) : random.whole(17, 27);
  const end = start + days * DAY;
  const faultsEnd = end - QUIET_DAYS * DAY;
  const rule = random.chance(0.25);
  const count = random.whole(1, 3);
  const petitions = Array.from({ length: count }, (_, at) =>
    petitionOf(seed, at + 1, { start, faultsEnd, end }, rule, long),
  );
  return {
    seed,
    start,
    faultsEnd,
    end,
    petitions,
    relayOff: random.chance(0.55) ? [outage(seed, 'relay', start, faultsEnd)] : [],
    schedulesOff: random.chance(0.55) ? [outage(seed, 'schedules', start, faultsEnd)] : [],
    rule,
    pageSize: random.chance(0.3) || crowd === 5 ? random.whole(1, 3) : Number.POSITIVE_INFINITY,
    crowd,
  };
}

/** One to five days, somewhere before the faults end. */
function outage(seed: number, what: string, start: number, end: number): Span {
  const random = Random.of(seed, `outage of ${what}`);
  const length = random.between(1, 5) * DAY;
  const from = random.between(start, Math.max(start, end - length));
  return { name: `outage of ${what}`, from, to: from + length };
}

function petitionOf(
  seed: number,
  number: number,
  { start, faultsEnd, end }: Pick<Plan, 'start' | 'faultsEnd' | 'end'>,
  rule: boolean,
  long: boolean,
): PetitionPlan {
  const name = `p${number}`;
  const random = Random.of(seed, name);
  const dice = random.next();
  const kind =
    dice < 0.1
      ? 'ACCUSATION'
      : dice < 0.17
        ? 'SUGGESTION'
        : dice < 0.24
          ? 'LABOUR'
          : rule && dice < 0.6
            ? 'RACING'
            : 'APPEAL';
  const by = kind !== 'RACING' && random.chance(0.4) ? 'CLERK' : 'PETITIONER';
  // One in five is written in the quiet days: what holds then holds to the minute.
  const at = random.chance(0.2)
    ? random.between(faultsEnd, end - 4 * DAY)
    : random.between(start, start + (faultsEnd - start) * (long ? 0.2 : 0.7));
  const neglected = random.chance(0.2);
  // Some are hurried through all that can follow: to the review, back from there, to the end.
  const hurried = kind === 'APPEAL' && random.chance(0.2);
  const theme = hurried
    ? random.pick(FAR)
    : kind !== 'RACING' && random.chance(0.4)
      ? random.whole(0, 1000)
      : undefined;
  return {
    name,
    at: nearTick(at, random),
    organ: random.pick(
      hurried
        ? (['donghu', 'xiling', 'xiling'] as const)
        : (['yunze', 'donghu', 'donghu', 'donghu', 'xiling'] as const),
    ),
    by,
    kind,
    unreachable: random.chance(0.1),
    messages: random.chance(0.45) ? random.pick(['SMS', 'WECHAT', 'MAIL'] as const) : undefined,
    accused: accusedOf(kind, random),
    backDated: by === 'CLERK' && random.chance(0.5) ? random.whole(1, 25) : 0,
    neglected,
    steps: stepsOf(name, random, { neglected, long, hurried, themed: theme !== undefined }),
    theme,
  };
}

function accusedOf(kind: PetitionPlan['kind'], random: Random): PetitionPlan['accused'] {
  const dice = random.next() * (kind === 'ACCUSATION' ? 0.5 : 1);
  if (dice < 0.13) return { unit: random.pick(['donghu-liuqiao', 'donghu-wangjiang', 'xiling-songling']) };
  return dice < 0.35 ? { officer: random.chance(0.3) ? 'NAMED' : 'CHOSEN' } : undefined;
}

/** Themes of the walks that go far: all tiers, review outside, a report to who assigned it, what follows the end. */
const FAR = [0, 2, 2, 2, 3, 7] as const;

interface Manner {
  readonly neglected: boolean;
  readonly long: boolean;
  readonly hurried: boolean;
  readonly themed: boolean;
}

function stepsOf(name: string, random: Random, manner: Manner): PetitionPlan['steps'] {
  const { neglected, long, hurried, themed } = manner;
  const count = hurried ? 45 : neglected ? random.whole(0, 2) : long || themed ? 30 : 20;
  // Some files are worked through in days, others lie for weeks between two steps.
  const pace = hurried ? 0.04 : random.pick(themed ? [0.05, 0.1, 0.3] : long ? [0.15, 0.5, 3] : [0.15, 0.4, 1, 2.5]);
  return Array.from({ length: count }, (_, at) => ({
    name: `${name}.${at + 1}`,
    after: random.chance(0.15) ? random.between(0, 2000) : -Math.log(1 - random.next()) * pace * DAY,
  }));
}

/** Hours of the reconcile, of those at which it runs. */
const RECONCILED_AT = [9, 20] as const;

/** Whether a reconcile runs within minutes. */
export function isBeforeReconcile(at: number): boolean {
  const ofDay = (at + OFFSET) % DAY;
  return RECONCILED_AT.some((hour) => ofDay < hour * HOUR && ofDay > (hour - 0.35) * HOUR);
}

/** Some things happen at the very minute at which schedules fire. */
export function nearTick(at: number, random: Random): number {
  if (random.chance(0.7)) return at;
  const local = at + OFFSET;
  const day = Math.floor(local / DAY) * DAY - OFFSET;
  // At a sweep; or minutes before a reconcile, which does not see it yet.
  return random.chance(0.6)
    ? day + random.pick([9 * HOUR, 24 * HOUR]) + random.between(-100, 900)
    : day + random.pick(RECONCILED_AT) * HOUR - random.between(2, 20) * 60_000;
}

export type ScheduleName =
  | 'SWEEP'
  | 'SEALED_SWEEP'
  | 'RECONCILE'
  | 'AUDIT'
  | 'SEALED_AUDIT'
  | 'DIGEST'
  | 'DELIVER'
  | 'TELL'
  | 'CATCH_UP'
  | 'ANCHOR';

export interface Tick {
  readonly at: number;
  readonly what: ScheduleName;
}

/**
 * Sweeps at midnight and at nine, when ladders have their steps, and at some other minutes; the audit and the digest on
 * some mornings. Delivery and what rings at other minutes have their ticks where something waits for them.
 */
export function ticksOf(plan: Plan): Tick[] {
  const ticks: Tick[] = [];
  const random = Random.of(plan.seed, 'ticks');
  for (let day = plan.start; day < plan.end; day += DAY) {
    for (const at of [day, day + 9 * HOUR]) ticks.push({ at, what: 'SWEEP' }, { at, what: 'SEALED_SWEEP' });
    const some = day + random.whole(0, 24 * 60 - 1) * 60_000;
    ticks.push({ at: random.chance(0.5) ? some : day + 9 * HOUR + random.whole(1, 20) * 60_000, what: 'SWEEP' });
    for (const hour of RECONCILED_AT) {
      ticks.push({ at: day + hour * HOUR, what: 'RECONCILE' });
      if (plan.petitions.some(({ messages }) => messages))
        ticks.push({ at: day + (hour + 0.5) * HOUR, what: 'CATCH_UP' });
    }
    if (random.chance(0.18))
      ticks.push({ at: day + 7.5 * HOUR, what: 'AUDIT' }, { at: day + 7.5 * HOUR, what: 'SEALED_AUDIT' });
    // It runs every hour; on some days nothing calls it, and the next run has several days to write.
    if (random.chance(0.4) || day > plan.end - 4 * DAY)
      // Often it comes so soon after midnight that the journal does not yet show the last minutes of the day.
      ticks.push({ at: day + random.whole(1, random.chance(0.5) ? 3 : 40) * 5 * 60_000, what: 'ANCHOR' });
    // On every morning after an outage, and after the faults, there is one that catches up.
    const catchesUp = [plan.faultsEnd, ...plan.relayOff.map(({ to }) => to)].some(
      (end) => day > end - DAY && day < end + 6 * DAY,
    );
    if (random.chance(0.06) || (catchesUp && day < plan.faultsEnd + 2 * DAY))
      ticks.push({ at: day + 8.5 * HOUR, what: 'DIGEST' });
  }
  return ticks.filter(({ at }) => at > plan.start && at <= plan.end);
}
