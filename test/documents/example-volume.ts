import { composeDocument } from '../../shared/domain/documents/compose.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { type CaseVolume, composeVolume, type VolumeData } from '../../shared/domain/documents/volume.ts';
import { EXAMPLES } from './examples.ts';
import { at, BRANCH, COMMON, day } from './invented.ts';

const DOCUMENTS = ['DOC-DELIVERY', 'DOC-OPINION', 'DOC-ACCEPT', 'DOC-REG', 'DOC-REVIEW-REQ'] as const;

/** What the volume of the worked path is made of; the documents are given in the wrong order. */
export const volumeData = (
  documents: readonly DocumentContent[] = DOCUMENTS.map((kind) => composeDocument(EXAMPLES[kind])),
): VolumeData => ({
  organ: BRANCH.name,
  matterId: COMMON.matterId,
  title: '关于2月28日晚接处警经过的信访事项',
  petitioner: '苗青禾',
  handlingUnit: '望江派出所',
  openedOn: day('2026-03-02'),
  closedOn: day('2026-05-25'),
  retention: { period: '30年', cite: '机关文件材料归档范围和保管期限表' },
  filedBy: '钱立',
  filedOn: day('2026-06-10'),
  documents,
  history: [
    {
      at: at('2026-03-02T09:05+08:00'),
      actor: '钱立（登记员）',
      what: '登记',
      hash: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
    },
    {
      at: at('2026-03-09T10:00+08:00'),
      actor: '周敏（信访民警）',
      what: '受理',
      reason: '属于第三十一条第六项',
      hash: 'b1b2c3d4e5f60718293a4b5c6d7e8f90',
    },
  ],
});
export const exampleVolume = (): CaseVolume => composeVolume(volumeData());
