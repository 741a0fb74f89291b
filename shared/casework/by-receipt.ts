import { randomUUID } from 'node:crypto';
import { isWithinNetwork } from '../api/network.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Instant } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { PetitionDeps } from '../lambda/petition-deps.ts';
import { problem } from '../lambda/problem.ts';
import { readReceiptCode } from '../lambda/secrets.ts';
import { type CaseTables, type LoadedCase, loadCase, ORDINARY, SEALED } from '../store/cases.ts';
import { officeUseWrite } from '../store/receipt-codes.ts';
import { countFailure, failures, type Receipt, readReceipt } from '../store/registry.ts';

/** Wrong codes or proofs from one address in ten minutes before it has to wait; right ones never count. */
const MAX_FAILURES = 20;
const WINDOW_SECONDS = 600;

/** What a receipt code opens: the petition's cases, first to last, as they were referred and reviewed. */
export interface OpenedByReceipt {
  readonly tables: CaseTables;
  readonly first: LoadedCase;
  /** The first case and those that followed from it; one only for a sealed petition. */
  readonly chain: readonly LoadedCase[];
}

/** Counts wrong tries of one address, in windows of ten minutes. */
export interface TryCounter {
  /** @throws HttpProblem 429 after too many wrong ones */
  check(): Promise<void>;
  wrong(): Promise<void>;
}

export function tryCounter(sourceIp: string, now: Instant, deps: PetitionDeps): TryCounter {
  const seconds = Math.floor(Date.parse(now) / 1000);
  const window = Math.floor(seconds / WINDOW_SECONDS);
  const caller = deps.secrets.callerHash(sourceIp, now.slice(0, 10));
  return {
    async check() {
      if ((await failures(deps.database, caller, window)) >= MAX_FAILURES)
        throw problem(
          429,
          'TOO_MANY_WRONG_CODES',
          ['查询码错误次数过多,请十分钟后再试', 'too many wrong codes; try again in ten minutes'],
          {},
          { 'retry-after': String(WINDOW_SECONDS) },
        );
    },
    async wrong() {
      await countFailure(deps.database, caller, window, seconds + 2 * WINDOW_SECONDS);
    },
  };
}

/**
 * The petition of a receipt code (P-02, P-25).
 * @throws HttpProblem 400 for a mistyped code, 404 for one that leads nowhere, 429 after too many of them
 */
export async function openByReceipt(
  typed: string,
  sourceIp: string,
  now: Instant,
  deps: PetitionDeps,
): Promise<OpenedByReceipt> {
  const code = readReceiptCode(typed);
  if (!code)
    throw problem(
      400,
      'RECEIPT_CODE_MISTYPED',
      ['查询码应为16位数字,请核对', 'the receipt code has 16 digits; please check it'],
      {
        errors: [{ pointer: '/receiptCode', zh: '校验位不符', en: 'its check digit is wrong' }],
      },
    );
  const tries = tryCounter(sourceIp, now, deps);
  await tries.check();
  const receipt = await readReceipt(deps.database, deps.secrets.receiptHash(code));
  if (!receipt) {
    await tries.wrong();
    throw noSuchCode();
  }
  if (receipt.replacedAt) throw replaced(receipt.replacedAt);
  const { tables, first } = await whereItLies(receipt, deps);
  await noteOfficeUse(first.head, sourceIp, now, deps);
  return { tables, first, chain: first.head.sealed ? [first] : await chainOf(first, deps) };
}

/** In the sealed store, also where the code was replaced in the moment in which it was sealed. */
async function whereItLies({ caseId, sealed }: Receipt, { database }: PetitionDeps) {
  const ordinary = sealed ? undefined : await loadCase(database, ORDINARY, caseId);
  if (ordinary && ordinary.head.state !== 'SEALED') return { tables: ORDINARY, first: ordinary };
  const first = await loadCase(database, SEALED, caseId);
  if (!first) throw new Error('a receipt without a petition');
  return { tables: SEALED, first };
}

const replaced = (at: Instant) =>
  problem(410, 'RECEIPT_CODE_REPLACED', [
    `该查询码已于 ${localDateOf(at)} 补办更换,不能再使用;不是您本人补办的,请与信访部门或者督办电话联系`,
    `this code was replaced on ${localDateOf(at)}; if it was not you, call the petition office or the supervision desk`,
  ]);

/** P-25: a code that is used from the bureau's own network is shown to the auditor; nobody is kept from it. */
async function noteOfficeUse(
  { id, organ, sealed }: Head,
  sourceIp: string,
  now: Instant,
  { bureau, database }: PetitionDeps,
): Promise<void> {
  const networks = (await bureau.tree()).bureau.settings.officeNetworks?.value ?? [];
  const network = networks.find((one) => isWithinNetwork(sourceIp, one));
  if (network === undefined) return;
  await database.write(officeUseWrite({ at: now, organ, network, ...(sealed ? {} : { caseId: id }) }, randomUUID()));
}

export const noSuchCode = () => problem(404, 'NO_SUCH_CODE', ['没有这个查询码', 'no petition has this receipt code']);

/** Referred down first, then reviewed: each case names the next. */
async function chainOf(first: LoadedCase, deps: PetitionDeps): Promise<LoadedCase[]> {
  const chain = [first];
  let next = first.head.childId ?? first.head.reviewCase;
  while (next) {
    const below = await loadCase(deps.database, ORDINARY, next);
    if (!below) break;
    chain.push(below);
    next = below.head.childId ?? below.head.reviewCase;
  }
  return chain;
}
