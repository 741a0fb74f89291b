import { plainDate, regulation } from '../formal-writing.ts';
import {
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
  someNumbered,
  whereIs,
} from './body.ts';

/** Papers that send somebody elsewhere: each states ground, article and the next route with its last day (P-11). */
const explainedClocks = (blocks: ReturnType<typeof routeClocks>): ReturnType<typeof routeClocks> =>
  blocks.length > 0 ? [heading(DEADLINES_HEADING), ...blocks] : [];

export const composeRedirect: Composer<'DOC-REDIRECT'> = (data) => ({
  blocks: [
    paragraph(`您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到并登记。主要内容：${closed(data.gist)}`),
    paragraph(
      data.isForPoliceAbove
        ? `经审查，该事项反映本机关或者本机关负责人，不得由本机关及其下属单位办理，应当由上级公安机关办理。理由：${closed(data.why)}请您向该机关提出：`
        : `经审查，该事项不属于公安机关职权范围。理由：${closed(data.why)}请您向有权处理的机关提出：`,
    ),
    fields(
      ['有权处理的机关', data.competent.name],
      ['地址', data.competent.address],
      ['电话', data.competent.phone],
      ['提出的方式', data.route.name],
    ),
    ...explainedClocks(routeClocks([data.route])),
  ],
  legalBasis: [regulation(23, { paragraph: 1 }), ...(data.isForPoliceAbove ? [regulation(30, { paragraph: 3 })] : [])],
  plainWords: {
    meaning: [
      data.isForPoliceAbove
        ? '您反映的是本机关或者本机关负责人，本机关不能自己处理，要由上面写明的上级公安机关处理。'
        : '您反映的事情公安机关没有权力处理，要由上面写明的机关处理。',
      '这不表示您的请求没有道理。',
    ],
    youCan: [
      `向${data.competent.name}提出，并可以出示本告知书。`,
      data.isForPoliceAbove
        ? '有不清楚的地方，问本文书上的联系人。'
        : '认为这件事应当由公安机关处理的，向本文书上的联系人说明，本机关会重新审查。',
    ],
    latest: [latestOf(data.route, data.issuedOn)],
  },
  remedy: { title: '下一步向哪里提出', lines: [routeText(data.route, data.issuedOn)] },
});

const BRANCHES: Readonly<Record<1 | 2 | 3 | 4 | 5, string>> = {
  1: '应当通过审判机关诉讼程序、行政复议程序、检察机关刑事立案程序或者法律监督程序、公安机关法律程序处理的事项',
  2: '应当通过仲裁解决的事项',
  3: '应当通过党员申诉、申请复审等解决的事项',
  4: '应当通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决的事项',
  5: '申请查处违法行为、履行保护人身权或者财产权等合法权益职责，应当依法履行或者答复的事项',
};

export const composeChannel: Composer<'DOC-CHANNEL'> = (data) => {
  const [first] = data.routes;
  return {
    blocks: [
      paragraph(`您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到并登记。您的请求是：`),
      someNumbered(data.items, 'items'),
      paragraph(
        `经审查，上述请求属于《信访工作条例》第三十一条规定的${BRANCHES[data.branch]}，依法应当通过法定程序办理。理由：${closed(data.why)}`,
      ),
      ...(data.ownProcedure
        ? [
            paragraph(
              `其中应当由公安机关履行的职责，已由${data.ownProcedure.unit}接收办理，案件编号：${data.ownProcedure.caseNumber}，电话：${data.ownProcedure.phone}。办理结果记录在案以前，本信访事项不办结。`,
            ),
          ]
        : []),
      heading('您应当走的程序'),
      fields(
        ['程序', first.name],
        [
          '受理机关',
          `${first.organ}${first.address ? `\n地址：${first.address}` : ''}${first.phone ? `\n电话：${first.phone}` : ''}`,
        ],
        ['依据', first.cite],
        ['需要的材料', first.materials?.length ? first.materials.join('、') : '该机关要求的材料'],
      ),
      ...explainedClocks(routeClocks(data.routes)),
    ],
    legalBasis: [
      regulation(28, { paragraph: 2 }),
      regulation(31, { item: data.branch }),
      ...data.routes.map(({ cite }) => cite),
    ],
    plainWords: {
      meaning: [
        '这件事法律规定了专门的程序，要走那个程序才能解决，信访程序不能代替。',
        '错过那个程序的期限，可能会失去权利，请留意最后一天。',
      ],
      youCan: [
        `按“${first.name}”的程序向${first.organ}提出。`,
        ...(data.ownProcedure ? [`向${data.ownProcedure.unit}了解办理情况（电话：${data.ownProcedure.phone}）。`] : []),
        `认为不应当这样分流的，向${data.contestTo.name}提出。`,
      ],
      latest: data.routes.map((route) => latestOf(route, data.issuedOn)),
    },
    remedy: {
      title: '法定程序和不同意见',
      lines: [
        ...data.routes.map((route) => routeText(route, data.issuedOn)),
        `您认为本事项不应当导入上述程序的，可以向${whereIs(data.contestTo)}提出，没有期限；提出不影响上述程序的期限。`,
      ],
    },
  };
};

export const composeNotAccepted: Composer<'DOC-NACC'> = (data) => ({
  blocks: [
    paragraph(`您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到并登记。您的请求是：`),
    someNumbered(data.items, 'items'),
    paragraph(
      `经查，同一信访事项已由${data.pending.organ.name}于${plainDate(data.pending.acceptedOn)}受理（编号：${data.pending.number}），正在规定期限内办理，其期限至${lastDayOf(data.pending.due)}。根据有关规定，本机关不予受理。`,
    ),
    heading(DEADLINES_HEADING),
    clock(data.pending.due),
    ...routeClocks([data.route]),
  ],
  legalBasis: [regulation(19, { paragraph: 3 })],
  plainWords: {
    meaning: [
      '您的事情已经有机关在办理，还没有到期，所以上级机关现在不另外受理。',
      '这不影响正在进行的办理，也不影响您以后申请复查。',
    ],
    youCan: [
      `向${whereIs(data.pending.organ)}了解进度，编号${data.pending.number}。`,
      '到期没有答复的，凭本告知书再向本机关反映，本机关会督办。',
    ],
    latest: [`正在办理的机关最晚在${lastDayOf(data.pending.due)}办结。`, latestOf(data.route, data.issuedOn)],
  },
  remedy: { title: '您可以继续走的途径', lines: [routeText(data.route, data.issuedOn)] },
});

export const composeNoLongerAccepted: Composer<'DOC-NLACC'> = (data) => {
  const { reReview, comparison } = data;
  return {
    blocks: [
      paragraph(`您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到并登记。您的请求是：`),
      someNumbered(data.items, 'items'),
      paragraph(
        `经查，就同一事项，${reReview.organ}已出具复核意见书（${reReview.number}），并于${plainDate(reReview.deliveredOn)}送达您。`,
      ),
      heading('事实和理由的比对'),
      fields(
        ['事实', comparison.facts],
        ['理由', comparison.reasons],
        ['有无新的事实或者理由', comparison.newFacts],
        ['比对人', comparison.comparedBy.join('、')],
      ),
      paragraph(
        '经比对，您本次是以同一事实和理由再次提出。信访程序已经终结，根据有关规定，本机关及各级党委和政府信访部门、其他机关、单位不再受理。',
      ),
      paragraph('您有新的事实或者理由的，可以提交；本机关将作为新的信访事项登记和审查。'),
      ...explainedClocks(routeClocks(data.routes)),
    ],
    legalBasis: [regulation(36, { paragraph: 3 })],
    plainWords: {
      meaning: [
        '同样的事实和理由，信访程序已经走完三级（处理、复查、复核），不会再重新办理。',
        '这只针对同样的事实和理由，不影响您就别的事情信访，也不影响您走其他法律途径。',
      ],
      youCan: [
        `有新的事实或者理由的，提交给${whereIs(data.newFactsTo)}，例如新的鉴定意见、新的证人、新的文件。`,
        ...(data.routes.length > 0 ? ['走本文书写明的其他途径。'] : []),
        '生活有困难的，可以咨询社会救助、法律援助；本文书上的联系人会告诉您到哪里办。',
      ],
      latest: ['提交新的事实或者理由：没有期限。', ...data.routes.map((route) => latestOf(route, data.issuedOn))],
    },
    remedy: {
      title: '您还可以走的途径',
      lines: [
        `提交新的事实或者理由：向${whereIs(data.newFactsTo)}提出，没有期限。`,
        ...data.routes.map((route) => routeText(route, data.issuedOn)),
      ],
    },
  };
};
