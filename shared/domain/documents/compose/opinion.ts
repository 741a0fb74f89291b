import type { LocalDate } from '../../ids.ts';
import type { Block } from '../content.ts';
import type { AnsweredItem, OpinionData, ReplyData } from '../data/opinion.ts';
import { article, chineseNumeral, dateWithWeekday, plainDate, plainMoment, regulation } from '../formal-writing.ts';
import type { ReviewRight } from '../parts.ts';
import {
  atLeastOne,
  type Composer,
  clock,
  DEADLINES_HEADING,
  DISPATCH_NAMES,
  fields,
  heading,
  lastDayOf,
  latestOf,
  paragraph,
  routeClocks,
  routeText,
  signatures,
  someNumbered,
  table,
  whereIs,
} from './body.ts';

/** The three outcomes of 条例32 as the paper says them. */
const OUTCOME_TEXTS: Readonly<Record<AnsweredItem['outcome'], string>> = {
  SUPPORT: '予以支持',
  EXPLAIN: '解释说明',
  REJECT: '不予支持',
};

const itemHeading = (index: number): string => `请求（${chineseNumeral(index + 1)}）`;

function answered(items: OpinionData['items']): ReturnType<typeof paragraph>[] {
  return items.flatMap((item, index) => [
    paragraph(`${itemHeading(index)}“${item.request}”：${OUTCOME_TEXTS[item.outcome]}。${item.answer}`),
    ...(item.outcome === 'SUPPORT'
      ? [
          paragraph(
            `执行：由${item.execution.who}负责${item.execution.what}，${
              item.execution.byOn
                ? `最晚在${dateWithWeekday(item.execution.byOn)}完成`
                : '完成的日期由本机关另行督促确定'
            }。`,
          ),
        ]
      : []),
  ]);
}

/** 30 days from the receipt; the day of issue serves as the example, so that a date can be read. */
export const reviewLines = (right: ReviewRight, what: string, procedure: string): string[] => [
  `不服本${what}的，自收到之日起30日内，可以向${whereIs(right.organ)}申请${procedure}。`,
  `如果您在${plainDate(right.ifReceivedOn)}收到，最晚到${lastDayOf(right.clock)}；晚几天收到，就从收到的那一天重新计算，准确日期写在送达回证上。`,
  '邮寄的以邮戳日期为准，网上提交的到当日24时为止，当面递交的到该机关当日下班为止。',
];

/** The derivation for a receipt on the day of the example, and named so: the real one follows the receipt. */
export const reviewClock = (right: ReviewRight, procedure: string): Block =>
  clock(right.clock, `申请${procedure}（假定${plainDate(right.ifReceivedOn)}收到）`);

/** The line of the box 最晚到哪一天. */
export const reviewLatest = (right: ReviewRight, procedure: string): string =>
  `申请${procedure}：收到之日起30日内；您如果在${plainDate(right.ifReceivedOn)}收到，最晚到${lastDayOf(right.clock)}。`;

export const composeOpinion: Composer<'DOC-OPINION'> = (data) => {
  const supported = data.items.filter((item) => item.outcome === 'SUPPORT');
  const routes = data.routes ?? [];
  atLeastOne(data.items, 'items');
  return {
    blocks: [
      paragraph(
        `您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到，${plainDate(data.acceptedOn)}受理。现已办理完毕，提出处理意见如下：`,
      ),
      heading('您的请求'),
      someNumbered(
        data.items.map(({ request }) => request),
        'items',
      ),
      heading('您陈述的事实和理由'),
      paragraph(`事实：${data.petitionerFacts}`),
      paragraph(`理由：${data.petitionerReasons}`),
      heading('调查核实的情况'),
      someNumbered(data.inquiries, 'inquiries'),
      paragraph('经调查，认定下列事实：'),
      someNumbered(data.found, 'found'),
      heading('处理意见'),
      ...answered(data.items),
      heading(DEADLINES_HEADING),
      reviewClock(data.review, '复查'),
      ...routeClocks(routes),
    ],
    legalBasis: [...atLeastOne(data.laws, 'laws'), regulation(31, { item: 6 }), regulation(32)],
    plainWords: {
      meaning: [
        `您的${data.items.length}项请求都有了答复，其中${supported.length}项得到支持。`,
        ...(supported.length > 0
          ? [
              `得到支持的，由写明的单位${supported.every(({ execution }) => execution.byOn) ? '在写明的日期以前做到' : '落实'}。`,
            ]
          : []),
        '这是第一级的处理意见，后面还可以申请复查和复核。',
      ],
      youCan: [
        `不服的，向${data.review.organ.name}申请复查，不收费，写明请求和理由即可。`,
        ...(supported.length > 0 ? ['到期没有做到的，告诉联系人，本机关会督促执行。'] : []),
        '对意见有看不懂的地方，请联系人当面解释。',
      ],
      latest: [
        reviewLatest(data.review, '复查'),
        ...supported.flatMap(({ request, execution: { byOn } }) =>
          byOn ? [`“${request}”：承办单位最晚在${dateWithWeekday(byOn)}做到。`] : [],
        ),
        ...routes.map((route) => latestOf(route, data.issuedOn)),
      ],
    },
    remedy: {
      title: '不服本意见怎么办',
      lines: [
        ...reviewLines(data.review, '意见', '复查'),
        ...(routes.length > 0 ? ['对作为本事项起因的行政行为或者案件决定，还可以走下列法定途径：'] : []),
        ...routes.map((route) => routeText(route, data.issuedOn)),
      ],
    },
  };
};

const ADOPTIONS: Readonly<Record<'ADOPTED' | 'PARTLY' | 'NOT', string>> = {
  ADOPTED: '采纳',
  PARTLY: '部分采纳',
  NOT: '未采纳',
};

export const composeReply: Composer<'DOC-REPLY'> = ({ path, ...data }) => ({
  blocks: [
    paragraph(`您于${plainDate(data.receivedOn)}提出的信访事项收悉，现答复如下：`),
    ...atLeastOne(data.answers, 'answers').flatMap(({ request, answer }, index) => [
      paragraph(`${itemHeading(index)}“${request}”：${answer}`),
    ]),
    ...(path.type === 'SUGGESTION' ? [paragraph(`采纳情况：${ADOPTIONS[path.adoption]}。${path.why}`)] : []),
    ...(path.type === 'SIMPLE'
      ? [
          paragraph(
            `本事项按简易程序办理。您不同意简易办理的，可以要求改按普通程序办理，办理期限从受理之日计算，至${lastDayOf(path.ordinary)}。`,
          ),
          heading(DEADLINES_HEADING),
          reviewClock(path.review, '复查'),
          clock(path.ordinary),
        ]
      : []),
    ...(path.type === 'SUGGESTION' ? [paragraph('感谢您提出建议意见。')] : []),
  ],
  legalBasis: [...(data.laws ?? []), ...REPLY_BASIS[path.type]],
  plainWords: replyWords(path, data.issuedOn),
  ...(path.type === 'SIMPLE'
    ? {
        remedy: {
          title: '不服本答复怎么办',
          lines: [
            '要求改按普通程序办理：向本文书上的联系人口头或者书面提出，不需要理由。',
            ...reviewLines(path.review, '答复', '复查'),
          ],
        },
      }
    : {}),
});

const REPLY_BASIS: Readonly<Record<ReplyData['path']['type'], readonly string[]>> = {
  SIMPLE: ['《信访事项简易办理办法》', regulation(35)],
  SUGGESTION: [regulation(29)],
  ENQUIRY: [regulation(23)],
};

function replyWords(path: ReplyData['path'], today: LocalDate) {
  if (path.type === 'SIMPLE')
    return {
      meaning: ['您的每一项请求都有了答复。这是按简易程序办的，您的权利和普通程序一样。'],
      youCan: ['不满意简易办理的，要求改按普通程序。', `不服的，向${path.review.organ.name}申请复查。`],
      latest: [reviewLatest(path.review, '复查')],
    };
  return {
    meaning: [
      path.type === 'SUGGESTION'
        ? `您的建议已经研究，结果是：${ADOPTIONS[path.adoption]}。`
        : '您问的事情，答复写在上面。',
    ],
    youCan: ['有不清楚的地方，问联系人。', '有新的建议或者问题，随时再提。'],
    latest: [`本答复于${plainDate(today)}作出，没有需要您在某一天以前办的事。`],
  };
}

export const composeDelivery: Composer<'DOC-DELIVERY'> = (data) => ({
  blocks: [
    fields(
      ['送达文书', `${data.document.title}${data.document.number ? `（${data.document.number}）` : ''}`],
      ['受送达人', data.addressee],
      ['送达方式', DISPATCH_NAMES[data.method]],
      ['收到时间', plainMoment(data.receivedAt)],
      ['签收人', `${data.receiver.name}（${data.receiver.relation}）`],
      ['送达凭证', data.proof],
      ...(data.refused
        ? ([
            ['拒收理由', data.refused.reason],
            ['见证人', atLeastOne(data.refused.witnesses, 'refused.witnesses').join('、')],
          ] as const)
        : []),
      ['送达人', data.server],
    ),
    ...(data.starts
      ? [
          paragraph(`自收到之日起，信访人的期限开始计算，最晚到${lastDayOf(data.starts)}。`),
          heading(DEADLINES_HEADING),
          clock(data.starts),
        ]
      : []),
    signatures('受送达人（签收人）签名：', '送达人签名：'),
  ],
  legalBasis: [regulation(35), `${article('公安机关办理行政案件程序规定', 36)}（参照）`],
  ...(data.starts
    ? {
        plainWords: {
          meaning: [`您收到了《${data.document.title}》。签名只表示收到，不表示同意。`],
          youCan: ['不服的，在期限内按文书上写明的机关和地址提出申请。'],
          latest: [`最晚到${lastDayOf(data.starts)}。`],
        },
      }
    : {}),
});

export const composeExecution: Composer<'DOC-EXEC'> = (data) => ({
  blocks: [
    paragraph(
      `《信访处理意见书》（${data.opinionNumber}）支持信访人的请求，已于${plainDate(data.deliveredOn)}送达。请你单位按下列要求执行：`,
    ),
    table(
      ['执行内容', '责任单位', '完成期限'],
      atLeastOne(data.tasks, 'tasks').map(({ what, who, byOn }) => [what, who, dateWithWeekday(byOn)]),
    ),
    paragraph(`请最晚在${lastDayOf(data.clock)}将执行结果和证明材料报本机关，由另一单位核实确认。`),
    paragraph('拒不执行的，依照有关规定督办并追究责任。'),
    heading(DEADLINES_HEADING),
    clock(data.clock),
  ],
  legalBasis: [regulation(32, { paragraph: 2 }), regulation(42)],
});
