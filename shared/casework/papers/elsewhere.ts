import { localDateOf } from '../../domain/calendar.ts';
import { branchesOf } from '../../domain/decide/paths-guards.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { regulation } from '../../domain/documents/formal-writing.ts';
import type { Organ } from '../../domain/documents/parts.ts';
import type { Head } from '../../domain/petition.ts';
import { categoryOf } from '../../domain/taxonomy.ts';
import { clockOf, informClock, printed } from './printed-clocks.ts';
import { commandIn, numberOf, type Setting } from './setting.ts';
import { AGAINST_NOT_FILING, BRANCH_OF, openRoute, statutoryRoute } from './statutory-route.ts';
import { actorName, nameOf, officerName, placeOf, toPetitioner } from './who-issues.ts';
import { gistOf, recall, requestItemsOf, said, UNRECORDED } from './written-words.ts';

/** 告知书(向有权机关提出). */
export function redirectPaper(setting: Setting): DataOf<'DOC-REDIRECT'> {
  const { organ, reason } = commandIn(setting, 'REDIRECT');
  const listed = setting.tree.bureau.competentOrgans.find(({ name }) => name === organ.name);
  const competent: Organ = {
    name: said(organ.name),
    address: said(organ.address),
    phone: said(organ.phone ?? listed?.phone),
  };
  return {
    ...toPetitioner(setting, 'DOC-REDIRECT'),
    gist: gistOf(setting),
    why: said(reason),
    competent,
    ...(categoryOf(setting.head.category ?? '')?.redirect ? {} : { isForPoliceAbove: true }),
    route: openRoute(
      '以书信、电话、走访或者网络等形式提出',
      competent,
      regulation(23, { paragraph: 1 }),
      '信访没有提出期限；其中有诉讼、仲裁等法定时效的，请尽早办理',
    ),
  };
}

/** 导入法定程序告知书: the last day is the one that the decision put on the case. */
export function channelPaper(setting: Setting): DataOf<'DOC-CHANNEL'> {
  const command = commandIn(setting, 'CHANNEL');
  const { head, tree } = setting;
  const { unit } = command.organ;
  const route = statutoryRoute(command, setting);
  return {
    ...toPetitioner(setting, 'DOC-CHANNEL'),
    branch: branchOf(head, command.route),
    items: requestItemsOf(setting),
    why: said(command.reason),
    routes: head.category === 'CRIM.NOFILE' ? [route, ...AGAINST_NOT_FILING] : [route],
    ...(unit
      ? {
          ownProcedure: {
            unit: nameOf(tree, unit),
            caseNumber: said(command.caseNumber),
            phone: placeOf(tree, unit).phone,
          },
        }
      : {}),
    contestTo: placeOf(tree, head.office),
  };
}

/** As classified; where the class is 31(6) or leaves it open, the branch that the procedure belongs to. */
function branchOf(head: Head, route: keyof typeof BRANCH_OF): 1 | 2 | 3 | 4 | 5 {
  const branches = [head.article, ...branchesOf(head)].flatMap(
    (branch) => /^31\(([1-5])\)$/.exec(branch ?? '')?.[1] ?? [],
  );
  const usual = BRANCH_OF[route];
  const first = Number(branches[0]);
  return branches.length === 0 || branches.includes(String(usual)) ? usual : (first as 1 | 2 | 3 | 4 | 5);
}

/** 不予受理告知书: who handles it, under which number, until when (条例19(3)). */
export function notAcceptedPaper(setting: Setting): DataOf<'DOC-NACC'> {
  commandIn(setting, 'NOT_ACCEPT');
  const { cited, head, tree, now } = setting;
  const organ = cited ? placeOf(tree, cited.organ) : NOT_LOADED;
  const limit = clockOf(cited, ['HANDLE_60D', 'EXT_30D', 'SIMPLE_REPLY_10WD', 'REMAKE', 'REVIEW_30D', 'REREVIEW_30D']);
  return {
    ...toPetitioner(setting, 'DOC-NACC'),
    items: requestItemsOf(setting),
    pending: {
      organ,
      number: said(numberOf(cited, 'DOC-ACCEPT') ?? cited?.petitionId),
      acceptedOn: localDateOf(cited?.acceptedAt ?? cited?.receivedAt ?? now),
      due: limit ? printed(limit, setting) : informClock(setting),
    },
    route: openRoute(
      '到期没有答复的，凭本告知书反映',
      placeOf(tree, head.office),
      regulation(19, { paragraph: 3 }),
      '反映没有期限；对将来的答复不服的，按答复上写明的期限申请复查',
    ),
  };
}

/** Where the case that is cited is not at hand. */
const NOT_LOADED: Organ = { name: '下级机关', address: UNRECORDED, phone: UNRECORDED };

/** 不再受理告知书: what two persons compared, and with which re-review opinion. */
export function noLongerAcceptedPaper(setting: Setting): DataOf<'DOC-NLACC'> {
  const { comparison, newFacts } = commandIn(setting, 'NO_LONGER_ACCEPT');
  const { before, cited, head, now, tree } = setting;
  const delivered = cited?.documents.findLast(({ kind }) => kind === 'DOC-DELIVERY')?.at;
  const first = recall(setting, 'comparison', 'NO_LONGER_ACCEPT');
  return {
    ...toPetitioner(setting, 'DOC-NLACC'),
    items: requestItemsOf(setting),
    reReview: {
      organ: cited ? nameOf(tree, cited.organ) : '复核机关',
      number: said(numberOf(cited, 'DOC-REREVIEW-OPINION'), '文号未登记'),
      deliveredOn: localDateOf(delivered ?? cited?.concludedAt ?? now),
    },
    comparison: {
      facts: [first, said(comparison)].filter((text) => text !== undefined).join('\n'),
      reasons: '与事实一并比对，见上',
      newFacts: said(newFacts),
      comparedBy: [officerName(tree, before?.noLonger?.proposedBy), actorName(setting)],
    },
    newFactsTo: placeOf(tree, head.office),
    routes: [],
  };
}
