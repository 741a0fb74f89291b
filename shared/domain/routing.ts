import type { AutoRule, CompetentOrgan } from './bureau.ts';
import type { UnitId } from './ids.ts';
import type { PlaceFound } from './place.ts';
import type { AreaTable } from './place-areas.ts';
import { STATUTORY_ROUTES } from './route-names.ts';
import {
  blendedConfidence,
  explainLearnt,
  type Learnt,
  type LearntUnit,
  learntCategories,
  learntUnits,
  withLearnt,
} from './routing-learnt.ts';
import { POLICE_NOTIONS, RULE_SET_VERSION } from './routing-rules.ts';
import { type Part, type Reading, readText, type Score } from './routing-score.ts';
import {
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
import { normaliseText } from './text-normalise.ts';
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

/** Below this score nothing was recognised. */
const RECOGNISED = 2.5;
/** A text in which so many categories score this high was not written to be understood. */
const CROWD = { score: 5, categories: 12 };
const SEALED_FROM = 5;
const CRIME_FROM = 4;
/** Not police only if clearly more than police: a wrong REDIRECT turns a person away. */
const REDIRECT_MARGIN = 1.15;
/** Below it, any sign of the police keeps a person in between. */
const SURE_REDIRECT = 5;
const AUTO_CONFIDENCE = 0.8;
/** Reasons that no switched-on rule passes over. */
const FOR_A_PERSON: ReadonlySet<string> = new Set(['CONFLICT', 'OFFICER_NAMED', 'SEVERAL_UNITS', 'MAY_ACCUSE']);

/** Topics on which people ask how something is done as often as they complain. */
const ENQUIRY_TOPICS = new Set<CategoryCode>([
  'HUKOU',
  'IDCARD',
  'EXITENTRY',
  'PERMIT',
  'TRAFFIC.SERVICE',
  'CUSTODY',
  'SERVICE.CONSULT',
]);
/** Reports of a crime, unless one of `HANDLING` scores too: then it is a complaint about the case. */
const REPORTS = new Set<CategoryCode>(['CRIM.REPORT', 'FRAUD']);
const HANDLING = new Set<CategoryCode>([
  'CRIM.NOFILE',
  'CRIM.UNSOLVED',
  'CRIM.PROPERTY',
  'CRIM.RECOVER',
  'CRIM.WITHDRAW',
  'RESPONSE.SLOW',
]);

/**
 * Proposes purpose, category, action and unit in the decision order of `spec.md` §5.1.
 * @param learnt what the bureau's own clerks taught; without it the rules alone speak
 * @param areas of GB/T 2260; without them only the bureau's own places are known
 */
export function proposeRoute(input: RouteInput, tree: UnitTree, learnt?: Learnt, areas?: AreaTable): RouteProposal {
  const parts: Part[] = [
    { text: normaliseText(input.gist ?? ''), factor: 1.5 },
    { text: normaliseText(input.request ?? ''), factor: 1.25 },
    { text: normaliseText(input.facts ?? ''), factor: 1 },
    { text: normaliseText(input.reasons ?? ''), factor: 1 },
    { text: normaliseText(input.narrative ?? ''), factor: 1 },
  ];
  const text = parts.map((part) => part.text).join('\n');
  const byWords = readText(parts);
  const taught = learntCategories(input, learnt);
  const reading = withLearnt(byWords, taught);
  const reasons: RouteReason[] = [];
  const urgent = isUrgent(reading, reasons);
  const choice = choose(input, text, reading, reasons);
  if (choice.action !== 'SEAL') explainDoubt(reading, reasons);
  explainLearnt(taught, reasons);
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
  const units = learntUnits(input, scene.accused, learnt, tree);
  const clearOffice = office !== undefined && !tree.conflictsWith(office.id, scene.accused) ? office : undefined;
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

interface Choice {
  readonly purpose: Purpose;
  readonly category: CategoryCode;
  readonly action: RouteAction;
  readonly article?: Article31;
  readonly route?: RouteCode;
}

/** Steps 1–5 and 8 of the decision order: what it is. Where it goes is decided afterwards. */
function choose(input: RouteInput, text: string, reading: Reading, reasons: RouteReason[]): Choice {
  const scores = new Map(reading.ranked.map((score) => [score.category, score.score]));
  const scoreOf = (category: CategoryCode): number => scores.get(category) ?? 0;
  const handled = isAboutHandling(reading, scoreOf);
  const police = reading.ranked.find(
    ({ category }) => categoryOf(category).police && !(handled && REPORTS.has(category)),
  );
  const other = reading.ranked.find((score) => !categoryOf(score.category).police);
  const otherLeads = (other?.score ?? 0) >= RECOGNISED && (other?.score ?? 0) > (police?.score ?? 0) * REDIRECT_MARGIN;
  const because = (rule: string, zh: string, en: string, words: readonly string[], article?: string): void => {
    reasons.push({ rule, zh, en, words, ...(article !== undefined && { article }) });
  };
  const wordsFor = (category: CategoryCode): readonly string[] =>
    reading.ranked.find((score) => score.category === category)?.words ?? [];

  // However faint: an accusation that leads the police categories is never answered as if it were a mere wish.
  const accuses = scoreOf('CONDUCT.DISCIPLINE') >= SEALED_FROM;
  const faintlyAccuses = police?.category === 'CONDUCT.DISCIPLINE' && police.score >= RECOGNISED && !otherLeads;
  if (accuses || faintlyAccuses || (input.purpose === 'ACCUSATION' && !otherLeads)) {
    because(
      'ACCUSATION',
      '涉及民警或公安机关违纪违法:建议密封专办,服务诉求另行分出',
      'alleges a breach of discipline or law: seal it, split off any service request',
      wordsFor('CONDUCT.DISCIPLINE'),
      '30(3)',
    );
    return { purpose: 'ACCUSATION', category: 'CONDUCT.DISCIPLINE', action: 'SEAL' };
  }
  const person = (rule: string, zh: string, en: string, words: readonly string[] = []): Choice => {
    because(rule, zh, en, words);
    return { purpose: input.purpose ?? 'APPEAL', category: police?.category ?? 'SERVICE.CONSULT', action: 'PERSON' };
  };
  if (!/[\p{L}\p{N}]/u.test(text))
    return person('EMPTY', '没有可识别的文字,请人工查看', 'no readable text: a person must look');
  if (reading.ranked.filter((score) => score.score >= CROWD.score).length >= CROWD.categories) {
    return person('CROWDED', '几乎所有类别同时命中,请人工判断', 'nearly every category matches: a person must look');
  }
  const crime = handled ? 0 : Math.max(scoreOf('CRIM.REPORT'), scoreOf('FRAUD'));
  const leadsPolice = crime > 0 && crime >= (police?.score ?? 0);
  const crimeLeads =
    leadsPolice && (otherLeads ? crime >= CRIME_FROM && crime >= (other?.score ?? 0) * 0.6 : crime >= RECOGNISED);
  if (input.purpose === 'CRIME_REPORT' || crimeLeads) {
    const category = scoreOf('FRAUD') > scoreOf('CRIM.REPORT') ? 'FRAUD' : 'CRIM.REPORT';
    because(
      'CRIME_REPORT',
      '属于报案或违法犯罪线索:当场按接报案程序受理并给回执,当日内部移交',
      'first report of a crime or violation: take it on the spot with a receipt, hand it over the same day',
      wordsFor(category),
      '31(5)',
    );
    return { purpose: 'CRIME_REPORT', category, action: 'CHANNEL', article: '31(5)', route: 'DUTY' };
  }
  if (otherLeads && other !== undefined) {
    const namesPolice = POLICE_NOTIONS.some((notion) => reading.concepts.has(notion));
    // Whoever says that the police did not act on his report is never sent elsewhere by a machine.
    if (handled)
      return person(
        'POLICE_DID_NOT_ACT',
        '反映公安机关未受理或未处理,事项本身可能属其他机关:请人工判断',
        'it says that the police did not act, on what may be for others: a person must look',
      );
    const bribes = reading.concepts.get('BRIBERY') ?? [];
    if (bribes.length > 0)
      return person(
        'OFFICIALS_ELSEWHERE',
        '反映其他机关人员涉嫌贪污贿赂,不转给被反映的机关:请人工判断(纪委监委)',
        'it accuses officials of another organ, to whom it must not go: a person must look',
        bribes,
      );
    if (other.score < SURE_REDIRECT && (namesPolice || (police?.score ?? 0) >= RECOGNISED / 2)) {
      return person('UNCLEAR', '是否属公安职权不明确,请人工判断', 'police or not is unclear: a person must look');
    }
    const row = categoryOf(other.category);
    because(
      'NOT_POLICE',
      `“${row.zh}”不属公安职权:告知向有权机关提出`,
      `not a police matter (${row.en})`,
      other.words,
      '23(1)',
    );
    const purpose = input.purpose ?? (reading.concepts.has('ASK') ? 'CONSULT' : row.purpose);
    return { purpose, category: other.category, action: 'REDIRECT' };
  }
  if (police === undefined || police.score < RECOGNISED) {
    return person('NO_MATCH', '规则没有识别出事项,请人工判断', 'the rules recognise no matter: a person must look');
  }
  return choosePolice(input, police, reading, scoreOf, because);
}

/** The text complains of how a report was handled; then the report itself is no new one. */
const isAboutHandling = (reading: Reading, scoreOf: (category: CategoryCode) => number): boolean => {
  const stalled = reading.concepts.has('STALL') || reading.concepts.has('REFUSE');
  return [...HANDLING].some((category) => scoreOf(category) >= (stalled ? RECOGNISED : CRIME_FROM));
};

function choosePolice(
  input: RouteInput,
  police: Score,
  reading: Reading,
  scoreOf: (category: CategoryCode) => number,
  because: (rule: string, zh: string, en: string, words: readonly string[], article?: string) => void,
): Choice {
  const row = categoryOf(police.category);
  because('CATEGORY', `按用词归为“${row.zh}”`, `the words point to ${row.en}`, police.words);
  const asked = reading.concepts.get('ASK') ?? [];
  const complains =
    scoreOf('CONDUCT.ATTITUDE') >= 4 || scoreOf('CONDUCT.SHIRK') >= 4 || reading.signals.has('DECISION');
  const enquiry = asked.length > 0 && ENQUIRY_TOPICS.has(police.category) && !complains;
  const purpose = input.purpose ?? (enquiry ? 'CONSULT' : row.purpose);
  if (purpose !== 'APPEAL') {
    const words = enquiry ? asked : [];
    because(
      'SIMPLE',
      '咨询、建议、表扬类:简易答复',
      'enquiry, suggestion or thanks: simple path',
      words,
      purpose === 'SUGGESTION' ? '29' : undefined,
    );
    return { purpose, category: row.code, action: 'REPLY' };
  }
  const when = row.otherwise?.when;
  // A refusal in an administrative procedure stays one, however unfriendly the counter was.
  const refused = when === 'SERVICE' && row.article === '31(4)' && reading.signals.has('DECISION');
  const signal = when === undefined || refused ? undefined : reading.signals.get(when);
  const branch = signal === undefined ? row : (row.otherwise ?? row);
  const article = branch.article ?? '31(6)';
  if (article === '31(6)') {
    because(
      'OWN',
      '属于条例31(6):应受理并出具处理意见',
      'branch 31(6): accept and issue an opinion',
      signal ?? police.words,
      '31(6)',
    );
    return { purpose, category: row.code, action: 'ACCEPT', article };
  }
  const procedure = branch.route === undefined ? undefined : STATUTORY_ROUTES[branch.route];
  because(
    'STATUTORY',
    `导入法定程序${procedure ? `“${procedure.zh}”` : ''}(条例${article})`,
    `a statutory procedure is open${procedure ? `: ${procedure.en}` : ''} (${article})`,
    signal ?? police.words,
    article,
  );
  return {
    purpose,
    category: row.code,
    action: 'CHANNEL',
    article,
    ...(branch.route !== undefined && { route: branch.route }),
  };
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
