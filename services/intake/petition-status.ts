import { CALENDAR, diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { deadlineOf } from '../../shared/domain/deadline-of-clock.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { Clock, Head } from '../../shared/domain/petition.ts';
import { stateForPetitioner } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { readReceiptCode } from '../../shared/lambda/secrets.ts';
import { loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { countFailure, failures, readReceipt } from '../../shared/store/registry.ts';

/** Wrong codes from one address in ten minutes before it has to wait; right ones never count. */
const MAX_FAILURES = 20;
const WINDOW_SECONDS = 600;

/**
 * What a petitioner may see of his petition (P-02), by receipt code.
 * @throws HttpProblem 404 for a code that leads nowhere, 429 after too many of them
 */
export async function petitionStatus(typed: string, sourceIp: string, now: Instant, deps: PetitionDeps) {
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
  const seconds = Math.floor(Date.parse(now) / 1000);
  const window = Math.floor(seconds / WINDOW_SECONDS);
  const caller = deps.secrets.callerHash(sourceIp, now.slice(0, 10));
  if ((await failures(deps.database, caller, window)) >= MAX_FAILURES)
    throw problem(
      429,
      'TOO_MANY_WRONG_CODES',
      ['查询码错误次数过多,请十分钟后再试', 'too many wrong codes; try again in ten minutes'],
      {},
      { 'retry-after': String(WINDOW_SECONDS) },
    );
  const receipt = await readReceipt(deps.database, deps.secrets.receiptHash(code));
  if (!receipt) {
    await countFailure(deps.database, caller, window, seconds + 2 * WINDOW_SECONDS);
    throw problem(404, 'NO_SUCH_CODE', ['没有这个查询码', 'no petition has this receipt code']);
  }
  const tree = await deps.bureau.tree();
  const first = await loadCase(deps.database, receipt.sealed ? SEALED : ORDINARY, receipt.caseId);
  if (!first) throw new Error('a receipt without a petition');
  if (receipt.sealed) return sealedView(first.head, tree);
  const chain = [first.head];
  for (let child = first.head.childId; child; child = chain.at(-1)?.childId) {
    const below = await loadCase(deps.database, ORDINARY, child);
    if (!below) break;
    chain.push(below.head);
  }
  return view(chain, now, tree);
}

function view(chain: readonly Head[], now: Instant, tree: UnitTree) {
  const first = chain[0] as Head;
  const last = chain.at(-1) as Head;
  const unit = tree.unit(last.unit);
  const officer = last.handler ?? last.firstContactOfficer ?? unit?.head;
  const contact = officer && tree.officer(officer);
  return {
    id: first.id,
    state: last.state,
    stateText: stateForPetitioner(last.state),
    channel: first.channel,
    petitionDate: first.petitionDate ?? null,
    receivedAt: first.receivedAt,
    registeredAt: first.registeredAt,
    acceptedAt: last.acceptedAt ?? null,
    concludedAt: last.concludedAt ?? null,
    unit: unit ? { name: unit.name, address: unit.address, phone: unit.phone } : null,
    contact: contact ? { name: contact.name, officePhone: contact.officePhone } : null,
    path: chain.map((head) => ({
      unit: tree.unit(head.unit)?.name ?? head.unit,
      since: head.registeredAt,
      state: stateForPetitioner(head.state),
    })),
    clocks: chain.flatMap((head) => [
      ...head.clocks.filter(({ code }) => CLOCKS[code].class === 'LAW').map((clock) => runningView(clock, now, tree)),
      ...head.stopped
        .filter(({ code, outcome }) => CLOCKS[code].class === 'LAW' && outcome !== 'SUPERSEDED')
        .map(({ code, nominalDue, due, at, outcome }) => ({
          clock: code,
          name: CLOCKS[code].zh,
          nominalDue,
          due,
          stoppedAt: at,
          outcome,
        })),
    ]),
    documents: chain.flatMap((head) => head.documents.map(({ kind, at, method }) => ({ kind, at, method }))),
    review: last.state === 'DELIVERED' ? (tree.unit(last.organ)?.reviewOrgan ?? null) : null,
  };
}

function runningView(clock: Clock, now: Instant, tree: UnitTree) {
  const daysLate = now > clock.dueInstant ? diffDays(clock.due, localDateOf(now)) : 0;
  const { explanation, provisional } = deadlineOf(clock, CALENDAR);
  return {
    clock: clock.code,
    name: CLOCKS[clock.code].zh,
    nominalDue: clock.nominalDue,
    due: clock.due,
    provisional,
    explanation,
    ...(daysLate > 0
      ? {
          overdue: {
            days: daysLate,
            text: `已超期 ${daysLate} 天`,
            supervisionPhone: tree.bureau.settings.supervisionPhone.value,
          },
        }
      : {}),
  };
}

/** Of an accusation: that it arrived, whom to call, and nothing else. */
function sealedView(head: Head, tree: UnitTree) {
  const line = [head.office, ...tree.ancestors(head.office).map(({ id }) => id)];
  const officers = tree.bureau.officers.filter(
    ({ id, roles }) => roles.includes('sealedOfficer') && !head.accused.officers.includes(id),
  );
  const officer = line.map((organ) => officers.find(({ unit }) => tree.organOf(unit)?.id === organ)).find(Boolean);
  return {
    id: head.id,
    state: head.state,
    stateText: stateForPetitioner(head.state),
    receivedAt: head.receivedAt,
    contact: officer ? { officePhone: officer.officePhone } : null,
  };
}
