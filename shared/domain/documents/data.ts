import type { AgreementData } from './data/agreement.ts';
import type { ElsewhereData } from './data/elsewhere.ts';
import type { HandlingData } from './data/handling.ts';
import type { IntakeData } from './data/intake.ts';
import type { OpinionDocuments } from './data/opinion.ts';
import type { ReferralData } from './data/referral.ts';
import type { ReportDocuments } from './data/report.ts';
import type { ReviewData } from './data/review.ts';
import type { SupervisionDocuments } from './data/supervision.ts';
import type { DocumentKind } from './kinds.ts';

/** What a document is made of: `kind` discriminates; mandatory content of `spec.md` §2.4 is not optional here. */
export type DocumentData =
  | IntakeData
  | ElsewhereData
  | ReferralData
  | HandlingData
  | AgreementData
  | OpinionDocuments
  | ReviewData
  | SupervisionDocuments
  | ReportDocuments;

/** The data of one kind. */
export type DataOf<K extends DocumentKind> = Extract<DocumentData, { readonly kind: K }>;
