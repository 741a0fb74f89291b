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
  listed,
  numbered,
  paragraph,
  someNumbered,
  table,
} from './body.ts';

const SECRECY = '请依法保护信访人的个人信息，不得将材料转给被反映的单位和人员。';

export const composeTransfer: Composer<'DOC-TRANSFER'> = (data) => ({
  blocks: [
    paragraph(`本机关于${plainDate(data.receivedOn)}收到信访事项：${closed(data.gist)}信访人的请求是：`),
    someNumbered(data.items, 'items'),
    paragraph(`经审查，该事项属于你单位职权范围：${closed(data.why)}现转送你单位依法办理。`),
    numbered([
      `请自收到之日起15日内（最晚${lastDayOf(data.inform)}）书面告知信访人接收情况以及处理途径和程序。`,
      `认为不属于你单位职权范围的，请自收到之日起5个工作日内（最晚${lastDayOf(data.objection)}）向本机关提出异议，详细说明理由，经核实同意后退还材料。`,
      SECRECY,
    ]),
    heading('随函材料'),
    paragraph(listed(data.materials)),
    heading(DEADLINES_HEADING),
    clock(data.inform),
    clock(data.objection),
  ],
  legalBasis: [
    regulation(22),
    regulation(23, { paragraph: 1 }),
    regulation(23, { paragraph: 3 }),
    regulation(30, { paragraph: 3 }),
  ],
});

export const composeTransferNotice: Composer<'DOC-TRANSFER-NOTICE'> = (data) => {
  const verb = data.assigned ? '交办' : '转送';
  return {
    blocks: [
      paragraph(`您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到并登记。主要内容：${closed(data.gist)}`),
      paragraph(`经审查，${data.why}，现已${verb}下列单位办理：`),
      fields(['办理单位', data.destination.name], ['地址', data.destination.address], ['电话', data.destination.phone]),
      paragraph(
        `该单位应当自收到之日起15日内（最晚${lastDayOf(data.inform)}）书面告知您接收情况以及处理途径和程序。${
          data.assigned ? '该单位办结后还应当向本机关报告结果。' : ''
        }`,
      ),
      heading(DEADLINES_HEADING),
      clock(data.inform),
    ],
    legalBasis: [regulation(23, { paragraph: 1 }), regulation(23, { paragraph: 3 })],
    plainWords: {
      meaning: [`您的事情由${data.destination.name}办理，材料已经${verb}过去，您不需要重新提交。`],
      youCan: ['直接向办理单位了解情况。', '到期没有收到书面告知的，拨打本文书上的电话，本机关会督促。'],
      latest: [
        `${data.destination.name}最晚在${lastDayOf(data.inform)}书面告知您。这是办理单位的期限，您不需要做什么。`,
      ],
    },
  };
};

export const composeAssign: Composer<'DOC-ASSIGN'> = (data) => ({
  blocks: [
    paragraph(`本机关于${plainDate(data.receivedOn)}收到信访事项：${closed(data.gist)}信访人的请求是：`),
    someNumbered(data.items, 'items'),
    paragraph('现将该事项交办你单位，并提出以下要求：'),
    numbered([
      ...atLeastOne(data.requirements, 'requirements'),
      `自收到之日起15日内（最晚${lastDayOf(data.inform)}）书面告知信访人。`,
      `不属于你单位职权范围的，5个工作日内（最晚${lastDayOf(data.objection)}）提出异议并详细说明理由。`,
      `最晚${lastDayOf(data.report)}反馈结果，提交办结报告。`,
      SECRECY,
    ]),
    heading('办结报告的内容'),
    numbered([
      '信访人的请求和主要事实',
      '调查核实的经过和认定的事实',
      '逐项处理结果和依据',
      '文书送达情况',
      '信访人的意见，以及尚未解决的问题',
    ]),
    heading('随函材料'),
    paragraph(listed(data.materials)),
    heading(DEADLINES_HEADING),
    clock(data.inform),
    clock(data.objection),
    clock(data.report),
  ],
  legalBasis: [regulation(22, { paragraph: 1, item: 3 }), regulation(23), regulation(30, { paragraph: 3 })],
});

export const composeObjection: Composer<'DOC-OBJECTION'> = (data) => ({
  blocks: [
    paragraph(
      `你单位转来的信访事项（文号：${data.referral.number}），本单位于${plainDate(data.referral.arrivedOn)}收到。经审查，该事项不属于本单位职权范围，现提出异议。`,
    ),
    heading('详细理由'),
    someNumbered(data.reasons, 'reasons'),
    heading('所附依据'),
    paragraph(listed(data.evidence)),
    paragraph(`建议由${data.competentOrgan}办理。请核实；同意后，本单位即退还相关材料。`),
    paragraph(
      `本异议在5个工作日的期限（最晚${lastDayOf(data.objection)}）内提出。核实期间，书面告知信访人的期限不停止计算，仍为${lastDayOf(data.inform)}。`,
    ),
    heading(DEADLINES_HEADING),
    clock(data.objection),
    clock(data.inform),
  ],
  legalBasis: [regulation(23, { paragraph: 3 })],
});

export const composeObjectionRuling: Composer<'DOC-OBJ-RULING'> = ({ ruling, ...data }) => ({
  blocks: [
    paragraph(`你单位对信访事项提出的异议（文号：${data.objectionNumber}）收悉。经核实：${closed(data.found)}`),
    ...(ruling.agreed
      ? [
          paragraph(`本机关同意你单位的异议。该事项改由${ruling.goesTo}办理，请退还下列材料：`),
          paragraph(listed(ruling.returned)),
        ]
      : [
          paragraph(
            `本机关不同意你单位的异议，请依法办理。原期限不变，最晚${lastDayOf(ruling.inform)}书面告知信访人。`,
          ),
          heading(DEADLINES_HEADING),
          clock(ruling.inform),
        ]),
  ],
  legalBasis: [regulation(23, { paragraph: 3 })],
});

export const composeJurisdiction: Composer<'DOC-JURIS'> = (data) => ({
  blocks: [
    paragraph(`关于信访事项：${data.gist}，有关单位对由谁办理有争议。各方意见如下：`),
    table(
      ['单位', '意见'],
      atLeastOne(data.parties, 'parties').map(({ who, text }) => [who, text]),
    ),
    paragraph(`经查：${closed(data.found)}`),
    paragraph(
      `决定：该事项由${data.decidedFor}办理。${data.interimOrgan}在交接完成以前继续负责，不得因争议影响信访人。`,
    ),
    paragraph(`请${data.decidedFor}最晚在${lastDayOf(data.inform)}书面告知信访人。`),
    heading(DEADLINES_HEADING),
    clock(data.inform),
  ],
  legalBasis: [regulation(24)],
});

export const composeClosingReport: Composer<'DOC-CLOSING-REPORT'> = (data) => ({
  blocks: [
    paragraph(
      `你机关交办的信访事项（文号：${data.assignment.number}，反馈期限：${plainDate(data.assignment.dueOn)}），现已办结，报告如下：`,
    ),
    heading('认定的事实'),
    paragraph(data.facts),
    heading('办理经过'),
    someNumbered(data.handling, 'handling'),
    heading('逐项结果'),
    table(
      ['请求', '结果'],
      atLeastOne(data.results, 'results').map(({ request, result }) => [request, result]),
    ),
    heading('送达和信访人的意见'),
    fields(
      ['信访处理意见书', data.opinionNumber ?? '未出具'],
      ['送达日期', data.deliveredOn ? plainDate(data.deliveredOn) : '—'],
      ['信访人的意见', data.petitionerSays],
      ['尚未解决的问题', data.openPoints ?? '无'],
      ['附件', listed(data.attachments)],
    ),
  ],
  legalBasis: [regulation(22, { paragraph: 1, item: 3 })],
});
