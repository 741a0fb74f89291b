import type { Instant, LocalDate } from '../ids.ts';
import type { DocumentContent } from './content.ts';
import { DocumentIncomplete } from './document-incomplete.ts';
import { chineseDate, plainDate, plainMoment } from './formal-writing.ts';
import { isFiled } from './kinds.ts';
import { printableAll } from './printable.ts';

/** One command of the case, as its history has it (办理过程). */
export interface HistoryLine {
  readonly at: Instant;
  readonly actor: string;
  readonly what: string;
  readonly reason?: string;
  /** Hash of the record, by which its chain can be checked. */
  readonly hash: string;
}

/** What a case volume (案卷) is made of: one matter, one volume. */
export interface VolumeData {
  readonly organ: string;
  readonly matterId: string;
  /** Title on the cover; no name of a person where the matter is sealed. */
  readonly title: string;
  readonly petitioner: string;
  readonly handlingUnit: string;
  readonly openedOn: LocalDate;
  readonly closedOn?: LocalDate;
  /** 永久, 30年 or 10年, with the rule it rests on. */
  readonly retention: { readonly period: '永久' | '30年' | '10年'; readonly cite: string };
  readonly filedBy: string;
  readonly filedOn: LocalDate;
  readonly documents: readonly DocumentContent[];
  readonly history: readonly HistoryLine[];
}

/** A line of the index (卷内目录). The page is known to whoever lays out the pages. */
export interface IndexRow {
  /** 件号, from 1. */
  readonly position: number;
  readonly author: string;
  readonly number: string;
  readonly title: string;
  readonly date: string;
}

/** A volume ready to be rendered: plain JSON, like the documents in it. */
export interface CaseVolume {
  readonly format: 1;
  readonly organ: string;
  readonly title: string;
  readonly cover: readonly (readonly [string, string])[];
  readonly date: LocalDate;
  readonly index: readonly IndexRow[];
  readonly documents: readonly DocumentContent[];
  readonly history: readonly (readonly string[])[];
}

export const INDEX_HEAD = ['件号', '责任者', '文号', '题名', '日期', '页号'] as const;
export const HISTORY_HEAD = ['序号', '时间', '办理人', '事项', '理由', '记录校验值'] as const;

/** Documents in the order of their dates, those of one day as they were given; then the history of commands. */
export function composeVolume(data: VolumeData): CaseVolume {
  for (const [index, { kind, draft }] of data.documents.entries()) {
    // The slip with the code is nobody's but the petitioner's (P-25); a draft is no document.
    if (!isFiled(kind) || draft) throw new DocumentIncomplete(`documents.${index}`, 'INVALID');
  }
  const documents = [...data.documents].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return printableAll<CaseVolume>({
    format: 1,
    organ: data.organ,
    title: data.title,
    cover: [
      ['信访事项编号', data.matterId],
      ['信访人', data.petitioner],
      ['承办单位', data.handlingUnit],
      ['立卷单位', data.organ],
      ['起止日期', `${plainDate(data.openedOn)}至${data.closedOn ? plainDate(data.closedOn) : '今（未结）'}`],
      ['卷内件数', `${documents.length}件`],
      ['保管期限', `${data.retention.period}（${data.retention.cite}）`],
      ['立卷人', data.filedBy],
      ['立卷日期', chineseDate(data.filedOn)],
    ],
    date: data.filedOn,
    index: documents.map((content, index) => ({
      position: index + 1,
      author: content.letterhead === 'PETITIONER' ? '信访人' : content.organ,
      number: content.number ?? '—',
      title: content.title,
      date: content.date.replaceAll('-', '.'),
    })),
    documents,
    history: data.history.map(({ at, actor, what, reason, hash }, index) => [
      `${index + 1}`,
      plainMoment(at),
      actor,
      what,
      reason ?? '—',
      hash.slice(0, 16),
    ]),
  });
}
