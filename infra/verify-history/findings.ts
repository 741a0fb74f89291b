import type { AnchoredStore } from '../../shared/store/anchors.ts';

/** What can be wrong with a history or a manifest, in both languages. */
export const FINDINGS = {
  RECORD_CHANGED: ['记录被改动:内容与其哈希不符', 'the record was changed: its content does not have its hash'],
  RECORD_MISSING: ['记录缺失:编号有断号', 'the record is missing: numbers have a gap'],
  RECORD_MISPLACED: ['记录错位:所存位置与其编号不符', 'the record lies where another belongs'],
  CHAIN_BROKEN: ['链条断裂:与前一记录的哈希不符', 'the chain is broken: it does not follow the record before'],
  RECORD_UNREADABLE: ['记录无法读取', 'the record cannot be read'],
  JOURNAL_CHANGED: ['日志索引与记录不符', 'the journal entry does not agree with the record'],
  TEXT_CHANGED: ['所附文字被改动', 'a text beside the record was changed'],
  TEXT_MISSING: ['所附文字缺失', 'a text beside the record is missing'],
  TEXT_ADDED: ['多出记录未列明的文字', 'a text lies there that the record does not name'],
  HEAD_MISSING: ['案头缺失', 'the head is missing'],
  HEAD_BEHIND: [
    '案头与最后一条记录不符:记录被删除或被追加',
    'the head is not that of the last record: records were removed or added',
  ],
  HEAD_CHANGED: ['案头被替换:与重放记录所得不符', 'the head was replaced: replaying the records gives another'],
  REPLAY_FAILED: ['记录无法重放', 'the records cannot be replayed'],
  TRUNCATED: ['已锚定的记录被删除', 'an anchored record was removed'],
  REWRITTEN: ['历史被重写:与已锚定的哈希不符', 'the history was rewritten: it does not have the anchored hash'],
  CASE_REMOVED: ['已锚定的整件历史被删除', 'an anchored case was removed as a whole'],
  ANCHORED_WITHOUT_RECORD: ['锚定时已无此记录', 'when it was anchored the record was already gone'],
  NOT_ANCHORED: ['记录日期已锚定,清单却未列入', 'dated on an anchored day, and no manifest names it'],
  MANIFEST_CHANGED: ['清单被改动:签名不符', 'the manifest was changed: its signature does not hold'],
  MANIFEST_CHAIN: [
    '清单链条断裂:编号、日期或前一清单摘要不符',
    'the chain of manifests is broken: number, day or digest before',
  ],
  MANIFEST_MISSING: ['清单缺失', 'the manifest is missing'],
  MANIFEST_REPLACED: ['清单与登记的摘要不符', 'the manifest is not the one whose digest was noted'],
  MANIFEST_UNREADABLE: ['清单无法读取', 'the manifest cannot be read'],
  PART_CHANGED: ['清单所列部分被改动', 'a part of the manifest was changed'],
  PART_MISSING: ['清单所列部分缺失', 'a part of the manifest is missing'],
  WRITTEN_AGAIN: ['一次写入的对象被再次写入或标记删除', 'a write-once object was written again or marked as deleted'],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>;
export type FindingCode = keyof typeof FINDINGS;

/** One thing that is wrong, and where. */
export interface Finding {
  readonly code: FindingCode;
  readonly store?: AnchoredStore;
  readonly caseId?: string;
  readonly version?: number;
  /** Name of a text, of a manifest or of a part. */
  readonly name?: string;
}

/** One line, Chinese first. */
export function findingLine({ code, store, caseId, version, name }: Finding): string {
  const [zh, en] = FINDINGS[code];
  const where = [
    caseId && `${store} ${caseId}`,
    version !== undefined && `第${version}版/version ${version}`,
    name && `“${name}”`,
  ].filter(Boolean);
  return `✗ ${where.join(' ')} ${zh} / ${en} [${code}]`;
}
