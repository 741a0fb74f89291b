import type { Contested, ReviewDecision, ReviewStage } from '../data/review.ts';
import type { DataOf } from '../data.ts';
import { plainDate, regulation } from '../formal-writing.ts';
import {
  atLeastOne,
  type Composer,
  clock,
  closed,
  DEADLINES_HEADING,
  fields,
  heading,
  lastDayOf,
  latestOf,
  paragraph,
  routeClocks,
  routeText,
  signatures,
  someNumbered,
} from './body.ts';
import { reviewClock, reviewLatest, reviewLines } from './opinion.ts';

const STAGES: Readonly<Record<ReviewStage, { readonly zh: string; readonly article: number }>> = {
  REVIEW: { zh: '复查', article: 35 },
  REREVIEW: { zh: '复核', article: 36 },
};

const contested = ({ organ, number }: Contested): string => `${organ}作出的意见（${number}）`;

export const composeReviewRequest: Composer<'DOC-REVIEW-REQ'> = (data) => {
  const stage = STAGES[data.stage];
  return {
    title: `${stage.zh}申请书`,
    blocks: [
      fields(
        ['申请人', data.requester],
        ['代理人', data.agent ?? '无'],
        ['不服的意见', `${data.against.organ}，${data.against.number}`],
        ['收到意见的日期', plainDate(data.against.receivedOn)],
        ['申请的最后一天', lastDayOf(data.lastDay)],
        ['提出申请的日期', plainDate(data.filedOn)],
        ...(data.lateBecause ? ([['逾期的理由', data.lateBecause]] as const) : []),
      ),
      heading(`${stage.zh}请求`),
      someNumbered(data.requests, 'requests'),
      heading('理由'),
      someNumbered(data.reasons, 'reasons'),
      heading(DEADLINES_HEADING),
      clock(data.lastDay),
      signatures('申请人签名：'),
    ],
    legalBasis: [regulation(stage.article)],
  };
};

export const composeLate: Composer<'DOC-LATE'> = ({ decision, ...data }) => {
  const stage = STAGES[data.stage];
  const [routes, admitted] = decision.admitted ? [[], decision] : [decision.routes, undefined];
  const { because } = data;
  return {
    ...(because ? {} : { title: `不予${stage.zh}告知书` }),
    blocks: [
      paragraph(
        `您于${plainDate(data.filedOn)}对${contested(data.against)}申请${stage.zh}。您于${plainDate(data.against.receivedOn)}收到该意见，申请的最后一天为${lastDayOf(data.lastDay)}。`,
      ),
      ...(because ? [paragraph(`您说明的逾期理由：${closed(because)}`)] : []),
      admitted
        ? paragraph(
            `经审查，逾期有正当理由：${closed(admitted.reason)}本机关接受您的申请，最晚在${lastDayOf(admitted.decide)}作出${stage.zh}意见。`,
          )
        : paragraph(`经审查，本机关不接受这次${stage.zh}申请。理由：${closed(decision.reason)}`),
      heading(DEADLINES_HEADING),
      clock(data.lastDay),
      ...(admitted ? [clock(admitted.decide)] : routeClocks(routes)),
    ],
    legalBasis: [regulation(stage.article, stage.article === 36 ? { paragraph: 1 } : {})],
    plainWords: {
      meaning: [
        admitted
          ? `虽然过了期限，您的${stage.zh}申请还是被接受了。`
          : `这次${stage.zh}申请${because ? '因为过了期限' : ''}没有被接受。本决定只针对这次申请，不是说您的事情不能再提。`,
      ],
      youCan: admitted
        ? ['等待结果，或者补充理由和证据。']
        : ['有新的事实或者理由的，作为新的信访事项提出。', '走本文书写明的途径。'],
      latest: admitted
        ? [`本机关最晚在${lastDayOf(admitted.decide)}作出${stage.zh}意见。`]
        : routes.map((route) => latestOf(route, data.issuedOn)),
    },
    ...(admitted
      ? {}
      : { remedy: { title: '您还可以走的途径', lines: routes.map((route) => routeText(route, data.issuedOn)) } }),
  };
};

function decisionText(decision: ReviewDecision, { organ, number }: Contested, procedure: string): string[] {
  if (decision.type === 'UPHOLD') return [`维持${organ}作出的意见（${number}）。`];
  if (decision.type === 'CHANGE')
    return [`变更${organ}作出的意见（${number}）：`, ...atLeastOne(decision.changes, 'decision.changes')];
  return [
    `撤销${organ}作出的意见（${number}），责令其重新作出处理意见，最晚在${lastDayOf(decision.remake)}作出。`,
    `重新作出的意见，不得以同一事实和理由作出与被${procedure}的意见相同的结论。`,
  ];
}

const DECISION_MEANS: Readonly<Record<ReviewDecision['type'], string>> = {
  UPHOLD: '原来的意见没有改变。',
  CHANGE: '原来的意见改了，改成什么写在上面，以本意见书为准。',
  REVOKE_REMAKE: '原来的意见撤销了，原机关要重新办理，并且不能再用同样的事实和理由作出同样的结论。',
};

/** The part that review and re-review share. */
function reviewed(data: DataOf<'DOC-REVIEW-OPINION' | 'DOC-REREVIEW-OPINION'>, procedure: string) {
  return [
    paragraph(
      `您于${plainDate(data.requestedOn)}对${contested(data.against)}申请${procedure}。本机关已经审查完毕，现提出${procedure}意见如下：`,
    ),
    heading(`${procedure}请求和理由`),
    someNumbered(data.requests, 'requests'),
    paragraph(`理由：${data.reasons}`),
    heading('查明的情况'),
    someNumbered(data.found, 'found'),
    heading(`${procedure}意见`),
    paragraph(data.why),
    ...decisionText(data.decision, data.against, procedure).map(paragraph),
  ];
}

const remakeClock = (decision: ReviewDecision) => (decision.type === 'REVOKE_REMAKE' ? [clock(decision.remake)] : []);
const remakeLatest = (decision: ReviewDecision): string[] =>
  decision.type === 'REVOKE_REMAKE' ? [`原机关最晚在${lastDayOf(decision.remake)}重新作出处理意见。`] : [];

export const composeReviewOpinion: Composer<'DOC-REVIEW-OPINION'> = (data) => ({
  blocks: [
    ...reviewed(data, '复查'),
    heading(DEADLINES_HEADING),
    ...remakeClock(data.decision),
    reviewClock(data.reReview, '复核'),
  ],
  legalBasis: [...atLeastOne(data.laws, 'laws'), regulation(35)],
  plainWords: {
    meaning: [DECISION_MEANS[data.decision.type], '这是第二级的意见，后面还可以申请复核。'],
    youCan: [
      `不服的，向${data.reReview.organ.name}申请复核，不收费，写明请求和理由即可。`,
      '看不懂的地方，请联系人当面解释。',
    ],
    latest: [reviewLatest(data.reReview, '复核'), ...remakeLatest(data.decision)],
  },
  remedy: { title: '不服本复查意见怎么办', lines: reviewLines(data.reReview, '复查意见', '复核') },
});

export const composeReReviewOpinion: Composer<'DOC-REREVIEW-OPINION'> = (data) => {
  const clocks = [
    ...remakeClock(data.decision),
    ...(data.hearing ? [clock(data.hearing.clock)] : []),
    ...routeClocks(data.routes),
  ];
  return {
    blocks: [
      ...reviewed(data, '复核'),
      ...(data.hearing
        ? [
            paragraph(
              `复核期间举行了听证，听证所需时间（${plainDate(data.hearing.fromOn)}至${plainDate(data.hearing.toOn)}，共${data.hearing.days}日）不计算在复核期限内。`,
            ),
          ]
        : []),
      paragraph(
        '本意见是信访程序的最终意见。对本意见不服，仍然以同一事实和理由提出信访请求的，各级党委和政府信访部门和其他机关、单位不再受理；有新的事实或者理由的，可以另行提出。',
      ),
      ...(clocks.length > 0 ? [heading(DEADLINES_HEADING), ...clocks] : []),
    ],
    legalBasis: [...atLeastOne(data.laws, 'laws'), regulation(36)],
    plainWords: {
      meaning: [DECISION_MEANS[data.decision.type], '信访程序到这里走完了。同样的事实和理由再提，不会重新受理。'],
      youCan: [
        '有新的事实或者理由的，作为新的信访事项提出。',
        ...(data.routes.length > 0 ? ['走本文书写明的其他法律途径。'] : []),
        '生活有困难的，向联系人了解社会救助和法律援助。',
      ],
      latest: [
        '以新的事实或者理由提出：没有期限。',
        ...remakeLatest(data.decision),
        ...data.routes.map((route) => latestOf(route, data.issuedOn)),
      ],
    },
    remedy: {
      title: '您还可以走的途径',
      lines: [
        `以新的事实或者理由提出信访事项：向${data.organ.name}或者有权处理的机关提出，没有期限。`,
        ...data.routes.map((route) => routeText(route, data.issuedOn)),
      ],
    },
  };
};
