import type { Instant } from '../domain/ids.ts';
import type { PetitionDeps } from '../lambda/petition-deps.ts';
import { problem } from '../lambda/problem.ts';
import { dataKeyOf } from '../store/cases.ts';
import { readBody } from '../store/petition-texts.ts';
import { type OpenedByReceipt, tryCounter } from './by-receipt.ts';

/** A second proof beside the receipt code (P-25): at least one of the two. */
export interface Proof {
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/**
 * Name or telephone as registered, compared as keyed tokens of what was typed and what is stored, so that spaces and
 * forms of writing make no difference. Wrong ones count like wrong codes.
 */
export async function proveIdentity(
  { name, phone }: Proof,
  { tables, first }: OpenedByReceipt,
  from: { readonly sourceIp: string; readonly now: Instant },
  deps: PetitionDeps,
): Promise<void> {
  const { plain } = await dataKeyOf(deps, first);
  const { identity } = await readBody(deps.database, tables.texts, first.head.petitionId, plain);
  if (!identity.name?.trim() && !identity.phone?.trim())
    throw problem(409, 'NO_PROOF_ON_FILE', [
      '登记时没有留下姓名和电话,无法在网上核对身份;请当面、来信或者来电提出,由工作人员登记',
      'no name or telephone was registered, so nothing can be compared online; come, write or call, and the office records it',
    ]);
  const nameFits = name === undefined || same(identity.name, name, nameToken(deps));
  const phoneFits = phone === undefined || same(identity.phone, phone, phoneToken(deps));
  if (nameFits && phoneFits) return;
  await tryCounter(from.sourceIp, from.now, deps).wrong();
  throw problem(403, 'PROOF_WRONG', [
    '姓名或者电话与登记的不一致,请核对',
    'the name or telephone is not the one registered; please check it',
  ]);
}

const nameToken = (deps: PetitionDeps) => (name: string) =>
  deps.secrets.personTokens({ name, address: '核对' }).nameAddress;
const phoneToken = (deps: PetitionDeps) => (phone: string) => deps.secrets.personTokens({ phone }).phone;

function same(stored: string | undefined, typed: string, token: (value: string) => string | undefined): boolean {
  const expected = stored === undefined ? undefined : token(stored);
  return expected !== undefined && expected === token(typed);
}
