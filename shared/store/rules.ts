import { type LawData, NO_LAW_DATA } from '../domain/law.ts';
import type { Database } from './database.ts';
import { readDocument, replaceDocument } from './large-document.ts';

/** What the bureau loaded beyond the law that was shipped (yearly notices, local rules): one document, versioned. */
const LAW = { table: 'REGISTRY', key: { pk: 'LAW', sk: 'LAW' } } as const;

export async function readLawData(database: Database): Promise<LawData> {
  const text = await readDocument(database, LAW);
  return text === undefined ? NO_LAW_DATA : (JSON.parse(text) as LawData);
}

/** Stores the next version of it. @returns false when somebody else changed it first */
export const writeLawData = (database: Database, data: LawData): Promise<boolean> =>
  replaceDocument(database, LAW, JSON.stringify(data), data.version, data.version - 1);
