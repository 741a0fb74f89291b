import type * as z from 'zod/mini';

/** Services that answer HTTP; each is a Lambda function of its own. */
export type HttpService =
  | 'intake'
  | 'commands'
  | 'documents'
  | 'casework'
  | 'reporting'
  | 'reminders'
  | 'notify'
  | 'supervision'
  | 'portal';

/** One operation of the API: its route, what it takes and answers, and whose it is. */
export interface Operation {
  readonly route: `${'GET' | 'POST' | 'PUT'} /${string}`;
  readonly service: HttpService;
  /** Without an account; everything else needs a token of the organ's issuer. */
  readonly public?: true;
  readonly zh: string;
  readonly en: string;
  readonly body?: () => z.ZodMiniType;
  readonly query?: () => z.ZodMiniType;
  readonly headers?: readonly { readonly name: string; readonly required: boolean; readonly en: string }[];
  readonly answers: Readonly<Record<number, string>>;
}

export const IDEMPOTENCY = {
  name: 'Idempotency-Key',
  required: false,
  en: 'A UUID made by the client for this one intention; the same key and body give the same answer for ever.',
};
export const IF_MATCH = {
  name: 'If-Match',
  required: true,
  en: 'The version that was read, as given in ETag; another version answers 412 with what changed.',
};
