import type { DataOf, DocumentData } from '../../shared/domain/documents/data.ts';
import type { DocumentKind } from '../../shared/domain/documents/kinds.ts';
import { ORGAN_EXAMPLES } from './examples-for-organs.ts';
import { PETITIONER_EXAMPLES } from './examples-for-petitioners.ts';

/** One invented example of every kind; the compiler asks for the one that is missing. */
export const EXAMPLES: { readonly [K in DocumentKind]: DataOf<K> } = { ...PETITIONER_EXAMPLES, ...ORGAN_EXAMPLES };
export const ALL_EXAMPLES: readonly DocumentData[] = Object.values(EXAMPLES);
