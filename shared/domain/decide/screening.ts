import { withNamed } from '../accusation-names.ts';
import { namedFromBelow, ownAccused, without } from '../accused-parties.ts';
import { localDateOf } from '../calendar.ts';
import { organInTheClear } from '../clear-office.ts';
import type { CommandOf } from '../commands.ts';
import type { Accused, Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { withoutRegions } from '../regions.ts';
import { categoryOf, type Purpose } from '../taxonomy.ts';
import type { Article31, Category } from '../taxonomy-data.ts';
import { isForOutside } from '../who-rules.ts';
import { type DecideContext, type Decision, moveTo, notice, type Standpoint, stop } from './context.ts';
import { isScreened, knownAccused, knownOfficer, noticeHasMethod } from './guards.ts';
import { informed, isNoCrimeReport, isNotHandledByTheAccused } from './paths-guards.ts';
import { simpleClock } from './paths-simple.ts';
import { sealedClocks } from './sealed.ts';

/** 2 登记: a registrar takes responsibility for the record; the clock has been running since receipt. */
export function register(_head: Head, command: CommandOf<'REGISTER'>, context: DecideContext): Decision {
  if (command.readBack.how === 'NOT_POSSIBLE' && !command.readBack.reason)
    throw new Refused(
      refusal(
        'READ_BACK_REASON_MISSING',
        'A-02',
        '条例19(1)',
        ['未能请信访人核对记录的,应当写明原因', 'if the record could not be read back, say why'],
        ['填写 readBack.reason', 'give readBack.reason'],
        '/readBack/reason',
      ),
    );
  if (command.firstContactOfficer) knownOfficer(command.firstContactOfficer, context, '/firstContactOfficer');
  const firstContactOfficer = command.firstContactOfficer ?? context.officer;
  return {
    events: [
      {
        type: 'registered.v1',
        readBack: { how: command.readBack.how },
        ...(firstContactOfficer ? { firstContactOfficer } : {}),
        ...(command.externalNumber ? { externalNumber: command.externalNumber } : {}),
        ...(command.incidentNumber ? { incidentNumber: command.incidentNumber } : {}),
      },
      moveTo('REGISTERED'),
    ],
    ...(command.readBack.reason ? { texts: { readBackReason: command.readBack.reason } } : {}),
  };
}

/** 4 分类: a named person confirms or corrects the proposal (P-07). Naming an officer alone seals nothing. */
export function classify(head: Head, command: CommandOf<'CLASSIFY'>, context: DecideContext): Decision {
  const category = categoryOf(command.category);
  if (!category)
    throw new Refused(
      refusal(
        'UNKNOWN_CATEGORY',
        undefined,
        '条例31',
        [`没有分类代码“${command.category}”`, `there is no category "${command.category}"`],
        ['分类代码见 GET /openapi.json', 'the codes are listed in GET /openapi.json'],
        '/category',
      ),
    );
  isNoAccusation(command.purpose, category);
  if (head.namesAccused && !command.accused)
    throw new Refused(
      refusal(
        'ACCUSED_NOT_STATED',
        'P-03',
        '条例28(3)、30(3)',
        [
          '信访人写明了被反映的单位或人员,或者文中有本局工作人员的姓名:分类时应当逐一确认(没有的填空列表)',
          'the petitioner wrote whom he complains about, or names an officer: state the units and officers meant (empty lists if none)',
        ],
        ['填写 accused,例如 {"units":["…"],"officers":[]}', 'give accused, for example {"units":["…"],"officers":[]}'],
        '/accused',
      ),
    );
  const accused = command.accused ?? head.accused;
  knownAccused(accused, context);
  mayClearAccused(head, accused, command.reason, context);
  isNotHandledByTheAccused(without(accused, head.accused), context, '/accused');
  const article = branchOf(category, command.article);
  const { article: _before, ...rest } = head;
  const after: Head = {
    ...rest,
    purpose: command.purpose,
    category: category.code,
    accused,
    ...(article ? { article } : {}),
  };
  return {
    events: [
      {
        type: 'classified.v1',
        purpose: command.purpose,
        category: category.code,
        ...(article ? { article } : {}),
        accused,
        ...(command.accused && head.accusedByLink ? { accusedStated: true } : {}),
        ...(context.actor.kind === 'RULE' ? { rule: context.actor.rule } : {}),
      },
      ...simpleClock(head, after, command.simple, context),
      ...outOfTheOffice(head, accused, context),
    ],
    ...namedAbove(accused, context),
    ...(command.reason ? { texts: { reason: command.reason } } : {}),
  };
}

/**
 * §2.2 row 4, 条例30(3): what alleges a breach of discipline or a crime of the police is sealed, never handled as a petition,
 * where whoever it accuses would be told of it.
 */
function isNoAccusation(purpose: Purpose, category: Category): void {
  if (purpose !== 'ACCUSATION' && category.purpose !== 'ACCUSATION') return;
  throw new Refused(
    refusal(
      'ACCUSATION_IS_SEALED',
      'P-03',
      '条例30(3)',
      [
        '检举控告(违纪违法线索)应当转密办理,不得按普通信访事项分类',
        'an accusation (a breach of discipline or law) is sealed, never classified as an ordinary petition',
      ],
      [
        '执行 SEAL;其中的服务或者申诉部分由专办员拆分后另行办理',
        'SEAL it; the sealed officer splits off what is a service or an appeal',
      ],
      category.purpose === 'ACCUSATION' ? '/category' : '/purpose',
    ),
  );
}

/** Who screens it finds that it complains of all who could: the petition office of the organ above has it from now on. */
export function outOfTheOffice(head: Head, accused: Accused, { tree }: DecideContext): PetitionEvent[] {
  if (head.parentId !== undefined || head.unit !== head.office) return [];
  const organ = organInTheClear(head.organ, accused, tree);
  const office = organ && tree.petitionOfficeOf(organ.id);
  if (!organ || !office || organ.id === tree.presentOf(head.organ)) return [];
  const holding = { organ: organ.id, office: office.id, unit: office.id };
  const replaced = [{ from: head.office, to: office.id, cite: '条例30(3)' }];
  return [{ type: 'handed-on.v1', holding, replaced }];
}

/** The branch of 条例31: the usual one of its category, or the other one that the category knows. */
function branchOf(category: Category, chosen: Article31 | undefined): Article31 | undefined {
  if (chosen === undefined || chosen === category.article || chosen === category.otherwise?.article)
    return chosen ?? category.article;
  throw new Refused(
    refusal(
      'ARTICLE_NOT_OF_CATEGORY',
      '§5.2',
      '条例31',
      [`分类“${category.zh}”不属于第${chosen}项`, `the category "${category.en}" does not belong to Art. ${chosen}`],
      ['选择与该项相符的分类', 'choose a category of that branch'],
      '/article',
    ),
  );
}

/** Whoever is complained about is so in every case above it, however far up: none of those is his to see (P-03, P-10). */
function namedAbove(accused: Accused, { above = [] }: DecideContext): Pick<Decision, 'others'> {
  const others = above.map((head) => ({ head, events: namedFromBelow(head, accused) }));
  const unaware = others.filter(({ events }) => events.length > 0);
  return unaware.length === 0 ? {} : { others: unaware };
}

/** Nobody strikes his own organ, unit or colleagues off the list of those complained about; others say why. */
function mayClearAccused(head: Head, accused: Accused, reason: string | undefined, context: DecideContext): void {
  const units = head.accused.units.filter((unit) => !accused.units.includes(unit));
  const officers = head.accused.officers.filter((officer) => !accused.officers.includes(officer));
  if (units.length + officers.length === 0) return;
  const homes = officers.map((officer) => context.tree.officer(officer)?.unit).filter((unit) => unit !== undefined);
  const own = context.tree
    .withHeirs([...units, ...homes])
    .some((unit) => context.tree.isWithin(head.office, unit) || unit === head.organ);
  if (own)
    throw new Refused(
      refusal(
        'ACCUSED_CLEARS_ITSELF',
        'P-03',
        '条例28(3)、30(3)',
        [
          '被反映的机关不得自行撤去被反映的单位或人员',
          'an organ complained about does not strike itself or its own people off',
        ],
        ['转送上级机关甄别', 'transfer it to the superior organ'],
        '/accused',
      ),
    );
  if (!reason)
    throw new Refused(
      refusal(
        'REASON_REQUIRED',
        'P-03',
        '条例28(3)',
        ['撤去被反映的单位或人员应当写明理由', 'say why somebody is struck off the list of those complained about'],
        ['填写 reason', 'give reason'],
        '/reason',
      ),
    );
}

/**
 * 检举控告转密: the petition moves into the sealed store in one transaction, whole: where it was referred, the cases
 * above are emptied with it. What stays are empty heads without clocks, so that the number of cases adds up. The sealed
 * case is the petition's own, under its id: the receipt code leads there.
 */
export function seal(head: Head, command: CommandOf<'SEAL'>, context: DecideContext): Decision {
  const {
    clocks: _clocks,
    stopped: _stopped,
    documents: _documents,
    version: _version,
    updatedAt: _at,
    childId: _child,
    parentId: _parent,
    referral: _referral,
    ...facts
  } = withoutRegions(head);
  const { texts = {}, extra = {} } = context.stored ?? {};
  const words = [...Object.values(texts), extra.accusedText ?? ''].join('\n');
  return {
    events: emptied(head, context),
    others: [
      {
        events: [
          {
            type: 'opened.v1',
            head: {
              ...facts,
              id: head.petitionId,
              state: 'S_RECEIVED',
              sealed: true,
              screened: false,
              unit: head.office,
              purpose: 'ACCUSATION',
              accused: withNamed(head.accused, words, head.office, context.tree),
            },
          },
          ...sealedClocks(head, context.calendar),
        ],
        // The reason tells what it is about: it belongs to the sealed record alone.
        texts: { reason: command.reason },
      },
      ...(context.above ?? []).map((above) => ({ head: above, events: emptied(above, context) })),
    ],
  };
}

const emptied = (head: Head, { now }: DecideContext): PetitionEvent[] => [
  ...stop(
    head,
    head.clocks.map(({ code }) => code),
    now,
    '转入检举控告保密办理',
    'SUPERSEDED',
  ),
  { type: 'sealed.v1' },
  moveTo('SEALED'),
];

/**
 * 6 告知向有权机关提出: names the competent body; never for a matter of the police (G: X categories only), unless nobody
 * but the police above, outside the tables, may take it in hand (条例30(3)).
 */
export function redirect(head: Head, command: CommandOf<'REDIRECT'>, context: DecideContext): Decision {
  mayRedirect(head, context);
  // Nothing of the police goes to anybody but the police (条例23(1)).
  if (!categoryOf(head.category ?? '')?.redirect && !command.organ.name.includes('公安'))
    throw new Refused(NOT_THE_POLICE);
  noticeHasMethod(head, command.method);
  return {
    events: [
      ...notice('DOC-REDIRECT', command.method),
      ...informed(head, context.now, `告知书发出 ${localDateOf(context.now)}`),
      moveTo('REDIRECTED'),
    ],
    texts: {
      reason: command.reason,
      organ: [command.organ.name, command.organ.address, command.organ.phone].filter(Boolean).join(' · '),
    },
  };
}

const NOT_THE_POLICE = refusal(
  'NOT_A_POLICE_ORGAN',
  '§5.1',
  '条例23(1)、30(3)',
  [
    '该事项属于公安机关职权范围,只能告知向上级公安机关提出',
    'the matter is for the police: he can only be told of the superior police organ',
  ],
  ['organ.name 填写上级公安机关的名称', 'give the name of the superior police organ'],
  '/organ/name',
);

/** Screened, and nothing for the police; what reports a crime is, whatever it is about (拒不支付劳动报酬罪, §5.2). */
export function mayRedirect(head: Head, { tree }: Standpoint): void {
  isScreened(head);
  isNoCrimeReport(head);
  if (isForOutside(head.organ, ownAccused(head), tree)) return;
  if (!head.category || !categoryOf(head.category)?.redirect)
    throw new Refused(
      refusal(
        'POLICE_MATTER',
        '§5.1',
        '条例23(1)、28(1)',
        [
          '该事项属于公安机关职权范围,不得告知群众另找他处',
          'the matter is for the police and may not be sent elsewhere',
        ],
        [
          '改用 ACCEPT 或 TRANSFER;分类有误的,先重新 CLASSIFY',
          'ACCEPT or TRANSFER it; if the category is wrong, CLASSIFY again',
        ],
      ),
    );
}
