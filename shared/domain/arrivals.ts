import { deskOf, type Mailbox, mailboxFor, mailboxKey, roleMailbox } from './alarms.ts';
import type { Role } from './bureau.ts';
import type { Bilingual } from './calendar.ts';
import { isReported } from './candidates.ts';
import { CLOCKS, type ClockCode } from './clock-table.ts';
import type { OfficerId, UnitId } from './ids.ts';
import { type Clock, type Head, isOpen, type State } from './petition.ts';
import type { Actor } from './petition-events.ts';
import { type Duty, type DutyKind, dutyOf, openDuties } from './regions.ts';
import { asHeldNow } from './unit-history.ts';
import type { UnitTree } from './unit-tree.ts';
import { mayBeTold, ruledByHeadOf, untold, workedOn } from './who-rules.ts';

/** What newly came to somebody, in the words he is told of it. Danger to life has its own call (紧急接应). */
export const ARRIVALS = {
  REGISTERED: { zh: '新登记件,请甄别分流', en: 'registered, to be screened' },
  RETURNED: { zh: '退回件,请重新确定办理单位', en: 'returned, to be sent elsewhere' },
  REFERRED: { zh: '转送交办来件,请签收', en: 'referred here, to be signed for' },
  OBJECTED: { zh: '异议待核', en: 'an objection to be ruled on' },
  OBJECTION_REJECTED: { zh: '异议未予支持,由本单位办理', en: 'the objection was rejected: to be handled here' },
  DISPUTED: { zh: '管辖争议,请裁定', en: 'jurisdiction is disputed, to be decided' },
  DECIDED: { zh: '经裁定由本单位办理', en: 'decided to be handled here' },
  UNIT: { zh: '交由本单位承办', en: 'charged to this unit' },
  HANDLER: { zh: '确定您为承办人', en: 'assigned to you as handler' },
  LEADER: { zh: '确定您为包案领导', en: 'you sponsor this case' },
  ASIDE: { zh: '有人员回避,请另行指定人员办理', en: 'somebody stepped aside: somebody else is to be named' },
  SLIP: { zh: '拟办意见呈您批示', en: 'a proposal lies before you' },
  REVIEW: { zh: '复查复核申请', en: 'a request for review' },
  REPORT: { zh: '办结报告待审核', en: 'a closing report to be checked' },
  AGREED: { zh: '撤回或者和解件,请核实后结案', en: 'withdrawn or settled, to be confirmed and closed' },
  ROUTE: { zh: '导入本单位法定程序', en: 'channelled into a procedure of this unit' },
  ESCALATED: { zh: '下级报请研究', en: 'reported up' },
  SEALED: { zh: '检举控告,请筛查', en: 'an accusation, to be screened' },
  SCREENED: { zh: '检举控告已筛查,请办理', en: 'an accusation that was screened, to be dealt with' },
  SUPERVISION: { zh: '督办函', en: 'a supervision letter' },
  SUGGESTION: { zh: '三项建议', en: 'a suggestion' },
  CORRECTION: { zh: '纠错通知', en: 'a correction notice' },
  SUBTASK: { zh: '协办任务', en: 'a sub-task' },
  EXECUTION: { zh: '执行事项', en: 'an opinion to be carried out' },
  RECTIFICATION: { zh: '整改事项', en: 'a rectification' },
  ACCOUNTABILITY: { zh: '责任审查,请作出书面认定', en: 'a review of responsibility, to be decided in writing' },
  AUDIT: { zh: '责任审查,请核查', en: 'a review of responsibility, to be looked into' },
} as const satisfies Readonly<Record<string, Bilingual>> & Readonly<Record<DutyKind, Bilingual>>;
export type ArrivalKind = keyof typeof ARRIVALS;

/** Somebody's turn: what lies with whom. Two turns are the same while kind and holder are. */
interface Turn {
  readonly kind: ArrivalKind;
  /** The unit, officer or duty that it hangs on. */
  readonly of: string;
  readonly to: readonly Addressee[];
}
type Addressee =
  | { readonly officer: OfficerId }
  | { readonly unit: UnitId; readonly role: Role }
  | 'COMMON_SUPERIOR'
  | 'ACCOUNTABILITY_DECIDER'
  | 'AUDITOR';

/** What is told of it to one mailbox. */
export interface Arrival {
  readonly kind: ArrivalKind;
  readonly of: string;
  readonly mailbox: Mailbox;
  /** Officers complained about, or who step aside: they may hold the role and still do not see it (P-03, 条例28(3)). */
  readonly hiddenFrom: readonly OfficerId[];
  /** The limit that binds its holder next, as it stands when it comes to him. */
  readonly limit?: Pick<Clock, 'code' | 'due'>;
}

/** The unit works on it, through its handler, under its leader. */
const AT_WORK: ReadonlySet<State> = new Set([
  'SUGGESTION_STUDY',
  'SIMPLE',
  'ACCEPTED',
  'INVESTIGATING',
  'OPINION_DRAFT',
  'OPINION_APPROVAL',
]);

/** Whose turn it is: who holds the case, and who owes something beside it. Steps within one unit are no arrival. */
function turnsOf(head: Head): Turn[] {
  if (head.sealed) return sealedTurns(head);
  // What is owed is owed after closing, too: an opinion is carried out, a fault put right.
  if (!isOpen(head))
    return [...(head.state === 'WITHDRAWN' ? [atRole('AGREED', head.office, 'petitionOfficer')] : []), ...owed(head)];
  return [
    ...byState(head),
    ...inPerson(head),
    ...owed(head),
    ...(head.escalated ? [atRole('ESCALATED', head.escalated.to, 'petitionChief')] : []),
  ];
}

/** Whoever screened it goes on with it, unless it turned out to complain of him: then it comes to another. */
function sealedTurns({ state, office }: Head): Turn[] {
  if (state === 'S_RECEIVED') return [atRole('SEALED', office, 'sealedOfficer')];
  return state === 'S_SCREENED' ? [atRole('SCREENED', office, 'sealedOfficer')] : [];
}

function byState(head: Head): Turn[] {
  const { state, unit, office, organ, referral } = head;
  switch (state) {
    case 'REGISTERED':
      return registered(head);
    case 'OBJECTED':
      return [atRole('OBJECTED', referral?.from ?? office, 'petitionOfficer')];
    case 'CONFLICT':
      return head.dispute ? [{ kind: 'DISPUTED', of: head.dispute.with, to: ['COMMON_SUPERIOR'] }] : [];
    case 'REPORT_CHECK':
      return [atRole('REPORT', office, 'petitionOfficer')];
    case 'SETTLED':
      return [atRole('AGREED', office, 'petitionOfficer')];
    case 'REQ_RECEIVED':
    case 'UNDER_REVIEW':
      return [atRole('REVIEW', organ, head.stage === 'REREVIEW' ? 'reReviewer' : 'reviewer')];
    case 'CHANNELLED':
      return head.route?.unit ? [atRole('ROUTE', head.route.unit, 'unitHead')] : [];
    default:
      return head.stage === 'HANDLING' && AT_WORK.has(state) ? [atRole('UNIT', unit, 'unitHead')] : [];
  }
}

function registered(head: Head): Turn[] {
  const { unit, office, referral } = head;
  // Referred on from where it was decided, it arrives as any referral.
  if (head.documents.some(({ kind }) => kind === 'DOC-JURIS')) return [atUnit('DECIDED', unit)];
  if (!referral) return [atRole(head.bounces ? 'RETURNED' : 'REGISTERED', office, 'petitionOfficer')];
  if (head.objectedBy) return [atUnit('OBJECTION_REJECTED', unit)];
  // Signed for, it has arrived.
  return head.signedForAt ? [] : [atUnit('REFERRED', unit)];
}

function inPerson({ state, handler, leader, slip, unit, recused }: Head): Turn[] {
  const worked = AT_WORK.has(state) || state === 'UNDER_REVIEW';
  const aside = handler ? undefined : recused?.at(-1);
  return [
    ...(aside ? [{ ...atRole('ASIDE', unit, 'unitHead'), of: aside }] : []),
    ...(handler && worked ? [atOfficer('HANDLER', handler)] : []),
    ...(leader && (worked || state === 'REGISTERED') ? [atOfficer('LEADER', leader)] : []),
    ...(slip?.asked ? [atOfficer('SLIP', slip.asked)] : []),
  ];
}

/** A duty that was answered waits for its judge; sent back, it is the unit's again. */
const owed = (head: Head): Turn[] =>
  openDuties(head)
    .filter(({ answeredAt }) => answeredAt === undefined)
    .flatMap((duty): Turn[] =>
      duty.kind === 'ACCOUNTABILITY'
        ? examined(duty, head)
        : [{ kind: duty.kind, of: duty.key, to: [{ unit: duty.unit, role: 'unitHead' }] }],
    );

/** The auditor hears of what a petitioner reported (P-08) at once, the head of the organ once it is screened. */
const examined = ({ key, code }: Duty, { screened }: Head): Turn[] => [
  ...(screened ? [{ kind: 'ACCOUNTABILITY', of: key, to: ['ACCOUNTABILITY_DECIDER'] } as const] : []),
  ...(isReported(code) ? [{ kind: 'AUDIT', of: key, to: ['AUDITOR'] } as const] : []),
];

const atRole = (kind: ArrivalKind, unit: UnitId, role: Role): Turn => ({ kind, of: unit, to: [{ unit, role }] });
const atOfficer = (kind: ArrivalKind, officer: OfficerId): Turn => ({ kind, of: officer, to: [{ officer }] });
/** Its registrar signs for it, its head answers for it. */
const atUnit = (kind: ArrivalKind, unit: UnitId): Turn => ({
  kind,
  of: unit,
  to: [
    { unit, role: 'registrar' },
    { unit, role: 'unitHead' },
  ],
});

const sameTurn = (a: Pick<Turn, 'kind' | 'of'>, b: Pick<Turn, 'kind' | 'of'>): boolean =>
  a.kind === b.kind && a.of === b.of;

/**
 * What a command brought to somebody: each turn that was nobody's before it, once per mailbox. Whoever brought it
 * about himself is not told, nor whoever is complained about (P-03): where none of a role may know, the next above
 * does, as with reminders.
 */
export function arrivalsOf(before: Head | undefined, after: Head, actor: Actor, tree: UnitTree): Arrival[] {
  const had = before ? turnsOf(before) : [];
  const limit = limitOf(after);
  return turnsOf(after)
    .filter((turn) => !had.some((one) => sameTurn(one, turn)))
    .flatMap(({ kind, of, to }) => {
      const bound = limit(of);
      const head = withoutConcerned(after, of);
      const mailboxes = to.flatMap((one) => mailboxOf(one, head, tree)).filter((one) => !isOwn(one, actor, tree));
      return [...new Map(mailboxes.map((mailbox) => [mailboxKey(mailbox), mailbox])).values()].map(
        (mailbox): Arrival => ({
          kind,
          of,
          mailbox,
          hiddenFrom: untold(head),
          ...(bound ? { limit: bound } : {}),
        }),
      );
    });
}

/** Whether it still lies with whom it came to: signed for, answered or handed on, nobody needs to be told. */
export const stillLies = (head: Head, arrival: Pick<Arrival, 'kind' | 'of'>): boolean =>
  turnsOf(head).some((turn) => sameTurn(turn, arrival));

/** Of a review of responsibility whoever has a part in what it looks into hears as little as if he had stepped aside. */
function withoutConcerned(head: Head, of: string): Head {
  const duty = dutyOf(head, of);
  if (duty?.kind !== 'ACCOUNTABILITY') return head;
  return { ...head, recused: [...(head.recused ?? []), ...workedOn(head), ...(duty.named ?? [])] };
}

/** The head of the organ decides, where each of them has a part in it the organ above. */
function decidersOf(head: Head, tree: UnitTree): Mailbox | undefined {
  const own = deskOf(head.organ, 'bureauHead', head, tree);
  if (own?.kind === 'ROLE' && own.unit === head.organ) return own;
  const above = tree.superiorOrganOf(head.organ);
  const office = above && tree.petitionOfficeOf(above.id);
  return office && deskOf(office.id, 'petitionChief', head, tree);
}

function mailboxOf(addressee: Addressee, head: Head, tree: UnitTree): Mailbox[] {
  if (addressee === 'AUDITOR' || addressee === 'ACCOUNTABILITY_DECIDER') {
    const decides = addressee === 'AUDITOR' ? undefined : decidersOf(head, tree);
    return [decides ?? deskOf(head.organ, 'auditor', head, tree)].filter((one) => one !== undefined);
  }
  if (addressee === 'COMMON_SUPERIOR')
    return [mailboxFor('superiorPetitionChief', head, { code: 'CONFLICT_DECIDE' }, tree)].filter(
      (one) => one !== undefined,
    );
  const ruler = ruledByHeadOf(asHeldNow(head, tree), tree);
  if ('unit' in addressee)
    return ruler !== undefined && addressee.unit === head.referral?.from
      ? [roleMailbox(ruler, 'bureauHead', head, tree)]
      : [roleMailbox(tree.presentOf(addressee.unit), addressee.role, head, tree)];
  const unit = tree.officer(addressee.officer)?.unit;
  const may = unit && mayBeTold({ id: addressee.officer, unit }, head, tree);
  return may ? [{ kind: 'OFFICER', officer: addressee.officer }] : [];
}

function isOwn(mailbox: Mailbox, actor: Actor, tree: UnitTree): boolean {
  if (actor.kind !== 'OFFICER') return false;
  if (mailbox.kind === 'OFFICER') return mailbox.officer === actor.id;
  const officer = tree.officer(actor.id);
  return officer?.unit === mailbox.unit && officer.roles.includes(mailbox.role);
}

/**
 * The clock of a duty, or the limit of the law that is due next; what is the petitioner's right binds nobody here, nor does
 * a limit of the case whoever examines it.
 */
function limitOf(head: Head): (of: string) => Pick<Clock, 'code' | 'due'> | undefined {
  const binds = (code: ClockCode) => CLOCKS[code].class !== 'POLICY' && !CLOCKS[code].petitionersRight;
  const [next] = head.clocks.filter(({ code }) => binds(code)).sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1));
  return (of) =>
    dutyOf(head, of)?.kind === 'ACCOUNTABILITY' ? undefined : (head.clocks.find(({ key }) => key === of) ?? next);
}
