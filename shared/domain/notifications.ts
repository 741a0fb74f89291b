import type { Mailbox } from './alarms.ts';
import { ARRIVALS, type Arrival, type ArrivalKind } from './arrivals.ts';
import type { Officer } from './bureau.ts';
import { addDays, addMinutes, atTime, localDateOf } from './calendar.ts';
import { CLOCKS, type ClockCode } from './clock-table.ts';
import type { CaseId, Instant, OfficerId } from './ids.ts';
import type { Threshold } from './ladder.ts';
import { deputyOf, isAway } from './leave.ts';
import type { Head } from './petition.ts';
import type { UnitTree } from './unit-tree.ts';
import { mayBeTold } from './who-rules.ts';

/** Channels beside the inbox, which always has everything. */
export const PUSH_CHANNELS = ['WEBHOOK', 'MAIL'] as const;
export type PushChannel = (typeof PUSH_CHANNELS)[number];

/** How an officer, or a unit for those of its officers who chose nothing, wants to be told. */
export interface Preferences {
  readonly channels: readonly PushChannel[];
  /** Where mail goes; without it there is none. */
  readonly mail?: string | undefined;
  /** `22:00`–`07:00`, in Shanghai; may go over midnight. */
  readonly quiet?: { readonly from: ClockTime; readonly to: ClockTime } | undefined;
}
export type ClockTime = `${number}:${number}`;

/** What a reminder needs to be sent; as it lies in an inbox. */
export interface Pushed {
  readonly caseId: CaseId;
  readonly clock: ClockCode;
  readonly clockKey?: string;
  /** `T-3`, `D+1`, `M+5` … */
  readonly key: string;
  readonly colour: Threshold['colour'];
  readonly mailbox: Mailbox;
  readonly hiddenFrom: readonly OfficerId[];
  readonly nominalDue: string;
  readonly due: string;
}

/** Lamps of an inbox: of a threshold, or that something newly came. */
export type Lamp = Threshold['colour'] | 'NEW';

/** Only what is new, red or overdue is pushed; what is merely near stands in the digest of the morning. */
export const isPushed = ({ colour }: { readonly colour?: Lamp | undefined }): boolean =>
  colour === 'NEW' || colour === 'RED' || colour === 'BLACK';

/** A red or overdue notice of a limit that the law sets, or of danger to life, waits for nobody's sleep. */
export const isUndelayed = ({ clock, colour }: Pick<Pushed, 'clock' | 'colour'>): boolean =>
  (colour === 'RED' || colour === 'BLACK') && (CLOCKS[clock].class !== 'POLICY' || clock === 'ACK_URGENT');

/** The end of the quiet hours that `now` lies in; undefined outside them. */
export function quietUntil(quiet: Preferences['quiet'], now: Instant): Instant | undefined {
  if (!quiet || quiet.from === quiet.to) return undefined;
  const today = localDateOf(now);
  for (const day of [addDays(today, -1), today]) {
    const from = atTime(day, quiet.from);
    const to = atTime(quiet.to > quiet.from ? day : addDays(day, 1), quiet.to);
    if (now >= from && now < to) return to;
  }
  return undefined;
}

/** Whether the clock still runs with the same last day: what was answered meanwhile is not sent. */
export const stillRuns = (head: Head, { clock, clockKey, nominalDue }: Pushed): boolean =>
  head.clocks.some(({ code, key, nominalDue: day }) => code === clock && key === clockKey && day === nominalDue);

/**
 * Who is told of it now: whoever holds the role at this moment, never somebody complained about or who steps aside, for
 * an officer on leave his deputy. A call for help (紧急接应) goes to one after the other of those on duty.
 */
export function recipientsOf(
  pushed: Pick<Pushed, 'mailbox' | 'hiddenFrom'> & Partial<Pick<Pushed, 'clock' | 'key'>>,
  head: Head,
  now: Instant,
  tree: UnitTree,
): OfficerId[] {
  const mayHear = (officer: Officer | undefined): officer is Officer =>
    officer !== undefined && !pushed.hiddenFrom.includes(officer.id) && mayBeTold(officer, head, tree);
  const { mailbox } = pushed;
  const holders =
    mailbox.kind === 'OFFICER'
      ? [tree.officer(mailbox.officer)].filter(mayHear)
      : tree.bureau.officers
          .filter(({ unit, roles }) => unit === tree.presentOf(mailbox.unit) && roles.includes(mailbox.role))
          .filter(mayHear);
  const called =
    pushed.clock === 'ACK_URGENT' && mailbox.kind === 'ROLE' && mailbox.role === 'dutyLeader'
      ? nextOnDuty(pushed.key ?? '', head, now, mayHear, tree)
      : holders;
  const told = called.map((officer) => {
    const deputy = deputyOf(officer.id, localDateOf(now), tree);
    return deputy && mayHear(deputy) ? deputy.id : officer.id;
  });
  return [...new Set(told)];
}

/** Everybody on duty in the organ, in the order of the bureau's tables: the first call goes to the first of them. */
function nextOnDuty(
  key: string,
  head: Head,
  now: Instant,
  mayHear: (officer: Officer | undefined) => officer is Officer,
  tree: UnitTree,
): Officer[] {
  const list = tree.bureau.officers
    .filter(({ unit, roles }) => roles.includes('dutyLeader') && tree.organOf(unit)?.id === head.organ)
    .filter(mayHear)
    .filter(({ id }) => deputyOf(id, localDateOf(now), tree) !== undefined || !isAway(id, localDateOf(now), tree));
  const { everyMinutes = 5 } = CLOCKS.ACK_URGENT.repeat ?? {};
  const called = list[callNumber(key, everyMinutes) % Math.max(list.length, 1)];
  return called ? [called] : [];
}

/** `M+0` is the first call, `M+5` or the end of the five minutes (`D+0`) the second, and so on. */
function callNumber(key: string, everyMinutes: number): number {
  const minutes = key.startsWith('M+') ? Number(key.slice(2)) : everyMinutes;
  return Math.round(minutes / everyMinutes);
}

/** Minutes to wait after the first, second … failure; then it is given up and stays in the list of failures. */
const BACKOFF_MINUTES = [1, 5, 15, 60, 240] as const;

/** When to try again after so many failures; undefined when there is nothing left to try. */
export function retryAfter(failures: number, now: Instant): Instant | undefined {
  const minutes = BACKOFF_MINUTES[failures - 1];
  return minutes === undefined ? undefined : addMinutes(now, minutes);
}

const LAMPS = { YELLOW: '黄灯', RED: '红灯', BLACK: '超期' } as const;

/** What is said outside the house: case number, clock and date, nothing of the petition. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

export function noticeOf({ caseId, clock, colour, due }: Pushed, link: string): Notice {
  const { zh, cite } = CLOCKS[clock];
  const what = colour === 'BLACK' ? '已超期' : '即将到期';
  return {
    subject: `【${LAMPS[colour]}】${zh}${what}(期限 ${due})`,
    text: [`信访件 ${caseId}`, `${zh}(${clock},${cite})${what},期限 ${due}。`, `办理:${link}`].join('\n'),
  };
}

/** What newly came, in the same measure: which case, why it is his turn, by when. */
export function noticeOfArrival(
  { caseId, arrival, limit }: { readonly caseId: CaseId; readonly arrival: ArrivalKind } & Pick<Arrival, 'limit'>,
  link: string,
): Notice {
  const { zh } = ARRIVALS[arrival];
  const by = limit && CLOCKS[limit.code];
  return {
    subject: `【新到】${zh}${limit ? `(期限 ${limit.due})` : ''}`,
    text: [
      `信访件 ${caseId}`,
      `${zh}。`,
      ...(limit && by ? [`${by.zh}(${limit.code},${by.cite})期限 ${limit.due}。`] : []),
      `办理:${link}`,
    ].join('\n'),
  };
}
