import type { ReadBack } from '../../petition-events.ts';
import { CHANNELS } from '../../taxonomy.ts';
import type { AcceptData } from '../data/intake.ts';
import { DocumentIncomplete } from '../document-incomplete.ts';
import { dateWithWeekday, plainDate, plainMoment, regulation } from '../formal-writing.ts';
import {
  type Body,
  type Composer,
  clock,
  DEADLINES_HEADING,
  fields,
  heading,
  lastDayOf,
  listed,
  paragraph,
  signatures,
  someNumbered,
  whereIs,
} from './body.ts';

export const composeReceipt: Composer<'DOC-RECEIPT'> = (data) => ({
  blocks: [
    paragraph('您提出的信访事项，本机关已经收到。收件情况如下：'),
    fields(
      ['收到时间', plainMoment(data.receivedAt)],
      ['信访形式', CHANNELS[data.channel].zh],
      ['主要内容', data.gist],
      ['收到的材料', listed(data.materials)],
    ),
    ...(data.inform
      ? [
          paragraph(`本机关最晚在${lastDayOf(data.inform)}书面告知您接收情况以及处理途径和程序。`),
          heading(DEADLINES_HEADING),
          clock(data.inform),
        ]
      : [
          paragraph(
            data.sealed
              ? '检举控告由专人保密办理。没有留下姓名或者联系方式的，无法书面告知。'
              : '姓名（名称）或者联系方式不清，无法书面告知；补充以后，期限仍从收到之日起计算。办理情况可以凭查询码随时查询。',
          ),
        ]),
  ],
  legalBasis: [regulation(18), regulation(21), regulation(23, { paragraph: 2 })],
  plainWords: {
    meaning: ['您的信访事项已经收到。收到不等于已经作出决定，接下来会告诉您由谁办理、怎么办理。'],
    youCan: [
      '凭查询码查看办理进度、经办单位和各项期限。',
      '补充材料，或者说明您需要的帮助（方言、少数民族语言、手语、代读代写等）。',
      '到期没有收到告知的，拨打本文书上的电话询问或者反映。',
    ],
    latest: [
      data.inform
        ? `本机关最晚在${lastDayOf(data.inform)}书面告知您。这一天是本机关的期限，您不需要做什么。`
        : '没有姓名或者联系方式，没有书面告知的日期；凭查询码可以随时查询。',
    ],
  },
});

const READ_BACK: Readonly<Record<ReadBack['how'], string>> = {
  WRITTEN_BY_PETITIONER: '由信访人自行书写',
  SIGNATURE: '经信访人核对并签名',
  READ_ALOUD: '已向信访人宣读，信访人确认无误',
  NOT_POSSIBLE: '未能核对',
};

export const composeRegister: Composer<'DOC-REG'> = (data) => {
  const { petitioner, readBack } = data;
  if (data.representatives.length > 5) throw new DocumentIncomplete('representatives', 'INVALID');
  if (readBack.how === 'NOT_POSSIBLE' && !readBack.reason) throw new DocumentIncomplete('readBack.reason', 'MISSING');
  return {
    blocks: [
      fields(
        ['收到时间', plainMoment(data.receivedAt)],
        ['信访形式', CHANNELS[data.channel].zh],
        ['信访人', petitioner.name ?? '未留'],
        ['联系电话', petitioner.phone ?? '未留'],
        ['通信地址', petitioner.address ?? '未留'],
        ['信访人数', `${data.headcount}人`],
        ['代表', data.representatives.length > 0 ? data.representatives.join('、') : '无'],
        ['信访人提出的帮助需要', data.languageNeeds ?? '无'],
        ['请求', data.request],
        ['事实', data.facts],
        ['理由', data.reasons],
        ['材料', listed(data.materials)],
        ['核对方式', `${READ_BACK[readBack.how]}${readBack.reason ? `：${readBack.reason}` : ''}`],
        ['登记人', data.registrar],
      ),
      signatures('信访人核对后签名：', '登记人签名：'),
    ],
    legalBasis: [regulation(19), regulation(20, { paragraph: 3 }), regulation(21)],
  };
};

const PATHS: Readonly<Record<AcceptData['path']['type'], string>> = {
  ORDINARY:
    '听取您陈述事实和理由，调查核实，必要时举行听证或者在双方自愿的前提下调解，对每一项请求出具信访处理意见书并送达您。',
  SIMPLE: '按简易办理程序，由承办单位核实后直接答复您。您也可以要求改按普通程序办理。',
  SUGGESTION: '对您的建议意见进行研究论证，将是否采纳以及理由答复您。',
};

export const composeAccept: Composer<'DOC-ACCEPT'> = (data) => {
  const { path } = data;
  const ordinary = path.type === 'ORDINARY';
  const limit = path.type === 'ORDINARY' ? path.handle : path.type === 'SIMPLE' ? path.reply : undefined;
  return {
    blocks: [
      paragraph(
        `您提出的信访事项，本机关于${plainDate(data.receivedOn)}收到，并于${plainDate(data.acceptedOn)}决定受理。现将有关事项告知如下：`,
      ),
      heading('受理的请求'),
      someNumbered(data.items, 'items'),
      heading('处理途径和程序'),
      paragraph(PATHS[path.type]),
      paragraph(`承办单位：${data.handlingUnit}${data.handler ? `；承办民警：${data.handler}` : ''}。`),
      ...(limit
        ? [
            heading('办理期限'),
            paragraph(
              ordinary
                ? `本机关自受理之日起60日内办结，最晚到${lastDayOf(limit)}。情况复杂确需延长的，经本机关负责人批准可以延长一次，不超过30日，并告知您延期理由。`
                : `本机关最晚在${lastDayOf(limit)}答复您。`,
            ),
            clock(limit),
          ]
        : [paragraph('法律没有规定研究答复的具体天数，本机关将及时办理，办理进度可以随时查询。')]),
      heading('申请回避的权利'),
      paragraph(
        '办理人员与信访事项或者与您有直接利害关系的，应当回避。您认为有这种情形的，可以口头或者书面申请其回避，本机关将作出决定并告知您。',
      ),
    ],
    legalBasis: [
      regulation(23),
      ...(ordinary ? [regulation(31, { item: 6 }), regulation(34)] : []),
      ...(path.type === 'SIMPLE' ? ['《信访事项简易办理办法》'] : []),
      ...(path.type === 'SUGGESTION' ? [regulation(29)] : []),
      regulation(28, { paragraph: 3 }),
    ],
    plainWords: {
      meaning: [
        '您的请求已经正式受理，每一项都会有答复。',
        ...(ordinary ? ['如果对将来的处理意见不服，您还可以申请复查。'] : []),
      ],
      youCan: [
        '向承办单位说明情况、提交证据，要求听取您的陈述。',
        '认为办理人员与事情有利害关系的，申请其回避。',
        ...(path.type === 'SIMPLE' ? ['随时要求改按普通程序办理。'] : []),
        '凭查询码查询进度；到期没有结果的，拨打本文书上的电话反映。',
      ],
      latest: [
        limit
          ? `本机关最晚在${lastDayOf(limit)}给您结果。`
          : '法律没有规定具体天数；办理中的进展可以查询，研究结果会答复您。',
        '申请回避没有期限，在办结以前都可以提出。',
      ],
    },
    ...(path.type === 'ORDINARY'
      ? {
          remedy: {
            title: '以后不服处理意见怎么办',
            lines: [
              `自收到信访处理意见书之日起30日内，可以向${whereIs(path.reviewOrgan)}申请复查。`,
              '具体的最后一天，将写在信访处理意见书和送达回证上。',
            ],
          },
        }
      : {}),
  };
};

/** Sixteen digits in groups of four, as they are read aloud. */
const grouped = (code: string): string => code.replace(/\D/g, '').replace(/(\d{4})(?=\d)/g, '$1 ');

export const composeSealedSlip: Composer<'DOC-SLIP-SEALED'> = (data): ReturnType<Composer<'DOC-SLIP-SEALED'>> => {
  if (!/^\d{16}$/.test(data.receiptCode.replace(/[ -]/g, ''))) throw new DocumentIncomplete('receiptCode', 'INVALID');
  const slip: Body & { plainWords: NonNullable<Body['plainWords']> } = {
    blocks: [
      paragraph('本件由信访人本人拆封。您的查询码是：'),
      { type: 'CODE', text: grouped(data.receiptCode) },
      paragraph(`查询方式：${data.queryAt}。`),
      paragraph('工作人员看不到这个查询码，也不会向您索要。请妥善保管，不要告诉他人。'),
    ],
    legalBasis: [regulation(18), regulation(21)],
    plainWords: {
      meaning: [`凭这个码，只有您能查到${dateWithWeekday(data.receivedOn)}提出的信访事项办到了哪一步。`],
      youCan: ['查询进度、期限和文书。', '遗失后持有效证明到本机关补办新码，旧码随即作废。'],
      latest: ['查询码长期有效，没有期限。'],
    },
  };
  return slip;
};
