import { NOT_PUBLISHED, SMALLEST_CELL } from '../../published-figures.ts';
import type { Block } from '../content.ts';
import { type FigureTable, URGENT_MEASURES } from '../data/report.ts';
import { DocumentIncomplete } from '../document-incomplete.ts';
import { chineseNumeral, plainDate, plainMoment, regulation } from '../formal-writing.ts';
import { type Composer, closed, fields, heading, listed, paragraph, someNumbered, table } from './body.ts';

export const composeUrgent: Composer<'DOC-URGENT'> = (data) => ({
  blocks: [
    fields(
      ['事项', data.issue],
      ['地点', data.place],
      ['人数', `${data.headcount}人`],
      ['发生或者获知的时间', plainMoment(data.happenedAt)],
      ['报告人', data.reportedBy],
    ),
    heading('已经采取的措施'),
    paragraph(listed(data.measures.map((measure) => URGENT_MEASURES[measure]))),
    heading('提请事项'),
    paragraph(listed(data.requests)),
  ],
  legalBasis: [regulation(25)],
});

/** A table with the definition of its figures under it; each row as long as its head. */
const figures = ({ title, head, rows, definition }: FigureTable, field: string, index: number): Block[] => {
  if (rows.some((row) => row.length !== head.length)) throw new DocumentIncomplete(`${field}.rows`, 'INVALID');
  return [
    heading(`${chineseNumeral(index)}、${title}`),
    rows.length > 0 ? table(head, rows) : paragraph('本期没有。'),
    paragraph(`口径：${closed(definition)}`),
  ];
};

/** Whoever drafts it gets the figures of his reports (条例28(3)、30(3)); what is issued counts all. */
const DRAFT_COUNTS =
  '本稿供起草使用：除密件计入总数外，各数均不含反映阅看人本人或者其所在单位的信访件，不同的人看到的数可能不同；印发的报告统计全部信访件。';

export const composeAnnual: Composer<'DOC-ANNUAL'> = (data) => ({
  title: `${data.fromOn.slice(0, 4)}年信访工作年度报告`,
  blocks: [
    paragraph(
      `现将${plainDate(data.fromOn)}至${plainDate(data.toOn)}的信访工作情况报告如下。统计日期以${data.dateBasis}为准；分母为零的比率记为“—”；少于${SMALLEST_CELL}件的数（零除外）以及据以可以推算出此类数的，不公布，记为“${NOT_PUBLISHED}”。`,
    ),
    ...(data.number === 'DRAFT' ? [paragraph(DRAFT_COUNTS)] : []),
    ...figures(data.statistics, 'statistics', 1),
    ...figures(data.fields, 'fields', 2),
    ...figures(data.units, 'units', 3),
    ...figures(data.referrals, 'referrals', 4),
    ...figures(data.suggestions, 'suggestions', 5),
    heading('六、情况分析'),
    someNumbered(data.reading, 'reading'),
  ],
  legalBasis: [regulation(41)],
});

export const composeSealedNotice: Composer<'DOC-S-NOTICE'> = ({ handling, ...data }) => ({
  blocks: [
    paragraph(`您于${plainDate(data.receivedOn)}实名反映的情况，本机关已经收到，由专人保密办理。`),
    paragraph(
      handling.type === 'FORWARDED'
        ? `按照管理权限，已于${plainDate(handling.forwardedOn)}移送${handling.organ}依规依纪依法处理。`
        : handling.type === 'HELD'
          ? '本机关正在保密核查，核查结束后另行告知您。'
          : `核查已经结束：${closed(handling.result)}`,
    ),
    paragraph('本机关不会将您的身份和反映的内容透露或者转给被反映的人员和单位。'),
  ],
  legalBasis: [regulation(23, { paragraph: 4 }), regulation(30, { paragraph: 3 })],
  plainWords: {
    meaning: ['您反映的情况有专人在保密办理，只有专办人员能看到。'],
    youCan: [
      '向本文书上的联系人补充情况。',
      `发现有人泄露您的身份或者打击报复的，立即拨打${data.retaliationPhone}，由其他单位处理。`,
    ],
    latest: [
      handling.type === 'CLOSED'
        ? '补充新的情况没有期限。'
        : '有结果时会另行告知您；补充情况、报告泄密或者打击报复，都没有期限。',
    ],
  },
});
