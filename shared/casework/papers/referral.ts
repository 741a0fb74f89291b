import { localDateOf } from '../../domain/calendar.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import type { Head } from '../../domain/petition.ts';
import { stateName } from '../../domain/state-names.ts';
import { clockOf, clockOrCounted, counted, informClock, openedOn, printed } from './printed-clocks.ts';
import { commandIn, numberOf, type Setting } from './setting.ts';
import { nameOf, placeOf, toOrgan, toPetitioner } from './who-issues.ts';
import { doneSoFar } from './work-done.ts';
import { gistOf, inSentence, recall, requestItemsOf, said, UNRECORDED } from './written-words.ts';

const MATERIALS = ['信访事项登记内容和信访人提交的材料（随系统转送）'];
/** Clocks of the unit below: they run on its own case, which opens with this command. */
const belowClocks = (setting: Setting) => ({
  inform: counted('REF_INFORM_15D', setting.now, setting),
  objection: counted('OBJECT_5WD', setting.now, setting),
});

/** 转送函, also of the simple procedure. */
export function transferPaper(setting: Setting): DataOf<'DOC-TRANSFER'> {
  const command = commandIn(setting, 'TRANSFER', 'PASS_ON');
  return {
    ...toOrgan(setting, 'DOC-TRANSFER', nameOf(setting.tree, command.to)),
    gist: gistOf(setting),
    items: requestItemsOf(setting),
    why: whyThere(command),
    materials: MATERIALS,
    ...belowClocks(setting),
  };
}

const whyThere = (command: { readonly type: string; readonly reason?: string }): string =>
  inSentence(said(command.reason, '该事项属于该单位职权范围'));

/** 转送去向告知书, of a transfer and of an assignment. */
export function transferNotice(setting: Setting): DataOf<'DOC-TRANSFER-NOTICE'> {
  const command = commandIn(setting, 'TRANSFER', 'ASSIGN', 'PASS_ON');
  return {
    ...toPetitioner(setting, 'DOC-TRANSFER-NOTICE'),
    gist: gistOf(setting),
    why: whyThere(command),
    destination: placeOf(setting.tree, command.to),
    inform: belowClocks(setting).inform,
    assigned: command.type === 'ASSIGN',
  };
}

/** 交办函. */
export function assignPaper(setting: Setting): DataOf<'DOC-ASSIGN'> {
  const { to, requirements, reportDue } = commandIn(setting, 'ASSIGN');
  const clock = clockOf(setting.head, ['ASSIGN_REPORT']);
  return {
    ...toOrgan(setting, 'DOC-ASSIGN', nameOf(setting.tree, to)),
    gist: gistOf(setting),
    items: requestItemsOf(setting),
    requirements: [said(requirements)],
    materials: MATERIALS,
    ...belowClocks(setting),
    report: clock ? printed(clock, setting) : counted('ASSIGN_REPORT', setting.now, setting, { setDue: reportDue }),
  };
}

/** 异议函, to whoever referred it. */
export function objectionPaper(setting: Setting): DataOf<'DOC-OBJECTION'> {
  const { reasons, proposedOrgan } = commandIn(setting, 'OBJECT');
  const { head, tree, above, now } = setting;
  const arrived = head.referral?.at ?? now;
  return {
    ...toOrgan(setting, 'DOC-OBJECTION', head.referral ? nameOf(tree, head.referral.from) : UNRECORDED),
    referral: {
      number: said(numberOf(above[0], 'DOC-TRANSFER', 'DOC-ASSIGN'), '文号未登记'),
      arrivedOn: localDateOf(arrived),
    },
    reasons: [said(reasons)],
    evidence: [],
    competentOrgan: said(proposedOrgan),
    objection: clockOrCounted(setting, 'OBJECT_5WD', arrived),
    inform: informClock(setting),
  };
}

/** 异议核实意见, by whoever referred it. */
export function objectionRuling(setting: Setting): DataOf<'DOC-OBJ-RULING'> {
  const { upheld, reason } = commandIn(setting, 'RULE_OBJECTION');
  const { head, tree } = setting;
  const office = head.referral?.from ?? head.office;
  return {
    ...toOrgan(setting, 'DOC-OBJ-RULING', nameOf(tree, head.unit)),
    objectionNumber: said(numberOf(head, 'DOC-OBJECTION'), '文号未登记'),
    found: said(reason),
    ruling: upheld
      ? { agreed: true, returned: MATERIALS, goesTo: `${nameOf(tree, office)}另行确定的单位` }
      : { agreed: false, inform: informClock(setting) },
  };
}

/** 管辖决定书, by the common superior. */
export function jurisdictionPaper(setting: Setting): DataOf<'DOC-JURIS'> {
  const { to, reason } = commandIn(setting, 'DECIDE_JURISDICTION');
  const { before, head, tree } = setting;
  const holder = nameOf(tree, before?.unit ?? head.unit);
  const opponent = before?.dispute ? nameOf(tree, before.dispute.with) : UNRECORDED;
  return {
    ...toOrgan(setting, 'DOC-JURIS', `${holder}、${opponent}`),
    gist: gistOf(setting),
    parties: [
      { who: holder, text: said(recall(setting, 'reason', 'DISPUTE')) },
      { who: opponent, text: UNRECORDED },
    ],
    found: said(reason),
    decidedFor: nameOf(tree, to),
    interimOrgan: holder,
    inform: informClock(setting),
  };
}

/** 办结报告, of the case below to whoever assigned it. */
export function closingReport(setting: Setting): DataOf<'DOC-CLOSING-REPORT'> {
  const { report } = commandIn(setting, 'SUBMIT_CLOSING_REPORT');
  const { head, above, tree } = setting;
  const [assigned] = above;
  const opinionNumber = numberOf(head, 'DOC-OPINION', 'DOC-REPLY');
  const deliveredOn = openedOn(head);
  return {
    ...toOrgan(setting, 'DOC-CLOSING-REPORT', assigned ? nameOf(tree, assigned.office) : UNRECORDED),
    assignment: {
      number: said(numberOf(assigned, 'DOC-ASSIGN'), '文号未登记'),
      dueOn: clockOf(assigned, ['ASSIGN_REPORT'])?.due ?? localDateOf(setting.now),
    },
    facts: said(report),
    handling: doneSoFar(setting),
    results: requestItemsOf(setting).map((request, at) => ({ request, result: resultOf(setting, at) })),
    ...(opinionNumber ? { opinionNumber } : {}),
    ...(deliveredOn ? { deliveredOn } : {}),
    // What he thinks of it is his own rating, which the handling unit does not see before the end (P-10).
    petitionerSays: UNRECORDED,
    openPoints: UNRECORDED,
    attachments: papersOf(head),
  };
}

const resultOf = (setting: Setting, at: number): string =>
  said(recall(setting, `answer${at + 1}`, 'DRAFT_OPINION', 'REPLY'), stateName(setting.head.state).zh);

const papersOf = (head: Head): string[] =>
  head.documents.flatMap(({ number }) => (number === undefined ? [] : [number])).slice(0, 30);
