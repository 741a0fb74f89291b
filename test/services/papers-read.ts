import { type DocumentIssued, paperText } from '../../shared/casework/issue-papers.ts';
import type { Block, DocumentContent } from '../../shared/domain/documents/content.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { loadCase, ORDINARY, readHistory, recordField, SEALED } from '../../shared/store/cases.ts';
import { decryptField, digest } from '../../shared/store/field-cipher.ts';
import type { World } from '../builders/world.ts';

/** A paper as it lies frozen beside the record that issued it. */
export interface FrozenPaper {
  readonly event: DocumentIssued;
  readonly content: DocumentContent;
  /** SHA-256 of what was decrypted. */
  readonly digest: string;
}

/** Papers of a case, oldest first, decrypted from its history. */
export async function papersIn(world: World, id: CaseId, sealed = false): Promise<FrozenPaper[]> {
  const tables = sealed ? SEALED : ORDINARY;
  const loaded = await loadCase(world.database, tables, id);
  if (!loaded) throw new Error(`no case ${id}`);
  const keys = sealed ? world.deps.sealedKeys : world.deps.keys;
  const key = await keys.unwrap(loaded.wrappedKey, loaded.head.petitionId);
  return (await readHistory(world.database, tables, id)).flatMap(({ record, texts }) =>
    record.events
      .filter((event) => event.type === 'document-issued.v1')
      .map((event, at) => {
        const bytes = texts[paperText(at)];
        if (!bytes) throw new Error(`${event.kind} of version ${record.version} is not frozen`);
        const text = decryptField(key, loaded.head.petitionId, recordField(id, record.version, paperText(at)), bytes);
        return { event, content: JSON.parse(text) as DocumentContent, digest: digest(text) };
      }),
  );
}

/** The latest paper of a kind. */
export async function paper(world: World, id: CaseId, kind: string, sealed = false): Promise<DocumentContent> {
  const found = (await papersIn(world, id, sealed)).findLast(({ event }) => event.kind === kind);
  if (!found) throw new Error(`case ${id} issued no ${kind}`);
  return found.content;
}

/** Everything that the paper says, as one text. */
export const wordsOf = ({ blocks, plainWords, remedy, contact, legalBasis, ...rest }: DocumentContent): string =>
  [
    rest.organ,
    rest.title,
    rest.number ?? '',
    rest.recipient ?? '',
    ...blocks.map(wordsOfBlock),
    ...legalBasis,
    ...(plainWords ? [...plainWords.meaning, ...plainWords.youCan, ...plainWords.latest] : []),
    ...(remedy ? [remedy.title, ...remedy.lines] : []),
    contact,
  ].join('\n');

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case 'NUMBERED':
      return block.items.join('\n');
    case 'FIELDS':
      return block.rows.map((row) => row.join(':')).join('\n');
    case 'TABLE':
      return [block.head, ...block.rows].map((row) => row.join(' ')).join('\n');
    case 'CLOCK':
      return [block.name, block.lastDay, ...block.steps].join('\n');
    case 'SIGNATURES':
      return block.lines.join('\n');
    default:
      return block.text;
  }
}

/** The clock of that name with its last day. */
export const clockIn = ({ blocks }: DocumentContent, name: string): string | undefined =>
  blocks.flatMap((block) => (block.type === 'CLOCK' && block.name === name ? [block.lastDay] : []))[0];
