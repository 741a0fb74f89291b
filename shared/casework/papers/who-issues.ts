import type { Role, Unit } from '../../domain/bureau.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { receivedHere } from '../../domain/decide/paths-guards.ts';
import { type DocumentKind, isDocumentKind, kindOf } from '../../domain/documents/kinds.ts';
import type {
  Contact,
  DocumentCommon,
  ForFile,
  Organ,
  Signed,
  ToOrgan,
  ToPetitioner,
} from '../../domain/documents/parts.ts';
import type { OfficerId, UnitId } from '../../domain/ids.ts';
import type { Head } from '../../domain/petition.ts';
import type { Actor } from '../../domain/petition-events.ts';
import type { UnitTree } from '../../domain/unit-tree.ts';
import type { Setting } from './setting.ts';
import { said } from './written-words.ts';

/** Kinds that are issued by the organ of whoever acts, which need not be the one that holds the case. */
const OF_THE_ACTOR: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'DOC-OBJ-RULING',
  'DOC-JURIS',
  'DOC-RECUSAL',
  'DOC-SUPERVISION',
  'DOC-SUGGEST',
  'DOC-FEEDBACK',
  'DOC-CORRECTION',
  'DOC-ACC',
  'DOC-S-NOTICE',
]);

/** The organ that issues a paper and in whose series it is numbered: it signs and seals in its own name. */
export function issuerOf(
  kind: string,
  { head, actor, tree }: { readonly head: Pick<Head, 'organ'>; readonly actor: Actor; readonly tree: UnitTree },
): UnitId {
  const acts = isDocumentKind(kind) && OF_THE_ACTOR.has(kind) && actor.kind === 'OFFICER';
  return (acts ? tree.organOf(actor.unit)?.id : undefined) ?? head.organ;
}

/** A unit as a petitioner can find it. */
export function placeOf(tree: UnitTree, id: UnitId): Organ {
  const unit = tree.unit(id);
  return { name: nameOf(tree, id), address: said(unit?.address), phone: said(unit?.phone) };
}

export const nameOf = (tree: UnitTree, id: UnitId): string => said(tree.unit(id)?.name, id);

/** The organ of review (复查、复核机关) of an organ; the name that the opinion was approved with where it is gone. */
export function reviewOrganOf({ tree, head }: Setting, organ: UnitId): Organ {
  const review = tree.unit(organ)?.reviewOrgan;
  const unit: Unit | undefined = review?.unit && tree.unit(review.unit);
  return {
    name: said(review?.name ?? head.opinion?.reviewOrgan),
    address: said(review?.address),
    phone: said(unit?.phone),
  };
}

export const officerName = (tree: UnitTree, id: OfficerId | undefined): string =>
  said(id === undefined ? undefined : (tree.officer(id)?.name ?? id));

/** Name of whoever acts. */
export const actorName = ({ actor, tree }: Pick<Setting, 'actor' | 'tree'>): string =>
  actor.kind === 'OFFICER' ? officerName(tree, actor.id) : actor.kind === 'PETITIONER' ? '信访人' : actor.rule;

/** Offices as they stand under a decision; the highest that an officer holds. */
const POSITIONS: readonly (readonly [Role, string])[] = [
  ['bureauHead', '本机关负责人'],
  ['responsibleLeader', '分管负责人'],
  ['petitionChief', '信访部门负责人'],
  ['unitHead', '单位负责人'],
  ['mediator', '调解员'],
  ['supervisor', '督办员'],
];

export function signedByActor(setting: Setting, position?: string): Signed {
  const { actor, tree, now } = setting;
  const officer = actor.kind === 'OFFICER' ? tree.officer(actor.id) : undefined;
  const office = POSITIONS.find(([role]) => officer?.roles.includes(role))?.[1] ?? '经办人';
  const isActing = actor.kind === 'OFFICER' && actor.standing.split('+').includes('ACTING');
  const organ = officer && tree.organOf(officer.unit);
  // A head of the organ above acts where none of this one may (条例28(3)): he is named by his own.
  const own = organ && organ.id !== setting.head.organ ? office.replace(/^本机关/, organ.name) : office;
  const acting = isActing ? `${own}，代行机关负责人职责` : own;
  return { name: actorName(setting), position: position ?? acting, signedOn: localDateOf(now) };
}

/** Name of the petitioner as he gave it. */
export const petitionerName = ({ identity }: Pick<Setting, 'identity'>): string => said(identity.name, '信访人');

/**
 * Whom to ask: the handler, whoever took it in, or the head of the unit, of the organ that issues the paper; never one
 * complained about or who had to step aside (条例28(3)). A paper of somebody else's organ names whoever issued it.
 */
function contactOf(setting: Setting, kind: DocumentKind): Contact {
  const { head, actor, tree } = setting;
  const organ = issuerOf(kind, setting);
  const issuer = actor.kind === 'OFFICER' ? actor.id : undefined;
  const reviewer = head.stage === 'HANDLING' ? undefined : head.opinion?.drafter;
  const own = [
    head.handler,
    reviewer,
    head.firstContactOfficer,
    tree.unit(head.unit)?.head,
    tree.unit(head.office)?.head,
  ];
  const people = OF_THE_ACTOR.has(kind) ? [issuer, ...own] : own;
  const officer = people
    .flatMap((id) => id ?? [])
    .filter((id) => !head.accused.officers.includes(id) && !head.recused?.includes(id))
    .flatMap((id) => tree.officer(id) ?? [])
    .find(({ unit }) => tree.organOf(unit)?.id === organ);
  if (officer) return { name: said(officer.name, officer.id), officePhone: said(officer.officePhone) };
  const { name, phone } = placeOf(tree, tree.petitionOfficeOf(organ)?.id ?? head.office);
  return { name, officePhone: phone };
}

/** Header, number and contact of a paper. */
function common<K extends DocumentKind>(setting: Setting, kind: K): DocumentCommon<K> {
  const { head, now, tree, number } = setting;
  const { numberClass, addressee } = kindOf(kind);
  if (numberClass && !number) throw new Error(`${kind} is issued without a number`);
  const phone = addressee === 'PETITIONER' ? tree.bureau.settings.supervisionPhone.value : '';
  const shared = {
    kind,
    organ: placeOf(tree, issuerOf(kind, setting)),
    issuedOn: localDateOf(now),
    contact: contactOf(setting, kind),
    ...(said(phone, '') ? { supervisionPhone: phone } : {}),
    ...(head.sealed ? { sealed: true as const } : {}),
    ...(numberClass && number ? { number } : {}),
  };
  // Whether the number belongs there is decided by the kind, which the compiler cannot follow here.
  return shared as unknown as DocumentCommon<K>;
}

/** Whose matter it is, under the number that he sees on his status page, and when it reached the organ. */
const ofMatter = ({ head }: Setting) => ({
  matterId: head.petitionId,
  receivedOn: localDateOf(receivedHere(head)),
});

export const forFile = <K extends DocumentKind>(setting: Setting, kind: K): ForFile<K> => ({
  ...common(setting, kind),
  ...ofMatter(setting),
});

export function toOrgan<K extends DocumentKind>(setting: Setting, kind: K, recipient: string): ToOrgan<K> {
  const about = { ...ofMatter(setting), recipient: { organ: said(recipient) } };
  return { ...common(setting, kind), ...about };
}

export function toPetitioner<K extends DocumentKind>(setting: Setting, kind: K): ToPetitioner<K> {
  const { method } = setting.issued;
  const about = { ...ofMatter(setting), recipient: { name: petitionerName(setting) }, method };
  return { ...common(setting, kind), ...about };
}
