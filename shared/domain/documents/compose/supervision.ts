import { SUGGESTION_TYPES, SUPERVISION_GROUNDS } from '../data/supervision.ts';
import { plainDate, plainMoment, regulation } from '../formal-writing.ts';
import {
  type Composer,
  clock,
  closed,
  DEADLINES_HEADING,
  fields,
  heading,
  lastDayOf,
  paragraph,
  signatures,
  signedBy,
  someNumbered,
} from './body.ts';

export const composeSupervision: Composer<'DOC-SUPERVISION'> = (data) => ({
  blocks: [
    paragraph(`你单位办理的信访事项，经检查存在下列情形：`),
    someNumbered(
      data.grounds.map((ground) => SUPERVISION_GROUNDS[ground]),
      'grounds',
    ),
    heading('查明的情况'),
    paragraph(data.found),
    heading('督办意见'),
    someNumbered(data.guidance, 'guidance'),
    paragraph(`请最晚在${lastDayOf(data.reply)}书面回复整改情况，并附证明材料。`),
    heading(DEADLINES_HEADING),
    clock(data.reply),
  ],
  legalBasis: [regulation(14, { paragraph: 2 }), `${regulation(40, { paragraph: 1 })}（参照）`],
});

export const composeSuggest: Composer<'DOC-SUGGEST'> = (data) => ({
  title: `${SUGGESTION_TYPES[data.type]}建议书`,
  blocks: [
    paragraph(`本机关在信访工作中发现：${closed(data.found)}`),
    paragraph(`现提出${SUGGESTION_TYPES[data.type]}的建议如下：`),
    someNumbered(data.suggestions, 'suggestions'),
    paragraph(`请研究，并最晚在${lastDayOf(data.feedback)}书面反馈采纳情况。未采纳或者部分采纳的，请说明理由。`),
    heading(DEADLINES_HEADING),
    clock(data.feedback),
  ],
  legalBasis: [regulation(40)],
});

export const composeFeedback: Composer<'DOC-FEEDBACK'> = ({ adoption, ...data }) => ({
  blocks: [
    paragraph(`你单位的建议（${data.suggestionNumber}）收悉，现反馈采纳情况如下：`),
    paragraph(
      `采纳情况：${adoption.type === 'ADOPTED' ? '采纳' : adoption.type === 'PARTLY' ? '部分采纳' : '未采纳'}。`,
    ),
    ...(adoption.type === 'NOT'
      ? []
      : [heading('已经或者将要采取的措施'), someNumbered(adoption.measures, 'adoption.measures')]),
    ...(adoption.type === 'ADOPTED' ? [] : [heading('理由'), paragraph(adoption.why)]),
  ],
  legalBasis: [regulation(40, { paragraph: 4 })],
});

export const composeCorrection: Composer<'DOC-CORRECTION'> = (data) => ({
  blocks: [
    paragraph(`你单位办理的信访事项，经审核发现：${closed(data.found)}`),
    paragraph('请纠正下列问题：'),
    someNumbered(data.corrections, 'corrections'),
    paragraph(`请最晚在${lastDayOf(data.reply)}书面回复纠正情况。回复以前，本事项不得结案。`),
    heading(DEADLINES_HEADING),
    clock(data.reply),
  ],
  legalBasis: [],
});

export const composeAccountability: Composer<'DOC-ACC'> = ({ decision, ...data }) => ({
  blocks: [
    fields(
      ['单位', data.unit],
      ['情形', `${data.ground.zh}${data.ground.code ? `（${data.ground.code}）` : ''}`],
      ['依据', data.ground.cite],
    ),
    heading('认定的事实'),
    someNumbered(data.facts, 'facts'),
    heading('听取的陈述和申辩'),
    paragraph(data.heard),
    heading('认定结论'),
    paragraph(`${decision.type === 'NO_ACTION' ? '不予追究责任' : '予以追究责任'}。理由：${closed(decision.reasons)}`),
    ...(decision.type === 'ACTION' ? [someNumbered(decision.measures, 'decision.measures')] : []),
    ...(data.lesson ? [heading('改进措施'), paragraph(data.lesson)] : []),
    fields(['决定人', signedBy(data.decidedBy)]),
  ],
  legalBasis: [data.ground.cite],
});

export const composeFollowUp: Composer<'DOC-FOLLOWUP'> = (data) => ({
  blocks: [
    fields(
      ['回访', data.round === 1 ? '首次回访' : '二次回访'],
      ['时间', plainMoment(data.at)],
      ['地点或者方式', data.place],
      ['受访人', data.petitioner],
      ['同意回访', `${plainDate(data.consent.givenOn)}，${data.consent.how}`],
      ['回访人', `${data.by}（${data.byUnit}，非承办人）`],
    ),
    heading('受访人说的情况'),
    paragraph(data.told),
    heading('尚未解决的问题'),
    paragraph(data.remaining),
    ...(data.next ? [heading('后续处理'), paragraph(data.next)] : []),
    signatures('回访人签名：'),
  ],
  legalBasis: [],
});
