import { accusesSomebody } from './petition.ts';
import { STATUTORY_ROUTES } from './route-names.ts';
import type { RouteAction, RouteInput, RouteReason } from './routing.ts';
import { POLICE_NOTIONS } from './routing-rules.ts';
import { RECOGNISED, type Reading, type Score } from './routing-score.ts';
import { type CategoryCode, categoryOf, type Purpose } from './taxonomy.ts';
import type { Article31, RouteCode } from './taxonomy-data.ts';

/** What a petition is; where it goes is decided afterwards. */
export interface Choice {
  readonly purpose: Purpose;
  readonly category: CategoryCode;
  readonly action: RouteAction;
  readonly article?: Article31;
  readonly route?: RouteCode;
}

/** A text in which so many categories score this high was not written to be understood. */
const CROWD = { score: 5, categories: 12 };
export const SEALED_FROM = 5;
const CRIME_FROM = 4;
/** Not police only if clearly more than police: a wrong REDIRECT turns a person away. */
const REDIRECT_MARGIN = 1.15;
/** Below it, any sign of the police keeps a person in between. */
const SURE_REDIRECT = 5;

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
/** What the police did or left undone. */
const OF_THE_POLICE = /^(RESPONSE|CRIM\.(?!REPORT)|ADMIN|CONDUCT|CUSTODY|TRAFFIC\.(ACCIDENT|PENALTY))/;
/** A kindness that a complaint does not hide behind. */
const KIND = new Set<CategoryCode>(['SERVICE.THANKS', 'SERVICE.SUGGEST']);
/** Procedures after whose end another one is open, or none. */
const USED_UP = new Set<RouteCode>(['ADMIN_RECON', 'TRAFFIC_REVIEW', 'CRIM_RECON', 'CRIM_COMPLAINT30']);

/** Leading categories of a reading, of the police and of others. */
interface Leading {
  readonly police: Score | undefined;
  readonly other: Score | undefined;
  /** Others lead clearly. */
  readonly otherLeads: boolean;
}

function leadingOf(reading: Reading, handled: boolean): Leading {
  const police = reading.ranked.find(
    ({ category }) => categoryOf(category).police && !(handled && REPORTS.has(category)),
  );
  const other = reading.ranked.find(({ category }) => !categoryOf(category).police);
  const otherLeads = (other?.score ?? 0) >= RECOGNISED && (other?.score ?? 0) > (police?.score ?? 0) * REDIRECT_MARGIN;
  return { police, other, otherLeads };
}

type Because = (rule: string, zh: string, en: string, words: readonly string[], article?: string) => void;

/**
 * Steps 1–5 and 8 of the decision order: what it is. Accusations and reports of crimes are known by the words alone:
 * they are never taught (P-03), so that a model knows none and would name whatever else it was taught.
 * @param words what the rules read
 * @param reading the same with what was learnt, which ranks all other matters
 */
export function choose(
  input: RouteInput,
  text: string,
  words: Reading,
  reading: Reading,
  reasons: RouteReason[],
): Choice {
  const scores = new Map(words.ranked.map((score) => [score.category, score.score]));
  const scoreOf = (category: CategoryCode): number => scores.get(category) ?? 0;
  const handled = isAboutHandling(words, scoreOf);
  const read = leadingOf(words, handled);
  const { police, other, otherLeads } = leadingOf(reading, handled);
  const because: Because = (rule, zh, en, found, article) => {
    reasons.push({ rule, zh, en, words: found, ...(article !== undefined && { article }) });
  };
  const wordsFor = (category: CategoryCode): readonly string[] =>
    words.ranked.find((score) => score.category === category)?.words ?? [];

  // However faint: an accusation that leads the police categories is never answered as if it were a mere wish.
  const accuses = scoreOf('CONDUCT.DISCIPLINE') >= SEALED_FROM;
  const faintlyAccuses =
    read.police?.category === 'CONDUCT.DISCIPLINE' && read.police.score >= RECOGNISED && !read.otherLeads;
  if (accuses || faintlyAccuses || (input.purpose === 'ACCUSATION' && !read.otherLeads)) {
    because(
      'ACCUSATION',
      '涉及民警或公安机关违纪违法:建议密封专办,服务诉求另行分出',
      'alleges a breach of discipline or law: seal it, split off any service request',
      wordsFor('CONDUCT.DISCIPLINE'),
      '30(3)',
    );
    return { purpose: 'ACCUSATION', category: 'CONDUCT.DISCIPLINE', action: 'SEAL' };
  }
  const person = (rule: string, zh: string, en: string, found: readonly string[] = []): Choice => {
    because(rule, zh, en, found);
    return { purpose: input.purpose ?? 'APPEAL', category: police?.category ?? 'SERVICE.CONSULT', action: 'PERSON' };
  };
  if (!/[\p{L}\p{N}]/u.test(text))
    return person('EMPTY', '没有可识别的文字,请人工查看', 'no readable text: a person must look');
  if (words.ranked.filter((score) => score.score >= CROWD.score).length >= CROWD.categories) {
    return person('CROWDED', '几乎所有类别同时命中,请人工判断', 'nearly every category matches: a person must look');
  }
  const crime = handled ? 0 : Math.max(scoreOf('CRIM.REPORT'), scoreOf('FRAUD'));
  const leadsPolice = crime > 0 && crime >= (read.police?.score ?? 0);
  const crimeLeads =
    leadsPolice &&
    (read.otherLeads ? crime >= CRIME_FROM && crime >= (read.other?.score ?? 0) * 0.6 : crime >= RECOGNISED);
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
    const doubt = doubtOfRedirect(input, words, other, handled, (police?.score ?? 0) >= RECOGNISED / 2);
    if (doubt) return person(...doubt);
    const row = categoryOf(other.category);
    because(
      'NOT_POLICE',
      `“${row.zh}”不属公安职权:告知向有权机关提出`,
      `not a police matter (${row.en})`,
      other.words,
      '23(1)',
    );
    const purpose = input.purpose ?? (words.concepts.has('ASK') ? 'CONSULT' : row.purpose);
    return { purpose, category: other.category, action: 'REDIRECT' };
  }
  if (police === undefined || police.score < RECOGNISED) {
    return person('NO_MATCH', '规则没有识别出事项,请人工判断', 'the rules recognise no matter: a person must look');
  }
  const complaint = KIND.has(police.category) ? complaintIn(words) : [];
  if (complaint.length > 0)
    return person(
      'THANKS_AND_MORE',
      '既有表扬或建议,也有没有解决的事:请人工看还有什么诉求',
      'thanks or a suggestion, and something that is still to be done: a person must look',
      complaint,
    );
  return choosePolice(input, police, words, scoreOf, because, person);
}

/** The text complains of how a report was handled; then the report itself is no new one. */
const isAboutHandling = (words: Reading, scoreOf: (category: CategoryCode) => number): boolean => {
  const stalled = words.concepts.has('STALL') || words.concepts.has('REFUSE');
  return [...HANDLING].some((category) => scoreOf(category) >= (stalled ? RECOGNISED : CRIME_FROM));
};

/** Why a machine does not say that it is not for the police, though words of another matter lead. */
function doubtOfRedirect(
  { accused }: RouteInput,
  { concepts, ranked }: Reading,
  other: Score,
  handled: boolean,
  policeScores: boolean,
): [rule: string, zh: string, en: string, words?: readonly string[]] | undefined {
  const said = (...notions: Parameters<typeof concepts.get>[0][]) =>
    notions.flatMap((notion) => concepts.get(notion) ?? []);
  // Whoever says that the police did not act on his report is never sent elsewhere by a machine.
  if (handled)
    return [
      'POLICE_DID_NOT_ACT',
      '反映公安机关未受理或未处理,事项本身可能属其他机关:请人工判断',
      'it says that the police did not act, on what may be for others: a person must look',
    ];
  const bribes = said('BRIBERY');
  if (bribes.length > 0)
    return [
      'OFFICIALS_ELSEWHERE',
      '反映其他机关人员涉嫌贪污贿赂,不转给被反映的机关:请人工判断(纪委监委)',
      'it accuses officials of another organ, to whom it must not go: a person must look',
      bribes,
    ];
  const namesPolice = POLICE_NOTIONS.some((notion) => concepts.has(notion));
  // What the police did themselves is theirs to answer, whatever it was about.
  const acted = said('POLICE_ACTS');
  const ofThePolice = ranked.find(({ category, score }) => OF_THE_POLICE.test(category) && score >= RECOGNISED);
  if (acted.length > 0 || accusesSomebody(accused) || (namesPolice && ofThePolice))
    return [
      'POLICE_ACTED',
      '事项可能属其他机关,但反映了公安机关自身的行为:请人工判断',
      'it may be for others, but it speaks of what the police did: a person must look',
      acted.length > 0 ? acted : (ofThePolice?.words ?? []),
    ];
  // Who was beaten or robbed is not told to go elsewhere, wherever it happened (§5.1 step 3).
  const hurt = said('VIOLENCE', 'ROBBED', 'HURT_CHILD');
  if (hurt.length > 0)
    return [
      'MAY_BE_CRIME',
      '事项可能属其他机关,但提到被打、被偷等:请人工看是否报案',
      'it may be for others, but somebody was hurt or robbed: a person must look whether it is a report',
      hurt,
    ];
  if (other.score < SURE_REDIRECT && (namesPolice || policeScores))
    return ['UNCLEAR', '是否属公安职权不明确,请人工判断', 'police or not is unclear: a person must look'];
  return undefined;
}

/** What is still to be done, beside thanks or a suggestion. */
function complaintIn({ concepts, signals, ranked }: Reading): readonly string[] {
  const notions = (['STALL', 'REFUSE', 'SHIRK', 'MISHANDLED', 'UNDONE'] as const).flatMap(
    (notion) => concepts.get(notion) ?? [],
  );
  const matter = ranked.find(({ category, score }) => score >= RECOGNISED && OF_THE_POLICE.test(category));
  return [...notions, ...(signals.get('DUTY_OPEN') ?? []), ...(matter?.words ?? [])];
}

function choosePolice(
  input: RouteInput,
  police: Score,
  words: Reading,
  scoreOf: (category: CategoryCode) => number,
  because: Because,
  person: (rule: string, zh: string, en: string, words?: readonly string[]) => Choice,
): Choice {
  const row = categoryOf(police.category);
  because('CATEGORY', `按用词归为“${row.zh}”`, `the words point to ${row.en}`, police.words);
  const asked = words.concepts.get('ASK') ?? [];
  const complains = scoreOf('CONDUCT.ATTITUDE') >= 4 || scoreOf('CONDUCT.SHIRK') >= 4 || words.signals.has('DECISION');
  const enquiry = asked.length > 0 && ENQUIRY_TOPICS.has(police.category) && !complains;
  const purpose = input.purpose ?? (enquiry ? 'CONSULT' : row.purpose);
  if (purpose !== 'APPEAL') {
    because(
      'SIMPLE',
      '咨询、建议、表扬类:简易答复',
      'enquiry, suggestion or thanks: simple path',
      enquiry ? asked : [],
      purpose === 'SUGGESTION' ? '29' : undefined,
    );
    return { purpose, category: row.code, action: 'REPLY' };
  }
  const when = row.otherwise?.when;
  // A refusal in an administrative procedure stays one, however unfriendly the counter was.
  const refused = when === 'SERVICE' && row.article === '31(4)' && words.signals.has('DECISION');
  const signal = when === undefined || refused ? undefined : words.signals.get(when);
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
  const used = words.concepts.get('STAGE_USED') ?? [];
  const underWay = words.concepts.get('UNDER_WAY') ?? [];
  const usedUp = used.length + underWay.length > 0 && branch.route !== undefined && USED_UP.has(branch.route);
  // After the reconsideration the court is open for fifteen days (行政诉讼法45); what else is open a person says.
  if (usedUp && (branch.route !== 'ADMIN_RECON' || underWay.length > 0))
    return person(
      'STAGE_USED',
      '该法定程序已经走过或者正在进行:请人工看还有什么途径',
      'that statutory procedure was used or is under way: a person must look what is open',
      [...used, ...underWay],
    );
  // Whoever is missing is looked for at once; seven days for a reconsideration find nobody (条例25).
  const missing = words.concepts.get('MISSING') ?? [];
  if (missing.length > 0 && branch.route === 'CRIM_RECON')
    return person(
      'MISSING_PERSON',
      '有孩子或者老人走失、失联:先组织查找,不导入刑事复议',
      'a child or an old person is missing: search first, a person must look',
      missing,
    );
  const route = usedUp ? 'ADMIN_SUIT' : branch.route;
  const procedure = route === undefined ? undefined : STATUTORY_ROUTES[route];
  because(
    'STATUTORY',
    `导入法定程序${procedure ? `“${procedure.zh}”` : ''}(条例${article})`,
    `a statutory procedure is open${procedure ? `: ${procedure.en}` : ''} (${article})`,
    usedUp ? used : (signal ?? police.words),
    article,
  );
  return { purpose, category: row.code, action: 'CHANNEL', article, ...(route !== undefined && { route }) };
}
