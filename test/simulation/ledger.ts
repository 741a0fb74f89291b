import { SECRETS } from './keys.ts';

/** What the callers of the API know: what they sent, and what they were told. */
export interface Submitted {
  readonly name: string;
  readonly key: string;
  /** Keys of different callers are different keys. */
  readonly scope: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Every answer that said it is registered; all must say the same. */
  readonly accepted: { readonly id: string; readonly receiptCode: string | undefined }[];
  /** Told for good that it was not. */
  refused: boolean;
}

/** The id that a petition has from its caller and key alone. */
export const petitionOf = ({ scope, key }: Submitted): string => SECRETS.petitionIdFor(`${scope}:${key}`);

export interface Commanded {
  readonly name: string;
  readonly key: string;
  readonly officer: string;
  readonly unit: string;
  readonly caseId: string;
  readonly petitionId: string;
  readonly version: number;
  readonly command: { readonly type: string; readonly [field: string]: unknown };
  /** The name by which the petitioner proved who he is was not his. */
  wrongName?: boolean;
  /** Told that it is stored. */
  applied: boolean;
  /** Told for good that nothing was stored: with this status, then, and whether nothing of the call was still at work. */
  refused: { readonly status: number; readonly at: number; readonly alone: boolean } | undefined;
}

/** Several petitions confirmed as one matter, and what every answer said of each of them. */
export interface Confirmed {
  readonly name: string;
  readonly officer: string;
  readonly caseId: string;
  readonly cases: readonly string[];
  /** By the machine's time. */
  readonly sentAt: number;
  readonly told: readonly OutcomeTold[];
}

export interface OutcomeTold {
  readonly case: string;
  readonly outcome: 'LINKED' | 'LINKED_BEFORE' | 'REFUSED';
  readonly code?: string;
  readonly detail?: string;
  readonly detailEn?: string;
}

/** Words that occur in what petitioners wrote and nowhere else: they may stand nowhere in the clear. */
export const markersOf = (name: string, seed: number): readonly string[] => [
  `钟离${name}墨`,
  `隐秘之言${name}勿传`,
  phoneOf(name, seed),
  `藏书巷${name}弄七号`,
];

export const phoneOf = (name: string, seed: number): string =>
  `139${String((seed * 7919 + Number(name.replace(/\D/g, '')) * 104729) % 100_000_000).padStart(8, '0')}`;

export const mailOf = (name: string): string => `siyou-${name}@petitioner.invalid`;

export class Ledger {
  readonly submitted: Submitted[] = [];
  readonly commanded: Commanded[] = [];
  readonly confirmed: Confirmed[] = [];
  readonly markers = new Set<string>();
}
