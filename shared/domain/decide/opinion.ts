import { localDateOf, parseInstant } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import { type Head, type OpinionFacts, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { rootCauseOf } from '../taxonomy.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';

/** 26 拟稿: after the petitioner was heard, or two attempts to reach him failed (条例31(6)). */
export function draftOpinion(head: Head, command: CommandOf<'DRAFT_OPINION'>, context: DecideContext): Decision {
  if (head.heard === 0 && head.failedContacts < 2)
    throw new Refused(
      refusal(
        'PETITIONER_NOT_HEARD',
        undefined,
        '条例31(6)',
        [
          '应当听取信访人陈述事实和理由;两次联系未果的除外',
          'hear the petitioner first, unless two attempts to reach him failed',
        ],
        ['先执行 LOG_CONTACT', 'LOG_CONTACT first'],
      ),
    );
  const { opinion } = command;
  const unknown = opinion.items.findIndex(({ item }) => item > head.requestItems);
  if (unknown >= 0)
    throw new Refused(
      refusal(
        'UNKNOWN_REQUEST_ITEM',
        undefined,
        '条例32',
        [`受理的诉求只有 ${head.requestItems} 项`, `${head.requestItems} request item(s) were accepted`],
        ['答复项号应与受理的诉求项一致', 'answer the items that were accepted'],
        `/opinion/items/${unknown}/item`,
      ),
    );
  const twice = opinion.items.findIndex(({ item }, at) => opinion.items.findIndex((other) => other.item === item) < at);
  if (twice >= 0)
    throw new Refused(
      refusal(
        'ITEM_ANSWERED_TWICE',
        'G9',
        '条例32',
        ['同一诉求项只能有一个答复', 'a request item has one answer'],
        ['合并为一个答复', 'make one answer of them'],
        `/opinion/items/${twice}/item`,
      ),
    );
  const organ = context.tree.unit(head.organ);
  if (!context.officer) throw new Error('an opinion is drafted by an officer');
  const facts: OpinionFacts = {
    drafter: context.officer,
    draftedAt: context.now,
    answered: [...new Set(opinion.items.filter(({ answer }) => answer.trim()).map(({ item }) => item))].sort(),
    outcomes: opinion.items.map(({ outcome }) => outcome),
    hasFacts: opinion.facts.trim() !== '',
    hasLegalBasis: opinion.legalBasis.trim() !== '',
    ...(organ?.reviewOrgan ? { reviewOrgan: organ.reviewOrgan.name } : {}),
  };
  return {
    events: [{ type: 'opinion-drafted.v1', opinion: facts }, moveTo('OPINION_DRAFT')],
    texts: {
      facts: opinion.facts,
      legalBasis: opinion.legalBasis,
      ...Object.fromEntries(opinion.items.map(({ item, answer }) => [`answer${item}`, answer])),
    },
  };
}

/** 27 审批: head of the unit, then head of the organ; every item answered, drafter ≠ approver (G9). */
export function approveOpinion(head: Head, command: CommandOf<'APPROVE_OPINION'>, context: DecideContext): Decision {
  const { opinion } = head;
  if (!opinion) throw new Error(`case ${head.id} is ${head.state} without an opinion`);
  const step = head.state === 'OPINION_DRAFT' ? 'UNIT' : 'ORGAN';
  if (!context.standings.has(step === 'UNIT' ? 'UNIT_HEAD' : 'BUREAU_HEAD'))
    throw new Refused(
      refusal(
        'WRONG_APPROVER',
        'G9',
        '条例31(6)',
        step === 'UNIT'
          ? ['应先由承办单位负责人审核', 'the head of the handling unit approves first']
          : ['应由本机关负责人批准', 'the head of the organ approves now'],
        ['请由相应负责人审批', 'let that head approve'],
      ),
    );
  if (context.officer === opinion.drafter)
    throw new Refused(
      refusal(
        'DRAFTER_IS_APPROVER',
        'G9',
        '条例31(6)',
        ['拟稿人不得审批自己的处理意见', 'whoever drafted an opinion does not approve it'],
        ['请由其他负责人审批', 'let another head approve it'],
      ),
    );
  const items = Array.from({ length: head.requestItems }, (_, at) => at + 1);
  const open = items.filter((item) => !opinion.answered.includes(item));
  const missing = [
    ...open.map((item) => [`第 ${item} 项诉求未答复`, `request item ${item} has no answer`] as const),
    ...(opinion.hasFacts ? [] : [['缺少事实', 'the facts are missing'] as const]),
    ...(opinion.hasLegalBasis ? [] : [['缺少法律依据', 'the legal basis is missing'] as const]),
    ...(opinion.reviewOrgan ? [] : [['未设定复查机关', 'no review organ is configured'] as const]),
    ...(command.check.facts && command.check.law && command.check.papers
      ? []
      : [['三性审查未全部通过', 'the three-part check (三性) is not complete'] as const]),
  ];
  if (missing.length > 0)
    throw new Refused(
      refusal(
        'OPINION_INCOMPLETE',
        'G9',
        '条例32、35',
        [missing.map(([zh]) => zh).join(';'), missing.map(([, en]) => en).join('; ')],
        ['用 RETURN_DRAFT 退回修改', 'send it back with RETURN_DRAFT'],
      ),
    );
  if (command.rootCause !== undefined) knownRootCause(command.rootCause);
  return {
    events: [
      {
        type: 'opinion-approved.v1',
        step,
        ...(command.rootCause ? { rootCause: command.rootCause } : {}),
      },
      moveTo(step === 'UNIT' ? 'OPINION_APPROVAL' : 'OPINION_ISSUED'),
    ],
    ...(command.note ? { texts: { note: command.note } } : {}),
  };
}

/** 59 退回修改: with reasons; no clock moves. */
export function returnDraft(_head: Head, command: CommandOf<'RETURN_DRAFT'>, _context: DecideContext): Decision {
  return { events: [{ type: 'draft-returned.v1' }, moveTo('INVESTIGATING')], texts: { reasons: command.reasons } };
}

/** 28 发出: the case counts as concluded (办结); delivery is another matter. */
export function dispatch(head: Head, command: CommandOf<'DISPATCH'>, context: DecideContext): Decision {
  if (head.opinion?.dispatchedAt)
    throw new Refused(
      refusal(
        'ALREADY_DISPATCHED',
        undefined,
        '条例34',
        ['处理意见书已经发出', 'the opinion has been dispatched'],
        ['下一步为 DELIVER(送达)', 'DELIVER comes next'],
      ),
    );
  return {
    events: [
      ...notice('DOC-OPINION', command.method),
      { type: 'opinion-dispatched.v1' },
      ...stop(head, ['HANDLE_60D', 'EXT_30D', 'FIRST_CONTACT'], context.now, '处理意见书发出'),
    ],
  };
}

/** 29 送达: the petitioner's 30 days begin at actual receipt, never at issue (G11, 条例35). */
export function deliver(head: Head, command: CommandOf<'DELIVER'>, context: DecideContext): Decision {
  const { opinion } = head;
  if (!opinion?.dispatchedAt)
    throw new Refused(
      refusal(
        'NOT_DISPATCHED',
        'G11',
        '条例34、35',
        ['处理意见书尚未发出', 'the opinion has not been dispatched'],
        ['先执行 DISPATCH', 'DISPATCH it first'],
      ),
    );
  const receivedAt = parseInstant(command.receivedAt);
  if (!receivedAt || receivedAt > context.now || localDateOf(receivedAt) < localDateOf(opinion.dispatchedAt))
    throw new Refused(
      refusal(
        'RECEIPT_TIME_IMPOSSIBLE',
        'G11',
        '条例35',
        ['签收时间应在发出之后、现在之前', 'the time of receipt lies between dispatch and now'],
        ['填写信访人实际收到的时间(带时区)', 'give the instant at which the petitioner received it, with offset'],
        '/receivedAt',
      ),
    );
  return {
    events: [
      { type: 'delivered.v1', method: command.method, receivedAt },
      { type: 'document-issued.v1', kind: 'DOC-DELIVERY', method: command.method },
      start(newClock('REVIEW_APPLY_30D', receivedAt, context.calendar)),
      moveTo('DELIVERED'),
    ],
    texts: { proof: command.proof },
  };
}

/** 35 结案: procedural reasons only, root cause and lesson recorded; never while the review window is open (G10). */
export function close(head: Head, command: CommandOf<'CLOSE'>, context: DecideContext): Decision {
  if (command.reason !== 'WINDOW_EXPIRED' && command.reason !== 'NOT_CHALLENGED')
    throw new Refused(
      refusal(
        'REASON_NOT_PROVEN',
        'G10',
        '条例33、35',
        [`没有支持“${command.reason}”的记录`, `nothing on record supports "${command.reason}"`],
        [
          '处理意见送达后,复查申请期满以 WINDOW_EXPIRED 结案',
          'after delivery, close as WINDOW_EXPIRED when the review window has ended',
        ],
        '/reason',
      ),
    );
  const window = runningClock(head, 'REVIEW_APPLY_30D');
  if (window && context.now <= window.dueInstant)
    throw new Refused(
      refusal(
        'REVIEW_WINDOW_OPEN',
        'G10',
        '条例35',
        [
          `信访人可在 ${window.due} 24时前申请复查,此前不得结案`,
          `the petitioner may ask for review until 24:00 on ${window.due}; it cannot be closed before`,
        ],
        [`${window.due} 之后再结案`, `close it after ${window.due}`],
      ),
    );
  knownRootCause(command.rootCause);
  return {
    events: [
      ...stop(head, ['REVIEW_APPLY_30D'], context.now, '申请复查期限届满', 'EXPIRED'),
      { type: 'closed.v1', reason: command.reason, rootCause: command.rootCause },
      moveTo('CLOSED'),
    ],
    texts: { lesson: command.lesson },
  };
}

function knownRootCause(code: string): void {
  if (rootCauseOf(code)) return;
  throw new Refused(
    refusal(
      'UNKNOWN_ROOT_CAUSE',
      'A-71',
      '条例40',
      [`没有原因代码“${code}”`, `there is no root-cause code "${code}"`],
      ['例如 RC.NONE、RC.RESPONSE_SLOW', 'for example RC.NONE, RC.RESPONSE_SLOW'],
      '/rootCause',
    ),
  );
}
