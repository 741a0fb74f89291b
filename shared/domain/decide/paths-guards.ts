import { accusedNamed } from '../accused-named.ts';
import type { ClockCode } from '../clock-table.ts';
import type { Instant, UnitId } from '../ids.ts';
import { type Head, type Holding, isOpen, matterOf } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { categoryOf } from '../taxonomy.ts';
import type { Article31 } from '../taxonomy-data.ts';
import type { AccusedParties, UnitTree } from '../unit-tree.ts';
import { isComplainedAbout, workedOn } from '../who-rules.ts';
import { type DecideContext, type Standpoint, stop } from './context.ts';
import { isOfThisOrgan, knownUnit, recipientIsNotAccused } from './guards.ts';

/** What the paths of a case share: facts read off the head, and guards that several of them ask. */

/** The duty to tell the petitioner what happens, and the right to object that ends with it. */
const INFORM = ['INFORM_15D', 'REF_INFORM_15D', 'OBJECT_5WD'] as const satisfies readonly ClockCode[];

/** A notice went out, whichever it was (条例23); what was not accepted in the simple procedure no longer will be. */
export const informed = (head: Head, at: Instant, why: string, simply = false): PetitionEvent[] => [
  ...stop(head, INFORM, at, why),
  ...stop(head, ['SIMPLE_ACCEPT_3WD'], at, why, simply ? 'MET' : 'SUPERSEDED'),
];

/** When the organ that holds the case received it: from above, from the inbox on. */
export const receivedHere = (head: Pick<Head, 'referral' | 'receivedAt'>): Instant =>
  head.referral?.at ?? head.receivedAt;

/** Branches of 条例31 that the category can belong to. */
export function branchesOf(head: Pick<Head, 'article' | 'category'>): readonly Article31[] {
  const category = head.category === undefined ? undefined : categoryOf(head.category);
  const branches = [category?.article, category?.otherwise?.article, head.article as Article31 | undefined];
  return [...new Set(branches.filter((branch) => branch !== undefined))];
}

/**
 * The case that the command cites. What the officer may not know of is answered like what is not there (P-03): what
 * nobody has screened, what is sealed, what complains of him, what lies in another line of organs.
 */
export function citedCase({ head, context, field, article }: Citing): Head {
  const { cited, tree, officer } = context;
  const unit = officer && tree.officer(officer)?.unit;
  const known =
    cited !== undefined &&
    cited.id !== head.id &&
    cited.screened &&
    !cited.sealed &&
    cited.state !== 'SEALED' &&
    // An organ of review may stand outside the line; what it reviewed lies in it.
    [cited.organ, cited.review?.originalOrgan].some((organ) => organ && inLine(organ, head.organ, tree)) &&
    !(officer && unit && isComplainedAbout({ id: officer, unit }, cited, tree));
  if (known) return cited;
  throw new Refused(
    refusal(
      'CITED_CASE_UNKNOWN',
      undefined,
      article,
      ['没有找到所引用的办理件', 'the case that is cited was not found'],
      ['核对所引用的办理件编号', 'check the id of the case'],
      field,
    ),
  );
}

const inLine = (a: UnitId, b: UnitId, tree: UnitTree): boolean => tree.isWithin(a, b) || tree.isWithin(b, a);

interface Citing {
  readonly head: Head;
  readonly context: DecideContext;
  readonly field: string;
  readonly article: string;
}

/** That it is the same matter is a person's finding, made before and on record (P-07). */
export function sameMatter(head: Head, cited: Head, field: string, article: string): void {
  if (matterOf(head) === matterOf(cited)) return;
  throw new Refused(
    refusal(
      'NOT_SAME_MATTER',
      'P-07',
      article,
      ['尚未由工作人员确认与所引用的办理件属于同一信访事项', 'no person has confirmed that both are the same matter'],
      ['核实后先执行 LINK_MATTER', 'if they are, LINK_MATTER first'],
      field,
    ),
  );
}

/** §5.1(3): a first report of a crime is taken on the spot, never sent elsewhere or answered as a petition. */
export function isNoCrimeReport(head: Head): void {
  if (head.purpose !== 'CRIME_REPORT') return;
  throw new Refused(
    refusal(
      'CRIME_REPORT_TAKEN_HERE',
      '§5.1',
      '公安机关办理刑事案件程序规定171;条例28(1)',
      [
        '报案线索应当当场接报案并出具回执,当日内部移交,不得让群众另找他处',
        'a report of a crime is taken on the spot with its receipt and handed over inside; nobody is sent elsewhere',
      ],
      ['按接报案程序办理,或用 TRANSFER 当日移交', 'take the report, or TRANSFER it the same day'],
    ),
  );
}

/** What is not for the police goes to the competent body with its address (条例23(1)). */
export function isPoliceMatter(head: Head): void {
  if (!head.category || !categoryOf(head.category)?.redirect) return;
  throw new Refused(
    refusal(
      'NOT_A_POLICE_MATTER',
      '§5.1',
      '条例23(1)',
      ['该事项不属于公安机关职权范围', 'the matter is not for the police'],
      ['改用 REDIRECT,写明有权机关', 'REDIRECT it and name the competent organ'],
    ),
  );
}

/** The unit charged with it: of this organ, and never one complained about (G6). */
export function holdingOf(head: Head, unit: UnitId, context: DecideContext, field: string): Holding {
  knownUnit(unit, context, field);
  recipientIsNotAccused(head, unit, context, field);
  isOfThisOrgan(head, unit, context, field, {
    article: '条例22、23(1)',
    says: ['该单位不属于本机关,应当转送或者交办', 'the unit belongs to another organ: transfer or assign it'],
    instead: ['改用 TRANSFER 或 ASSIGN', 'use TRANSFER or ASSIGN'],
  });
  return { organ: head.organ, office: head.office, unit };
}

/** An appeal is answered with the organ of review and its address in the paper (条例35). */
export function hasReviewOrgan(head: Head, context: Standpoint): void {
  if (head.purpose !== 'APPEAL' || context.tree.unit(head.organ)?.reviewOrgan) return;
  throw new Refused(
    refusal(
      'NO_REVIEW_ORGAN',
      'G9',
      '条例35',
      ['本机关尚未设定复查机关', 'no review organ is configured for this organ'],
      ['由管理员在单位表中设定复查机关', 'the administrator sets it in the table of units'],
    ),
  );
}

/** P-03: words that name a receiver never mean those complained about. */
export function namesNobodyAccused(head: Head, words: string, context: DecideContext, field: string): void {
  const { units, officers } = accusedNamed(words, context.tree);
  const conflict =
    units.some((unit) => context.tree.conflictsWith(unit, head.accused)) ||
    officers.some((officer) => head.accused.officers.includes(officer));
  if (!conflict) return;
  throw new Refused(
    refusal(
      'RECIPIENT_IS_ACCUSED',
      'P-03',
      '条例30(3)',
      ['不得发给被反映的单位或人员', 'nothing goes to those complained about'],
      ['选择不受其管辖的上级单位', 'choose a superior outside their command'],
      field,
    ),
  );
}

/**
 * P-10: a petition that complains of whoever handles the matter is not his to answer: it is handled by itself, by others,
 * unless he stepped aside there before (条例28(3)). So when it is linked, and when whom it complains of is stated later.
 */
export function isNotHandledByTheAccused(
  accused: AccusedParties,
  { matterCases = [], tree }: Standpoint,
  field: string,
): void {
  const handles = matterCases.some((one) => {
    const officers = accused.officers.filter((officer) => !one.recused?.includes(officer));
    return (
      isOpen(one) &&
      (tree.conflictsWith(one.unit, { units: accused.units, officers }) ||
        workedOn(one).some((officer) => officers.includes(officer)))
    );
  });
  if (!handles) return;
  throw new Refused(
    refusal(
      'MATTER_HANDLED_BY_THE_ACCUSED',
      'P-10',
      '条例28(3)、30(3)',
      [
        '该信访事项正由本件反映的单位或人员办理,本件不得交由其一并办理',
        'the matter is handled by whom this petition complains of, who has no part in it',
      ],
      [
        '本件单独办理(已关联的,先用 LINK_MATTER 解除关联);或者先在该件申请回避(APPLY_RECUSAL),决定回避后再办',
        'handle it by itself (linked already, undo that with LINK_MATTER first); or APPLY_RECUSAL there, and do it once that is granted',
      ],
      field,
    ),
  );
}
