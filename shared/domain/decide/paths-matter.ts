import { joined, NOBODY, namedByLink, namedIn, ownAccused } from '../accused-parties.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import type { UnitId } from '../ids.ts';
import { type Head, isReReviewed, matterOf, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, notice, type Standpoint, stop } from './context.ts';
import { isScreened, noticeHasMethod } from './guards.ts';
import { citedCase, informed, isNotHandledByTheAccused, sameMatter } from './paths-guards.ts';
import { outOfTheOffice } from './screening.ts';

/**
 * 3 关联信访事项: a person confirms same person and same matter; the machine only suggests (P-07). A petition that was
 * linked by mistake is linked to itself: a matter of its own again. Whoever the matter complains of has no part in the
 * petition either (P-10): nobody reads it whom it complains of by now, and nobody handles it, until it is of another matter,
 * whom another petition of it does by then.
 */
export function linkMatter(head: Head, command: CommandOf<'LINK_MATTER'>, context: DecideContext): Decision {
  const alone = [head.id, head.petitionId].some((own) => own === command.matter);
  const cited = alone ? undefined : citedCase({ head, context, field: '/matter', article: '条例19(3)' });
  const matter = cited ? matterOf(cited) : head.petitionId;
  if (matter === matterOf(head))
    throw new Refused(
      refusal(
        'ALREADY_LINKED',
        undefined,
        '条例19(3)',
        ['两件已属于同一信访事项', 'both belong to the same matter already'],
        [
          '无需再次关联;关联有误的,matter 填本件编号',
          'nothing is left to do; a wrong link is undone by naming the case itself',
        ],
        '/matter',
      ),
    );
  const isFound = command.samePetitioner && !context.samePetitioner;
  const his = cited && isFound ? { samePetitioner: cited.petitionId } : {};
  if (cited) isNotHandledByTheAccused(ownAccused(head), context, '/matter');
  const linked = { type: 'matter-linked.v1', matter, ...his } as const;
  // It is the petition that is of a matter: in every case above, however far up, as in this one.
  const above = (context.above ?? []).filter((one) => one.petitionId === head.petitionId && matterOf(one) !== matter);
  const line = [head, ...above];
  const ofMatter = cited ? joined(cited.accused, namedIn(context.matterCases ?? [])) : NOBODY;
  const named = namedByLink(line, ofMatter);
  const accused = joined(ownAccused(head), ofMatter);
  return {
    // A matter that came before is no first petition, so the simple procedure is not open to it.
    events: [
      linked,
      ...(named[0] ?? []),
      ...outOfTheOffice(head, accused, context),
      ...stop(head, ['SIMPLE_ACCEPT_3WD'], context.now, '关联到已有信访事项,不属初次信访', 'SUPERSEDED'),
    ],
    others: above.map((one, at) => ({ head: one, events: [linked, ...(named[at + 1] ?? [])] })),
    texts: { reason: command.reason },
  };
}

/** Clocks within whose limit an organ below is handling it. */
const HANDLING_LIMITS: readonly ClockCode[] = [
  'HANDLE_60D',
  'EXT_30D',
  'SIMPLE_REPLY_10WD',
  'REMAKE',
  'REVIEW_30D',
  'REREVIEW_30D',
];

/**
 * 16 不予受理: only a superior of the organ that handles the same matter, and only within its limit (19(3)). A repeat
 * that reaches the handling organ itself is attached to the matter and answered with its progress.
 */
export function notAccept(head: Head, command: CommandOf<'NOT_ACCEPT'>, context: DecideContext): Decision {
  mayNotAccept(head, context);
  const cited = citedCase({ head, context, field: '/pendingCase', article: '条例19(3)' });
  if (!isBelow(cited.organ, head, context)) throw new Refused({ ...NOT_A_SUPERIOR, field: '/pendingCase' });
  sameMatter(head, cited, '/pendingCase', '条例19(3)');
  samePetitioner(command, context, '条例19(3)');
  const limit = HANDLING_LIMITS.map((code) => runningClock(cited, code)).find((clock) => clock !== undefined);
  if (!limit || context.now > limit.dueInstant)
    throw new Refused(
      refusal(
        'NOT_PENDING_IN_TIME',
        undefined,
        '条例19(3)',
        [
          limit
            ? `下级机关的办理期限已于 ${limit.due} 届满,上级机关不得再以此不予受理`
            : '下级机关没有在规定期限内正在办理的该事项',
          limit
            ? `the limit of the organ below ended on ${limit.due}: the superior may no longer decline`
            : 'no organ below is handling it within a limit',
        ],
        ['依法受理或交办,并可督办下级机关', 'accept or assign it; the organ below may be supervised'],
        '/pendingCase',
      ),
    );
  noticeHasMethod(head, command.method);
  return {
    events: [
      { type: 'not-accepted.v1', pendingCase: cited.id, pendingDue: limit.due, ...found(command, context) },
      ...notice('DOC-NACC', command.method),
      ...informed(head, context.now, '不予受理告知书发出'),
      moveTo('NOT_ACCEPTED'),
    ],
    texts: { reason: command.reason },
  };
}

/** Some organ stands below this one: of what it handles itself nothing is declined. */
export function mayNotAccept(head: Head, context: Standpoint): void {
  isScreened(head);
  const { units } = context.tree.bureau;
  if (!units.some(({ id, signsOpinions }) => signsOpinions && isBelow(id, head, context)))
    throw new Refused(NOT_A_SUPERIOR);
}

const isBelow = (organ: UnitId, head: Head, { tree }: Standpoint): boolean =>
  organ !== head.organ && tree.isWithin(organ, head.organ);

const NOT_A_SUPERIOR = refusal(
  'NOT_A_SUPERIOR',
  undefined,
  '条例19(3)',
  [
    '只有受理、办理机关的上级机关可以不予受理;本机关正在办理的,应当关联并告知进展',
    'only a superior of the organ that handles it may decline; here it is attached and its progress told',
  ],
  ['用 LINK_MATTER 关联并告知办理进展', 'LINK_MATTER it and tell the progress'],
);

/**
 * 17 不再受理: two persons compare facts and reasons with a re-review that was delivered (36(3)); one of them is the
 * chief. The first call proposes, the second decides. New facts or reasons are a new case, whatever came before.
 */
export function noLongerAccept(head: Head, command: CommandOf<'NO_LONGER_ACCEPT'>, context: DecideContext): Decision {
  isScreened(head);
  const cited = citedCase({ head, context, field: '/reReviewCase', article: '条例36(3)' });
  sameMatter(head, cited, '/reReviewCase', '条例36(3)');
  samePetitioner(command, context, '条例36(3)');
  reReviewDelivered(cited);
  if (command.hasNewFacts)
    throw new Refused(
      refusal(
        'NEW_FACTS_NEW_CASE',
        undefined,
        '条例36(3)',
        [
          '有新的事实或者理由的,不属于不再受理,应当作为新的信访事项办理',
          'with new facts or reasons it is no longer the decided matter: it is handled as a new case',
        ],
        ['改用 ACCEPT、TRANSFER 等', 'ACCEPT or TRANSFER it'],
        '/hasNewFacts',
      ),
    );
  const { officer } = context;
  if (!officer) throw new Error('two officers decide that nothing more is accepted');
  const texts = { comparison: command.comparison, newFacts: command.newFacts };
  const first = head.noLonger;
  if (first?.reReviewCase !== cited.id)
    return {
      events: [{ type: 'no-longer-proposed.v1', by: officer, reReviewCase: cited.id, ...found(command, context) }],
      texts,
    };
  twoPersons(first.proposedBy, officer, context);
  noticeHasMethod(head, command.method);
  return {
    events: [
      { type: 'no-longer-accepted.v1', reReviewCase: cited.id, by: officer },
      ...notice('DOC-NLACC', command.method),
      ...informed(head, context.now, '不再受理告知书发出'),
      moveTo('NO_LONGER_ACCEPTED'),
    ],
    texts,
  };
}

/**
 * What bars a repeat bars whoever wrote before, and no other signer of a joint letter or group visit (19(3), 36(3)): each
 * has his own notices, reviews and time limits (G7).
 */
function samePetitioner(command: Barring, { samePetitioner: known }: DecideContext, article: string): void {
  if (known || command.samePetitioner) return;
  throw new Refused(
    refusal(
      'OTHER_PETITIONER',
      'G7',
      article,
      [
        '所引用的件与本件的信访人不一致:同一事项的其他信访人不受此限',
        'the case that is cited came from another petitioner: others with the same matter are not barred by it',
      ],
      [
        '依法受理;核实确系同一信访人的,填 samePetitioner: true',
        'accept it; found to be the same petitioner after all, say samePetitioner: true',
      ],
      '/samePetitioner',
    ),
  );
}

type Barring = CommandOf<'NOT_ACCEPT'> | CommandOf<'NO_LONGER_ACCEPT'>;

/** A finding of the officer's own goes on record. */
const found = (command: Barring, { samePetitioner: known }: DecideContext) =>
  command.samePetitioner && !known ? ({ samePetitioner: true } as const) : {};

/** G5: a review opinion does not end a matter; a re-review opinion does, once the petitioner has it. */
function reReviewDelivered(cited: Head): void {
  if (isReReviewed(cited)) return;
  const [zh, en] =
    cited.stage === 'REREVIEW'
      ? ['复核意见尚未送达信访人', 'the re-review opinion has not been delivered yet']
      : [
          '该事项没有复核意见,仅有处理意见或复查意见不得不再受理',
          'there is no re-review opinion; an opinion or a review is not enough',
        ];
  throw new Refused(
    refusal(
      'NOT_RE_REVIEWED',
      'G5',
      '条例36(3)',
      [zh, en],
      [
        '告知信访人申请复查、复核的权利和期限,或依法办理',
        'tell the right to review and re-review with its limits, or handle it',
      ],
      '/reReviewCase',
    ),
  );
}

function twoPersons(first: string, second: string, { tree, standings }: DecideContext): void {
  if (first === second)
    throw new Refused(
      refusal(
        'SECOND_PERSON_REQUIRED',
        undefined,
        '条例36(3)',
        ['应当由另一人再次比对事实和理由', 'another person compares facts and reasons again'],
        ['请信访部门另一人执行 NO_LONGER_ACCEPT', 'let somebody else of the office give the command'],
        '/reReviewCase',
      ),
    );
  const chiefFirst = tree.bureau.officers.some(({ id, roles }) => id === first && roles.includes('petitionChief'));
  if (chiefFirst || standings.has('CHIEF')) return;
  throw new Refused(
    refusal(
      'CHIEF_REQUIRED',
      undefined,
      '条例36(3)',
      ['两人中应当有信访部门负责人', 'one of the two is the head of the petition office'],
      ['请信访部门负责人执行 NO_LONGER_ACCEPT', 'let the head of the office give the command'],
      '/reReviewCase',
    ),
  );
}
