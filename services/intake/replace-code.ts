import type { LostCode } from '../../shared/api/petitions.ts';
import { tryCounter } from '../../shared/casework/by-receipt.ts';
import { proveIdentity } from '../../shared/casework/prove-identity.ts';
import { queueReplacement } from '../../shared/casework/replace-code.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { HttpProblem } from '../../shared/lambda/problem.ts';
import { loadCase, ORDINARY } from '../../shared/store/cases.ts';

/** Petitions of one telephone that are looked at, newest first. */
const LOOKED_AT = 20;

/**
 * Replaces a lost receipt code without an account (P-25): by name, telephone and day of receipt as registered. The new
 * code is never in an answer: the petition office's print station prints it on a sealed slip, for the registered address
 * or his own hand, and with that the old code dies. The answer is the same whether anything was found; every try counts.
 * @throws HttpProblem 429 after too many tries
 */
export async function replaceLostCode(lost: LostCode, sourceIp: string, now: Instant, deps: PetitionDeps) {
  const tries = tryCounter(sourceIp, now, deps);
  await tries.check();
  await tries.wrong();
  for (const id of await byPhone(lost.phone, deps)) {
    const first = await loadCase(deps.database, ORDINARY, id);
    if (!first || first.head.state === 'SEALED' || localDateOf(first.head.receivedAt) !== lost.receivedOn) continue;
    const { name, phone } = lost;
    const opened = { tables: ORDINARY, first, chain: [first] };
    if (await proves({ name, phone }, opened, { sourceIp, now }, deps))
      await queueReplacement(id, first.head.office, now, deps.database);
  }
  return {
    zh: '所填与登记一致的,新的查询码由信访部门打印密封,寄往登记的地址,或者由您凭有效证件当面领取;打印后原查询码失效。七日内只补办一次',
    en: 'If this is as registered, the petition office prints a new code on a sealed slip, sends it to the registered address or hands it to you against your identity card; the old code ends with that. Once in seven days',
  };
}

async function byPhone(phone: string, { database, secrets }: PetitionDeps): Promise<CaseId[]> {
  const token = secrets.personTokens({ phone }).phone;
  if (!token) return [];
  const page = await database.query({
    table: 'TEXTS',
    index: 'byPhone',
    pk: token,
    limit: LOOKED_AT,
    descending: true,
  });
  return page.items.map(({ pk }) => pk as CaseId);
}

async function proves(...call: Parameters<typeof proveIdentity>): Promise<boolean> {
  try {
    await proveIdentity(...call);
    return true;
  } catch (error) {
    if (error instanceof HttpProblem) return false;
    throw error;
  }
}
