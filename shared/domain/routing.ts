import type { AutoRule, CompetentOrgan } from './bureau.ts';
import type { UnitId } from './ids.ts';
import { accusesSomebody } from './petition.ts';
import type { PlaceFound } from './place.ts';
import type { AreaTable } from './place-areas.ts';
import { choose } from './routing-choice.ts';
import {
  blendedConfidence,
  explainLearnt,
  type Learnt,
  type LearntUnit,
  learntCategories,
  learntUnits,
  withLearnt,
} from './routing-learnt.ts';
import { RULE_SET_VERSION } from './routing-rules.ts';
import { type Part, RECOGNISED, type Reading, readText } from './routing-score.ts';
import {
  concernedIn,
  explainElsewhere,
  explainLevel,
  explainNamesakes,
  explainRivals,
  type Scene,
  seatOf,
  settle,
  surveyScene,
} from './routing-seat.ts';
import { explainDoubt, isUrgent } from './routing-signs.ts';
import { type CategoryCode, type Channel, categoryOf, type Purpose } from './taxonomy.ts';
import type { Article31, RouteCode } from './taxonomy-data.ts';
import { lettersOf, normaliseText } from './text-normalise.ts';
import type { AccusedParties, BureauTables, UnitTree } from './unit-tree.ts';

/**
 * What a proposal suggests to do: `ACCEPT` the own organ handles it, `TRANSFER` another police organ, `REDIRECT`
 * not police, `CHANNEL` a statutory procedure, `SEAL` an accusation, `REPLY` the simple path, `PERSON` the rules
 * cannot tell.
 */
export type RouteAction = 'ACCEPT' | 'TRANSFER' | 'REDIRECT' | 'CHANNEL' | 'SEAL' | 'REPLY' | 'PERSON';

/** The text and circumstances of a petition. The petitioner's identity and home address are no part of it. */
export interface RouteInput {
  readonly request?: string;
  readonly facts?: string;
  readonly reasons?: string;
  readonly narrative?: string;
  readonly gist?: string;
  /** As the petitioner or registrar stated it. */
  readonly purpose?: Purpose;
  /** Where the matter arose, as stated. */
  readonly place?: string;
  readonly accused: AccusedParties & { readonly text?: string };
  readonly receivedBy: UnitId;
  readonly channel: Channel;
}

/** Why a proposal is as it is. `words` are words of the rules and names of the bureau's tables, never free text. */
export interface RouteReason {
  readonly rule: string;
  readonly zh: string;
  readonly en: string;
  readonly article?: string;
  readonly words: readonly string[];
}

/** A suggestion to a person (P-07); it decides nothing. */
export interface RouteProposal {
  readonly purpose: Purpose;
  readonly category: CategoryCode;
  readonly article?: Article31;
  readonly route?: RouteCode;
  readonly action: RouteAction;
  /** The unit that should do the work. */
  readonly unit?: UnitId;
  /** The petition office through which it goes there (逐级转送). */
  readonly office?: UnitId;
  /** For REDIRECT: whom the notice names (条例23(1)). */
  readonly competentOrgan?: CompetentOrgan;
  /** 0 to 1: calibrated where the bureau's model speaks, else from the rules' scores alone. */
  readonly confidence: number;
  /** Units that answered what reads like this, by the bureau's own model. */
  readonly learntUnits?: readonly LearntUnit[];
  /** The model that spoke beside the rules; absent at cold start. */
  readonly modelVersion?: string;
  /** Suggests FLAG_URGENT (条例25); registration goes on. */
  readonly urgent: boolean;
  readonly reasons: readonly RouteReason[];
  /** The next best categories, at most three. */
  readonly alternatives: readonly { readonly category: CategoryCode; readonly unit?: UnitId; readonly score: number }[];
  readonly ruleSetVersion: string;
}

const AUTO_CONFIDENCE = 0.8;
/** Reasons that no switched-on rule passes over. */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  'CONFLICT',
  'OFFICER_NAMED',
  'SEVERAL_UNITS',
  'MAY_ACCUSE',
  'LEARNT_ALONE',
]);

/**
 * Proposes purpose, category, action and unit in the decision order of `spec.md` §5.1.
 * @param learnt what the bureau's own clerks taught; without it the rules alone speak
 * @param areas of GB/T 2260; without them only the bureau's own places are known
 */
export function proposeRoute(input: RouteInput, tree: UnitTree, learnt?: Learnt, areas?: AreaTable): RouteProposal {
  const parts = partsOf(input);
  const text = parts.map((part) => part.text).join('\n');
  const complainedOf = hasAccused(input);
  const byWords = readText(parts, complainedOf);
  // The same once more without whatever stands between the letters: 自.杀, 自<br>杀.
  const bare = readText([{ text: lettersOf(text), factor: 1 }], complainedOf);
  const taught = learntCategories(input, byWords, learnt);
  const reading = withLearnt(byWords, taught);
  const reasons: RouteReason[] = [];
  const urgent = isUrgent([byWords, bare], reasons);
  const choice = choose(input, text, byWords, reading, reasons);
  if (choice.action !== 'SEAL') explainDoubt(byWords, bare, complainedOf, reasons);
  explainLearnt(taught, byWords, reasons);
  const scene = surveyScene(input, text, tree, choice.action === 'SEAL', areas);
  // Of what arose elsewhere nothing is said as if it were ours.
  const said = scene.elsewhere === undefined ? reasons : undefined;
  const seat = choice.action === 'REDIRECT' ? undefined : seatOf(choice.category, scene, choice.action, tree, said);
  const organ = tree.organOf(input.receivedBy);
  explainElsewhere(scene, reasons);
  explainNamesakes(scene, tree, reasons);
  if (choice.action !== 'REDIRECT' && choice.action !== 'SEAL') explainRivals(scene, tree, reasons);
  // A report of a crime is taken wherever it happened; nothing else is proposed here that happened elsewhere.
  const handledHere = choice.action !== 'SEAL' && choice.action !== 'REDIRECT' && choice.purpose !== 'CRIME_REPORT';
  const action =
    scene.elsewhere !== undefined && handledHere ? 'PERSON' : settle(choice.action, seat, organ, tree, reasons);
  if (seat !== undefined) explainLevel(input, seat, tree, reasons);
  const competentOrgan = tree.bureau.competentOrgans.find((other) => other.category === choice.category);
  const office = seat === undefined ? undefined : tree.petitionOfficeOf(seat.id);
  const concerned = concernedIn(choice.category, scene);
  const units = learntUnits(input, concerned, learnt, tree);
  const clearOffice = office !== undefined && !tree.conflictsWith(office.id, concerned) ? office : undefined;
  return {
    purpose: choice.purpose,
    category: choice.category,
    ...(choice.article !== undefined && { article: choice.article }),
    ...(choice.route !== undefined && { route: choice.route }),
    action,
    ...(seat !== undefined && action !== 'PERSON' && { unit: seat.id }),
    ...(clearOffice !== undefined && action !== 'PERSON' && action !== 'SEAL' && { office: clearOffice.id }),
    ...(action === 'REDIRECT' && competentOrgan !== undefined && { competentOrgan }),
    confidence:
      action === 'PERSON'
        ? 0
        : blendedConfidence(choice.category, confidenceOf(choice.category, byWords, scene.place), taught),
    ...(units.length > 0 && action !== 'SEAL' && action !== 'REDIRECT' && { learntUnits: units }),
    ...(learnt !== undefined && { modelVersion: learnt.version }),
    urgent,
    reasons,
    alternatives: alternativesTo(choice.category, reading, scene, tree),
    ruleSetVersion: RULE_SET_VERSION,
  };
}

/** A title or a stated request says more than a narrative. */
const partsOf = ({ gist = '', request = '', facts = '', reasons = '', narrative = '' }: RouteInput): Part[] => [
  { text: normaliseText(gist), factor: 1.5 },
  { text: normaliseText(request), factor: 1.25 },
  { text: normaliseText(facts), factor: 1 },
  { text: normaliseText(reasons), factor: 1 },
  { text: normaliseText(narrative), factor: 1 },
];

/** The matter that the words of the rules point to first, if they point to any. */
export function readByRules(input: RouteInput): CategoryCode | undefined {
  const [best] = readText(partsOf(input), hasAccused(input)).ranked;
  return best && best.score >= RECOGNISED ? best.category : undefined;
}

/** The form says whom it complains of, by id or in words. */
const hasAccused = ({ accused }: RouteInput): boolean => accusesSomebody(accused) || (accused.text ?? '').trim() !== '';

/**
 * The rule that the bureau switched on for this category, if the proposal is sure enough. What closes a door to the
 * petitioner, is sealed, urgent, touches the accused, names an officer or several units always waits for a person.
 */
export function matchedAutoRule(bureau: BureauTables, proposal: RouteProposal): AutoRule | undefined {
  const routine = proposal.action === 'ACCEPT' || proposal.action === 'TRANSFER' || proposal.action === 'REPLY';
  if (!routine || proposal.urgent || proposal.unit === undefined || proposal.confidence < AUTO_CONFIDENCE)
    return undefined;
  if (proposal.reasons.some(({ rule }) => FOR_A_PERSON.has(rule))) return undefined;
  return bureau.rules.find((rule) => rule.category === proposal.category);
}

function confidenceOf(category: CategoryCode, reading: Reading, place: PlaceFound | undefined): number {
  const score = reading.ranked.find((other) => other.category === category)?.score ?? 0;
  const rival = reading.ranked.find((other) => other.category !== category)?.score ?? 0;
  const margin = score === 0 ? 0 : Math.max(0, (score - rival) / score);
  const needsPlace = categoryOf(category).police && (place === undefined || place.from === 'HOME');
  const value = (1 - Math.exp(-score / 4)) * (0.6 + 0.4 * margin) * (needsPlace ? 0.9 : 1);
  return Math.round(value * 100) / 100;
}

function alternativesTo(
  category: CategoryCode,
  reading: Reading,
  scene: Scene,
  tree: UnitTree,
): RouteProposal['alternatives'] {
  return reading.ranked
    .filter((score) => score.category !== category)
    .slice(0, 3)
    .map((score) => {
      const row = categoryOf(score.category);
      const seat = row.police
        ? seatOf(row.code, scene, row.code === 'CONDUCT.DISCIPLINE' ? 'SEAL' : 'ACCEPT', tree)
        : undefined;
      return {
        category: row.code,
        ...(seat !== undefined && { unit: seat.id }),
        score: Math.round(score.score * 100) / 100,
      };
    });
}
