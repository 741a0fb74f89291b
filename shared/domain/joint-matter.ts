import type { Setting } from './bureau.ts';
import type { CaseId } from './ids.ts';
import type { RepeatCandidate } from './learning/repeats.ts';
import { type Head, matterOf } from './petition.ts';
import { isSamePerson, type PersonMarks } from './same-person.ts';

/** Why submissions look like one joint letter (联名信) or one group visit (集体访). */
export type JointSign = 'SAME_TEXT' | 'SAME_VISIT';

/** A submission of other people that probably belongs to the same joint letter or group visit. */
export interface JointMember {
  readonly id: CaseId;
  /** Its matter: what LINK_MATTER would name. */
  readonly matter: CaseId;
  readonly headcount: number;
  readonly receivedAt: string;
  readonly sign: JointSign;
}

/** Our own measures, verified nowhere; shown with their badge. */
export const JOINT: Setting<{
  /** Likeness of texts from which two count as copies of one letter. */
  readonly copies: number;
  /** Days between the first and the last copy. */
  readonly days: number;
  /** Likeness from which visitors at one counter within these minutes speak of the same matter. */
  readonly visitLikeness: number;
  readonly visitMinutes: number;
}> = {
  value: { copies: 0.8, days: 30, visitLikeness: 0.12, visitMinutes: 120 },
  cite: '本系统设定;条例20(2)只规定代表人数,未规定如何识别联名信、集体访',
  verified: false,
};

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/**
 * Which of the candidates were probably handed in together with this petition: copies of one text by other people within
 * a month, or other people at the same counter within two hours about what reads like the same matter. Earliest first.
 * The machine only suggests: a person links the matters (LINK_MATTER, P-07).
 */
export function jointMembers(own: Head, candidates: readonly RepeatCandidate[]): JointMember[] {
  const { copies, days, visitLikeness, visitMinutes } = JOINT.value;
  const apart = ({ receivedAt }: Head): number => Math.abs(Date.parse(receivedAt) - Date.parse(own.receivedAt));
  return (
    candidates
      // What the office above referred here is a copy like any other.
      .filter(({ head, person }) => head.petitionId !== own.petitionId && person === undefined)
      .flatMap(({ head, likeness, sketchCosine = 0 }): JointMember[] => {
        const sameCounter = own.channel === 'VISIT' && head.channel === 'VISIT' && head.receivedBy === own.receivedBy;
        const sign =
          sameCounter && likeness >= visitLikeness && apart(head) <= visitMinutes * MINUTE_MS
            ? 'SAME_VISIT'
            : sketchCosine >= copies && apart(head) <= days * DAY_MS
              ? 'SAME_TEXT'
              : undefined;
        const { id, headcount, receivedAt } = head;
        return sign ? [{ id, matter: matterOf(head), headcount, receivedAt, sign }] : [];
      })
      .sort((a, b) => (a.receivedAt + a.id < b.receivedAt + b.id ? -1 : 1))
  );
}

/** A submission as it counts towards the people: how many came with it, and what its petitioner is known by. */
export interface Hand {
  readonly headcount: number;
  readonly person: PersonMarks;
}

/** How many people stand behind submissions: whoever wrote two copies is one, with as many as came with the largest. */
export function peopleOf(hands: readonly Hand[]): number {
  const people: { readonly person: PersonMarks; headcount: number }[] = [];
  for (const { person, headcount } of hands) {
    const known = people.find((one) => isSamePerson(one.person, person));
    if (known) known.headcount = Math.max(known.headcount, headcount);
    else people.push({ person, headcount });
  }
  return people.reduce((sum, { headcount }) => sum + headcount, 0);
}

/** What the clerk is shown: probably one joint matter, why, how many people, and what to link to. */
export interface JointMatter {
  readonly cases: readonly CaseId[];
  /** The matter of the earliest of them. */
  readonly matter: CaseId;
  /** What confirms it: `POST /petitions/{to}/joint-matter` with these cases. */
  readonly confirm: { readonly to: CaseId; readonly cases: readonly CaseId[] };
  readonly people: number;
  /** At least as many people as the bureau's setting asks of a group. */
  readonly group: boolean;
  readonly signs: readonly JointSign[];
  readonly article: string;
  readonly zh: string;
  readonly en: string;
  readonly settings: readonly { readonly cite: string; readonly verified: boolean }[];
}

const SIGNS: Readonly<Record<JointSign, readonly [zh: string, en: string]>> = {
  SAME_TEXT: ['文字基本相同', 'texts are copies of each other'],
  SAME_VISIT: ['同一地点、两小时内先后来访,所述相近', 'visits at one counter within two hours, telling alike'],
};

/** @param members those that the reader may know of; undefined where none are left */
export function jointMatter(
  own: Pick<Head, 'id' | 'matter' | 'petitionId'> & Hand,
  members: readonly (JointMember & Hand)[],
  threshold: Setting<number>,
): JointMatter | undefined {
  const [first] = members;
  // What was linked already needs no suggestion.
  const open = members.filter(({ matter }) => matter !== matterOf(own));
  if (first === undefined || open.length === 0) return undefined;
  const people = peopleOf([own, ...members]);
  const group = people >= threshold.value;
  const signs = [...new Set(members.map(({ sign }) => sign))];
  const why = signs.map((sign) => SIGNS[sign]);
  return {
    cases: members.map(({ id }) => id),
    matter: first.matter,
    confirm: { to: first.id, cases: [...members.slice(1).map(({ id }) => id), own.id] },
    people,
    group,
    signs,
    article: '20(2)',
    zh: `可能属同一联名信或集体访(${why.map(([zh]) => zh).join(';')}):连同本件${members.length + 1}件、${people}人${group ? `,达到集体访人数(${threshold.value}人)` : ''};确认后用 LINK_MATTER 关联(joint-matter 可一次关联多件;关联到的一件须已登记并分类,其余各件须已登记),告知、送达和复查期限仍按每位信访人分别计算`,
    en: `probably one joint matter (${why.map(([, en]) => en).join('; ')}): ${members.length + 1} submissions, ${people} people${group ? `, a group by the setting of ${threshold.value}` : ''}; LINK_MATTER confirms it (joint-matter for all at once; the one linked to is registered and classified before, the others registered), notices, delivery and the 30 days still run for each petitioner`,
    settings: [JOINT, threshold].map(({ cite, verified }) => ({ cite, verified })),
  };
}
