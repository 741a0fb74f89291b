import { addDays } from '../../calendar.ts';
import type { SlipData } from '../data/handling.ts';
import { DocumentIncomplete } from '../document-incomplete.ts';
import { article, dateWithWeekday, plainDate, plainMoment, regulation } from '../formal-writing.ts';
import type { PrintedClock } from '../parts.ts';
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
  listed,
  numbered,
  ownClock,
  paragraph,
  routeClocks,
  routeText,
  signatures,
  signedBy,
  someNumbered,
  table,
} from './body.ts';

/** 条例34: not more than 30 days, and the new day is that many days after the old one, before any moving. */
function checkExtension(days: number, before: PrintedClock, after: PrintedClock): void {
  if (!Number.isInteger(days) || days < 1 || days > 30) throw new DocumentIncomplete('days', 'INVALID');
  if (addDays(before.nominalDue, days) !== after.nominalDue)
    throw new DocumentIncomplete('after.nominalDue', 'INVALID');
}

export const composeExtension: Composer<'DOC-EXT'> = (data) => {
  checkExtension(data.days, data.before, data.after);
  return {
    blocks: [
      paragraph(
        `您提出的信访事项，原定办理期限至${lastDayOf(data.before)}。因情况复杂，经本机关负责人批准，决定延长办理期限${data.days}日，延长后的期限至${lastDayOf(data.after)}。`,
      ),
      heading('延期的理由'),
      paragraph(data.reason),
      fields(['批准人', signedBy(data.approvedBy)]),
      paragraph('办理期限只能延长这一次。'),
      heading(DEADLINES_HEADING),
      clock(data.before, '原定办理期限'),
      clock(data.after),
    ],
    legalBasis: [regulation(34)],
    plainWords: {
      meaning: [`您的事情还在办，比原来最多晚${data.days}日给您结果。`, '延期不影响您以后申请复查。'],
      youCan: ['继续提交材料、说明情况。', '认为延期没有道理的，拨打本文书上的电话反映。'],
      latest: [`本机关最晚在${lastDayOf(data.after)}办结，不能再延。`],
    },
  };
};

export const composeExtensionApproval: Composer<'DOC-EXT-APPROVAL'> = (data) => {
  checkExtension(data.days, data.before, data.after);
  return {
    blocks: [
      fields(
        ['受理日期', plainDate(data.acceptedOn)],
        ['原期限', lastDayOf(data.before)],
        ['申请延长', `${data.days}日`],
        ['延长后的期限', lastDayOf(data.after)],
        ['延期理由', data.reason],
        ['已做的工作', listed(atLeastOne(data.doneSoFar, 'doneSoFar'))],
        ['申请人', signedBy(data.applicant)],
        ['承办单位负责人意见', `${data.unitHead.opinion}\n${signedBy(data.unitHead)}`],
        [
          '本机关负责人决定',
          `${data.approver.decision}\n${signedBy(data.approver)}${data.approver.delegation ? `\n授权依据：${data.approver.delegation}` : ''}`,
        ],
      ),
      heading(DEADLINES_HEADING),
      clock(data.before, '原定办理期限'),
      clock(data.after),
      signatures('申请人签名：', '承办单位负责人签名：', '本机关负责人签名：'),
    ],
    legalBasis: [regulation(34)],
  };
};

export const composePlan: Composer<'DOC-PLAN'> = (data) => ({
  blocks: [
    paragraph(`信访事项：${closed(data.gist)}`),
    fields(
      ['包案领导', data.leader],
      ['承办人', data.handler],
      ['解决时限', dateWithWeekday(data.dueOn)],
      ['法定办理期限', lastDayOf(data.handle)],
      ...(data.major
        ? ([
            ['列为重大疑难事项的理由', data.major.reason],
            ['专班成员', atLeastOne(data.major.taskForce, 'major.taskForce').join('、')],
            ['工作要求', listed(atLeastOne(data.major.requirements, 'major.requirements'))],
          ] as const)
        : []),
    ),
    heading('工作步骤'),
    table(
      ['工作', '责任人', '完成日期'],
      atLeastOne(data.steps, 'steps').map(({ what, who, byOn }) => [what, who, plainDate(byOn)]),
    ),
    heading(DEADLINES_HEADING),
    clock(data.handle),
    signatures('包案领导签名：', '承办单位负责人签名：'),
  ],
  legalBasis: [regulation(18, { paragraph: 2 })],
});

export const composeRecusal: Composer<'DOC-RECUSAL'> = ({ decision, ...data }) => ({
  blocks: [
    paragraph(`您于${plainDate(data.appliedOn)}申请${data.officer}回避。您的理由是：${closed(data.grounds)}`),
    ...(decision.granted
      ? [paragraph(`经审查，决定：${data.officer}回避，改由${decision.successor}承办。`)]
      : [paragraph(`经审查，决定：不同意回避申请。理由：${closed(decision.reason)}`)]),
    data.decidedElsewhere === undefined
      ? fields(['决定人', signedBy(data.decidedBy)])
      : fields(['作出决定的机关、文号和日期', data.decidedElsewhere], ['记录人', signedBy(data.decidedBy)]),
    ...(decision.granted ? [] : routeClocks([decision.route])),
  ],
  legalBasis: [regulation(28, { paragraph: 3 }), `${article('公安机关办理行政案件程序规定', 21)}（参照）`],
  plainWords: {
    meaning: [decision.granted ? `${data.officer}不再办理您的事情，已经换人。` : `${data.officer}继续办理您的事情。`],
    youCan: [
      decision.granted ? `向新的承办人${decision.successor}说明情况。` : '不同意这个决定的，按本文书写明的途径提出。',
      '以后发现新的利害关系的，可以再次申请。',
    ],
    latest: [decision.granted ? '您不需要做什么；办理期限不因回避而改变。' : latestOf(decision.route, data.issuedOn)],
  },
  ...(decision.granted
    ? {}
    : { remedy: { title: '不同意本决定怎么办', lines: [routeText(decision.route, data.issuedOn)] } }),
});

export const composeInterview: Composer<'DOC-INTERVIEW'> = (data) => ({
  blocks: [
    fields(
      ['时间', plainMoment(data.at)],
      ['地点', data.place],
      ['方式', data.how],
      ['听取人', atLeastOne(data.officers, 'officers').join('、')],
      ['陈述人', data.petitioner],
      ['当场提交的材料', listed(data.handedIn)],
    ),
    heading('陈述内容'),
    ...atLeastOne(data.statements, 'statements').map(({ who, text }) => paragraph(`${who}：${text}`)),
    fields(['核对', data.readBack]),
    signatures('陈述人核对后签名：', '听取人签名：'),
  ],
  legalBasis: [regulation(31, { item: 6 })],
});

export const composeSupplement: Composer<'DOC-SUPPL'> = (data) => ({
  blocks: [
    paragraph('为了查清您反映的情况，希望您补充下列材料：'),
    someNumbered(data.wanted, 'wanted'),
    paragraph(`需要这些材料的原因：${closed(data.why)}`),
    paragraph(
      `提交方式：${data.where}。希望您在${dateWithWeekday(data.hopedOn)}以前提交；以后提交的，本机关同样接收。`,
    ),
    paragraph(
      `补充材料不是您的义务，也不停止本机关的办理期限。没有补充的，本机关根据已有材料和自行调查的结果办理，期限仍至${lastDayOf(data.handle)}。`,
    ),
    heading(DEADLINES_HEADING),
    clock(data.handle),
  ],
  legalBasis: [regulation(31, { item: 6 })],
  plainWords: {
    meaning: ['本机关请您帮忙提供材料，好把事情查清楚。不提供，也会继续办理。'],
    youCan: ['有这些材料的，提交原件照片或者复印件。', '没有或者拿不到的，告诉联系人，由本机关设法调取。'],
    latest: [`最好在${dateWithWeekday(data.hopedOn)}以前；这一天不是法定期限，晚交也接收。`],
  },
});

const STEPS: Readonly<Record<SlipData['entries'][number]['step'], string>> = {
  PROPOSE: '拟办',
  INSTRUCT: '批示',
  CIRCULATE: '流转',
};

export const composeSlip: Composer<'DOC-SLIP'> = (data) => ({
  blocks: [
    paragraph(`信访事项：${closed(data.gist)}`),
    table(
      ['环节', '时间', '签署人', '内容', '转至'],
      atLeastOne(data.entries, 'entries').map(({ step, by, at, text, to }) => [
        STEPS[step],
        plainMoment(at),
        by,
        text,
        to ?? '—',
      ]),
    ),
  ],
  legalBasis: [],
});

export const composeWithdrawal: Composer<'DOC-WITHDRAW'> = (data) => ({
  blocks: [
    paragraph(`您于${plainDate(data.statedOn)}书面提出撤回信访事项。您的原话是：`),
    paragraph(`“${data.ownWords}”`),
    paragraph('本机关确认：'),
    numbered([
      '撤回完全出于您的自愿，不是得到帮助、补偿或者其他待遇的条件。',
      `在${dateWithWeekday(data.coolingOffEndsOn)}以前，您可以随时收回这个意思，撤回不生效。`,
      `撤回生效后，在${dateWithWeekday(data.revocableUntilOn)}以前您仍然可以反悔，本机关恢复办理。`,
      '涉及公共利益的问题，本机关可以继续调查处理。',
    ]),
    paragraph(`${data.confirmedBy}（不是承办单位）会向您核实撤回是否出于自愿。`),
    heading(DEADLINES_HEADING),
    ownClock('考虑期', data.statedOn, '书面提出撤回', data.coolingOffEndsOn),
    ownClock('反悔的期限', addDays(data.coolingOffEndsOn, 1), '撤回生效', data.revocableUntilOn),
    signatures('信访人签名：'),
  ],
  legalBasis: [],
  plainWords: {
    meaning: ['您要求撤回的信访事项，过了考虑期以后就不再办理。', '没有人可以要求您撤回，也不需要写任何保证。'],
    youCan: ['在考虑期内改变主意，告诉联系人即可。', '生效以后反悔的，要求恢复办理。', '以后有新的情况，重新提出。'],
    latest: [
      `考虑期最晚到${dateWithWeekday(data.coolingOffEndsOn)}。`,
      `反悔最晚到${dateWithWeekday(data.revocableUntilOn)}。`,
    ],
  },
  remedy: {
    title: '改变主意怎么办',
    lines: [
      `向本文书上的联系人口头或者书面说明即可，不需要理由。考虑期至${dateWithWeekday(data.coolingOffEndsOn)}，恢复办理的期限至${dateWithWeekday(data.revocableUntilOn)}。`,
    ],
  },
});
