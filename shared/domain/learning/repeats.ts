import { diffDays, localDateOf } from '../calendar.ts';
import type { CaseId, UnitId } from '../ids.ts';
import { type Head, isOpen, isReReviewed, matterOf, runningClock } from '../petition.ts';
import type { RouteInput } from '../routing.ts';
import type { UnitTree } from '../unit-tree.ts';

/** What makes one think of the same matter. */
export type RepeatSign = 'SAME_PERSON' | 'ALIKE' | 'SAME_CATEGORY' | 'SAME_ACCUSED' | 'SAME_UNIT' | 'RECENT' | 'GROUP';

/**
 * What the law says of a repeat once a person has confirmed it: pending here is attached and told its progress;
 * pending below may be declined by the superior (19(3)); answered has its review; final needs new facts (36(3)).
 */
export type RepeatPath = 'ATTACH_AND_TELL' | 'DECLINE_AS_SUPERIOR' | 'REVIEW_OPEN' | 'NEW_FACTS_ONLY' | 'NEW_CASE';

/** A petition that may be the same matter; a person decides (P-07). */
export interface RepeatFound {
  readonly id: CaseId;
  /** The matter it belongs to: what LINK_MATTER would name. */
  readonly matter: CaseId;
  readonly rank: number;
  /** 0 to 1, how alike the texts are. */
  readonly likeness: number;
  /** The petition above it in the list of which this is a copy: the same letter by other hands (联名信). */
  readonly copyOf?: CaseId | undefined;
  readonly signs: readonly RepeatSign[];
  /** By identity number, or name and address: what bars a repeat may bar this one. A telephone alone says less. */
  readonly samePetitioner?: true;
  readonly path: RepeatPath;
  /** Of `DECLINE_AS_SUPERIOR`: the case below, which NOT_ACCEPT cites as its `pendingCase`. */
  readonly pendingCase?: CaseId | undefined;
  readonly article: string;
  readonly zh: string;
  readonly en: string;
}

export interface RepeatCandidate {
  /** Of the petition's cases the first that this organ or one below it holds. */
  readonly head: Head;
  /** What followed it, first to last: referred on, opened anew, reviewed. The path is that of the last. */
  readonly followed?: readonly Head[];
  readonly likeness: number;
  /** It never stood in the index, since a person was faster: nobody knows how alike the texts are. */
  readonly unread?: boolean;
  /** 0 to 1, how alike the sketches of both texts are. */
  readonly sketchCosine?: number;
  /** The letter that it is a copy of, named by any one of its copies. */
  readonly copyOf?: CaseId | undefined;
  /** By which blind index the person is the same, the most telling one. */
  readonly person: 'idNumber' | 'nameAddress' | 'phone' | undefined;
}

/** Weights of the signs beside the likeness of the texts. */
const WEIGHT: Readonly<Record<Exclude<RepeatSign, 'ALIKE'>, number>> = {
  SAME_PERSON: 0.15,
  SAME_ACCUSED: 0.15,
  SAME_CATEGORY: 0.08,
  SAME_UNIT: 0.05,
  RECENT: 0.04,
  GROUP: 0.03,
};
const ALIKE_FROM = 0.12;
/** What hardly two petitions on different matters share; of pairs on one matter six in seven do, told in other words. */
const SOMEWHAT_ALIKE = 0.04;
/** Below this it is not worth a look. */
const WORTH_A_LOOK = 0.15;
const RECENT_DAYS = 180;
/** So many letters are given, with all copies that the index gave. */
const SHOWN = 10;

/**
 * Ranks candidates, those with alike texts first. The same person alone is not the same matter (P-27): he counts beside a
 * text that is somewhat alike, or the same category, unit or accused. Another person may well write of it (联名、集体访),
 * in a text that is alike.
 */
export function rankRepeats(
  own: Pick<Head, 'id' | 'organ' | 'receivedAt' | 'category' | 'isGroup' | 'accused'>,
  input: Pick<RouteInput, 'accused'>,
  candidates: readonly RepeatCandidate[],
  tree: Pick<UnitTree, 'isWithin'>,
): RepeatFound[] {
  const ranked = candidates
    .filter(({ head }) => head.id !== own.id)
    .map((candidate) => {
      const { head, followed = [], likeness, person, copyOf = head.id } = candidate;
      const his = person !== undefined && person !== 'phone';
      const way = pathFor(own, [head, ...followed], his, tree);
      const signs = signsOf(own, input, candidate);
      const rank = signs.reduce((sum, sign) => sum + (sign === 'ALIKE' ? 0 : WEIGHT[sign]), likeness);
      const alike = signs.includes('ALIKE');
      // His own letters, and copies that have come to different ends, each have a line and a lawful way of their own.
      const letter = person === undefined ? `${copyOf} ${way.path}` : head.id;
      return { head, likeness, signs, his, alike, rank: Math.round(rank * 1000) / 1000, way, letter };
    })
    .filter(({ rank, signs, alike }) => rank >= WORTH_A_LOOK && (alike || signs.includes('SAME_PERSON')))
    .sort(
      (a, b) =>
        Number(b.alike) - Number(a.alike) || b.rank - a.rank || (a.head.receivedAt < b.head.receivedAt ? 1 : -1),
    );
  const letters = [...Map.groupBy(ranked, ({ letter }) => letter).values()];
  return letters.slice(0, SHOWN).flatMap((copies) =>
    copies.map(({ head, likeness, signs, his, rank, way }) => ({
      id: head.id,
      matter: matterOf(head),
      rank,
      likeness: Math.round(likeness * 1000) / 1000,
      signs,
      ...(his ? { samePetitioner: true as const } : {}),
      ...(head === copies[0]?.head ? {} : { copyOf: copies[0]?.head.id }),
      ...way,
    })),
  );
}

/** A letter that may be the same matter: its best copy, and the others that go with it. */
export interface RepeatShown extends Omit<RepeatFound, 'copyOf'> {
  readonly copies: readonly CaseId[];
}

/** One line for each letter, of those petitions alone that the reader may know of: the best of them stands for it. */
export function shownOnce(repeats: readonly RepeatFound[]): RepeatShown[] {
  const letters = Map.groupBy(repeats, ({ id, copyOf }) => copyOf ?? id);
  return [...letters.values()].flatMap(([best, ...others]) => {
    if (!best) return [];
    const { copyOf: _, ...shown } = best;
    return { ...shown, copies: others.map(({ id }) => id) };
  });
}

function signsOf(
  own: Pick<Head, 'receivedAt' | 'category' | 'isGroup'>,
  { accused }: Pick<RouteInput, 'accused'>,
  { head, likeness, unread = false, person }: RepeatCandidate,
): RepeatSign[] {
  const shares = <T>(a: readonly T[], b: readonly T[]): boolean => a.some((one) => b.includes(one));
  const days = Math.abs(diffDays(localDateOf(head.receivedAt), localDateOf(own.receivedAt)));
  const matter: RepeatSign[] = [
    ...(likeness >= ALIKE_FROM ? (['ALIKE'] as const) : []),
    ...(shares(accused.units, head.accused.units) || shares(accused.officers, head.accused.officers)
      ? (['SAME_ACCUSED'] as const)
      : []),
    ...(own.category !== undefined && own.category === head.category ? (['SAME_CATEGORY'] as const) : []),
    ...(accused.units.includes(head.unit) ? (['SAME_UNIT'] as const) : []),
  ];
  const samePerson = person !== undefined && (unread || likeness >= SOMEWHAT_ALIKE || matter.length > 0);
  return [
    ...(samePerson ? (['SAME_PERSON'] as const) : []),
    ...matter,
    ...(days <= RECENT_DAYS ? (['RECENT'] as const) : []),
    ...(own.isGroup || head.isGroup ? (['GROUP'] as const) : []),
  ];
}

/** The case that followed: where it was referred to, or its review, unless that sent it back to be decided anew. */
export function followedBy(head: Head): CaseId | undefined {
  const madeAnew = isOpen(head) && head.concludedAt === undefined && head.inReview === undefined;
  return head.childId ?? (madeAnew ? undefined : head.reviewCase);
}

/** Of a line of cases, what the organ or one below it holds, and what followed; empty where none of it does. */
export function heldFrom(line: readonly Head[], organ: UnitId, tree: Pick<UnitTree, 'isWithin'>): readonly Head[] {
  const held = line.findIndex((one) => tree.isWithin(one.organ, organ));
  return held < 0 ? [] : line.slice(held);
}

export type Way = Pick<RepeatFound, 'path' | 'pendingCase' | 'article' | 'zh' | 'en'>;

/**
 * By the last case of the line.
 * @param samePerson what somebody else wrote of the matter takes nothing from this petitioner (19(3), 36(3))
 */
export function pathFor(
  own: Pick<Head, 'organ'>,
  line: readonly [Head, ...Head[]],
  samePerson: boolean,
  tree: Pick<UnitTree, 'isWithin'>,
): Way {
  const way = wayOfHis(own, line, tree);
  if (samePerson || (way.path !== 'DECLINE_AS_SUPERIOR' && way.path !== 'NEW_FACTS_ONLY')) return way;
  return {
    path: 'NEW_CASE',
    article: '31',
    zh: '同一事项已有其他信访人提出:确认后可关联,本件依法受理,不得以前件不予受理或不再受理',
    en: 'somebody else petitioned about it: it may be linked, and is accepted as his own; nothing is declined for the other',
  };
}

function wayOfHis(own: Pick<Head, 'organ'>, line: readonly [Head, ...Head[]], tree: Pick<UnitTree, 'isWithin'>): Way {
  const head = line.at(-1) ?? line[0];
  if (isReReviewed(head))
    return {
      path: 'NEW_FACTS_ONLY',
      article: '36(3)',
      zh: '已复核终结:确认同一事项后,无新的事实和理由的不再受理;有新事实的作为新件',
      en: 'finally re-reviewed: without new facts or reasons it is no longer accepted; with them it is a new case',
    };
  // An opinion of re-review opens no way on: dispatched, and not delivered yet, it is pending until he has it.
  if (isOpen(head) && (head.concludedAt === undefined || head.stage === 'REREVIEW'))
    return whilePending(own, line, head, tree);
  if (isOpen(head)) {
    const window = runningClock(head, head.stage === 'REVIEW' ? 'REREVIEW_APPLY_30D' : 'REVIEW_APPLY_30D');
    const [tier, tierEn] = head.stage === 'REVIEW' ? ['复核', 're-review'] : ['复查', 'review'];
    return {
      path: 'REVIEW_OPEN',
      article: head.stage === 'REVIEW' ? '36' : '35',
      zh: `已作出意见:告知${tier}途径和最后期限${window ? `(${window.due})` : '(自收到之日起30日)'}`,
      en: `answered: tell the way to ${tierEn} and its last day${window ? `, ${window.due}` : ', 30 days from receipt'}`,
    };
  }
  return {
    path: 'NEW_CASE',
    article: '31',
    zh: '前件已结:比对事实和理由后决定关联或作为新件办理',
    en: 'the earlier case is closed: compare facts and reasons, then link it or handle it anew',
  };
}

/** What is under review above is pending where it was handled, too; only a superior of where it is pending may decline. */
function whilePending(
  own: Pick<Head, 'organ'>,
  line: readonly Head[],
  head: Head,
  tree: Pick<UnitTree, 'isWithin'>,
): Way {
  const handled = Math.max(
    0,
    line.findLastIndex(({ stage }) => stage === 'HANDLING'),
  );
  if (line.slice(handled).some(({ organ }) => organ === own.organ))
    return {
      path: 'ATTACH_AND_TELL',
      article: '19(3)',
      zh: '本机关正在办理:确认后关联,告知办理进展,不得拒绝',
      en: 'pending here: attach it and tell the progress; it is never refused',
    };
  if (tree.isWithin(head.organ, own.organ))
    return {
      path: 'DECLINE_AS_SUPERIOR',
      pendingCase: head.id,
      article: '19(3)',
      zh: '下级机关正在规定期限内办理:确认后上级机关可以不予受理并告知',
      en: 'pending below within its limit: the superior may decline and says so',
    };
  return {
    path: 'ATTACH_AND_TELL',
    article: '19(3)',
    zh: '已由其他机关办理,本机关不是其上级:确认后关联,告知去向和进展,不得以此不予受理',
    en: 'pending in an organ that is not below this one: attach it and tell where it is; it is not declined for that',
  };
}
