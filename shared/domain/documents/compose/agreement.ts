import { diffDays } from '../../calendar.ts';
import type { Participant, Party } from '../data/agreement.ts';
import type { DataOf } from '../data.ts';
import { DocumentIncomplete } from '../document-incomplete.ts';
import { dateWithWeekday, plainDate, plainMoment, regulation } from '../formal-writing.ts';
import type { ExcludedInterval } from '../parts.ts';
import {
  atLeastOne,
  type Body,
  type Composer,
  clock,
  DEADLINES_HEADING,
  fields,
  heading,
  lastDayOf,
  listed,
  ownClock,
  paragraph,
  signatures,
  someNumbered,
  table,
} from './body.ts';

const participants = (people: readonly Participant[]) =>
  table(
    ['姓名（名称）', '身份'],
    atLeastOne(people, 'participants').map(({ name, capacity }) => [name, capacity]),
  );

/** 条例36(2): both days of the interval are left out of the count. */
function intervalText({ fromOn, toOn, days, clock: after }: ExcludedInterval): string {
  if (diffDays(fromOn, toOn) + 1 !== days) throw new DocumentIncomplete('excluded.days', 'INVALID');
  return `听证所需时间（${plainDate(fromOn)}至${plainDate(toOn)}，共${days}日）不计算在复核期限内，复核期限至${lastDayOf(after)}`;
}

export const composeHearingNotice: Composer<'DOC-HEARING-NOTICE'> = (data) => {
  const { stage } = data;
  const excluded = stage.type === 'REREVIEW' ? stage.excluded : undefined;
  return {
    blocks: [
      paragraph(`为查明事实、分清责任，本机关决定就您提出的信访事项举行听证，请您参加。`),
      fields(
        ['时间', plainMoment(data.at)],
        ['地点', data.place],
        ['听证内容', data.subject],
        ['主持人', data.presiding],
      ),
      heading('参加人'),
      participants(data.participants),
      heading('您在听证中的权利'),
      paragraph(
        '您可以陈述、举证、质询和辩论，可以委托一至二名代理人参加，可以申请主持人、听证员回避，可以核对笔录并要求更正。',
      ),
      paragraph(excluded ? `${intervalText(excluded)}。` : '听证不停止办理期限的计算，原来告知您的最后一天不变。'),
      ...(excluded ? [heading(DEADLINES_HEADING), clock(excluded.clock)] : []),
    ],
    legalBasis: [
      stage.type === 'REREVIEW'
        ? regulation(36, { paragraph: 2 })
        : `${regulation(31, { item: 6 })}${stage.type === 'REVIEW' ? '（参照）' : ''}`,
    ],
    plainWords: {
      meaning: ['本机关要公开听取各方意见，您可以当面把话说清楚。', '不参加不会影响您的其他权利，本机关仍会继续办理。'],
      youCan: [
        '带上证据和证人，或者请代理人到场。',
        '时间不方便的，尽早告诉联系人，商量改期。',
        '需要翻译、手语等帮助的，提前说明。',
      ],
      latest: [`听证时间：${plainMoment(data.at)}。要改期或者请人代理的，请在这以前告诉联系人。`],
    },
  };
};

export const composeHearingRecord: Composer<'DOC-HEARING-RECORD'> = (data) => ({
  blocks: [
    fields(
      ['时间', `${plainMoment(data.at)}至${plainMoment(data.endedAt)}`],
      ['地点', data.place],
      ['听证内容', data.subject],
      ['主持人', data.presiding],
      ['记录人', data.recorder],
      ['出示的证据', listed(data.evidence)],
    ),
    heading('参加人'),
    participants(data.participants),
    heading('陈述和辩论'),
    ...atLeastOne(data.statements, 'statements').map(({ who, text }) => paragraph(`${who}：${text}`)),
    heading('听证意见'),
    paragraph(data.panel),
    ...(data.dissent ? [paragraph(`不同意见：${data.dissent}`)] : []),
    ...(data.excluded
      ? [paragraph(`${intervalText(data.excluded)}。`), heading(DEADLINES_HEADING), clock(data.excluded.clock)]
      : []),
    signatures('主持人签名：', '记录人签名：', '参加人核对后签名：'),
  ],
  legalBasis: data.excluded ? [regulation(36, { paragraph: 2 })] : [regulation(31, { item: 6 })],
});

const partyLine = ({ name, as }: Party): readonly [string, string] => [as, name];

/** What both kinds of agreement have in common; the way it came about differs. */
function agreement(
  data: DataOf<'DOC-MEDIATION' | 'DOC-SETTLEMENT'>,
  how: string,
): Body & Required<Pick<Body, 'plainWords'>> {
  if (data.parties.length < 2) throw new DocumentIncomplete('parties', 'MISSING');
  const last = data.performance
    .flatMap(({ byOn }) => byOn ?? [])
    .sort()
    .at(-1);
  return {
    blocks: [
      fields(...data.parties.map(partyLine)),
      heading('争议事项'),
      paragraph(data.matter),
      heading('协议内容'),
      paragraph(`${how}，各方于${plainDate(data.agreedOn)}达成如下协议：`),
      someNumbered(data.terms, 'terms'),
      heading('履行'),
      table(
        ['履行内容', '履行人', '期限'],
        atLeastOne(data.performance, 'performance').map(({ what, who, byOn }) => [
          what,
          who,
          byOn ? plainDate(byOn) : '按协议约定',
        ]),
      ),
      paragraph(
        `各方确认：本协议出于自愿，没有受到胁迫；协议不以不再信访为条件。信访人在${dateWithWeekday(data.revocableUntilOn)}以前可以反悔，本机关恢复办理。`,
      ),
      heading(DEADLINES_HEADING),
      ownClock('反悔的期限', data.agreedOn, '达成协议', data.revocableUntilOn),
      signatures(...data.parties.map(({ name, as }) => `${as}（${name}）签名：`)),
    ],
    legalBasis: [regulation(33)],
    plainWords: {
      meaning: [
        '事情按双方自愿谈成的办法解决，写在上面的每一条都要履行。',
        '签不签由您自己决定；不签的，本机关继续办理。',
      ],
      youCan: ['先核对每一条再签名。', '对方不履行的，告诉联系人。', '签了以后反悔的，在期限内说明即可，不需要理由。'],
      latest: [
        `反悔最晚到${dateWithWeekday(data.revocableUntilOn)}。`,
        ...(last ? [`协议最晚在${dateWithWeekday(last)}履行完毕。`] : []),
      ],
    },
    remedy: {
      title: '反悔或者对方不履行怎么办',
      lines: [
        `反悔：在${dateWithWeekday(data.revocableUntilOn)}以前告诉本文书上的联系人，本机关恢复办理。`,
        '对方不履行：可以要求本机关督促；协议涉及民事权利的，可以依法向人民法院起诉。',
      ],
    },
  };
}

export const composeMediation: Composer<'DOC-MEDIATION'> = (data) => {
  const body = agreement(data, `在调解员${data.mediator}主持下，经各方自愿协商`);
  return { ...body, blocks: [...body.blocks, signatures(`调解员（${data.mediator}）签名：`)] };
};

export const composeSettlement: Composer<'DOC-SETTLEMENT'> = (data) => agreement(data, '经各方自行协商');
