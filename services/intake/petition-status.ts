import { openByReceipt } from '../../shared/casework/by-receipt.ts';
import { ownPapers } from '../../shared/casework/own-papers.ts';
import { mayOpenSealed } from '../../shared/domain/access.ts';
import type { Officer } from '../../shared/domain/bureau.ts';
import { type Calendar, diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { derivationOf } from '../../shared/domain/derivation-of-clock.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { type Clock, type Head, isOpen } from '../../shared/domain/petition.ts';
import { stateForPetitioner } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { isComplainedAbout, mayBeTold } from '../../shared/domain/who-rules.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { messagesView } from './messages-view.ts';

/**
 * What a petitioner may see of his petition (P-02), by receipt code.
 * @throws HttpProblem 404 for a code that leads nowhere, 429 after too many of them
 */
export async function petitionStatus(typed: string, sourceIp: string, now: Instant, deps: PetitionDeps) {
  const opened = await openByReceipt(typed, sourceIp, now, deps);
  const { first, chain } = opened;
  const tree = await deps.bureau.tree();
  const { calendar } = await deps.bureau.law();
  if (first.head.sealed) return sealedView(first.head, tree);
  return {
    ...view(
      chain.map(({ head }) => head),
      now,
      tree,
      calendar,
    ),
    documents: (await ownPapers(opened, deps.database)).map(({ stored, paper: { kind, method } }) => ({
      kind,
      at: stored.record.at,
      method,
    })),
    messages: await messagesView(first.head.petitionId, tree, deps.database),
  };
}

/**
 * Whom the petitioner may call. Until the unit that it went to has signed for it, whoever received it first answers
 * for the hand-over (首问负责制, A-01); never somebody he complains about (P-10), nor who steps aside (条例28(3)).
 */
function contactOf(chain: readonly Head[], last: Head, tree: UnitTree): Officer | undefined {
  const answering =
    last.referral && last.signedForAt === undefined ? chain.slice(0, chain.indexOf(last)).reverse() : [last];
  const first = answering.find(({ firstContactOfficer }) => firstContactOfficer)?.firstContactOfficer;
  return [last.handler, first, tree.unit(last.unit)?.head]
    .map((id) => (id === undefined ? undefined : tree.officer(id)))
    .find((officer) => officer && mayBeTold(officer, last, tree));
}

function view(chain: readonly Head[], now: Instant, tree: UnitTree, calendar: Calendar) {
  const first = chain[0] as Head;
  // A review that sent the case back is over: the case itself is in hand again.
  const last = [...chain].reverse().find(isOpen) ?? (chain.at(-1) as Head);
  // Its review neither accepts nor concludes it anew.
  const handled = chain.findLast(({ stage }) => stage === 'HANDLING') ?? first;
  const unit = tree.unit(last.unit);
  const contact = contactOf(chain, last, tree);
  return {
    id: first.id,
    state: last.state,
    stateText: stateForPetitioner(last.state),
    channel: first.channel,
    petitionDate: first.petitionDate ?? null,
    receivedAt: first.receivedAt,
    registeredAt: first.registeredAt,
    acceptedAt: handled.acceptedAt ?? null,
    concludedAt: handled.concludedAt ?? null,
    unit: unit ? { name: unit.name, address: unit.address, phone: unit.phone } : null,
    contact: contact ? { name: contact.name, officePhone: contact.officePhone } : null,
    path: chain.map((head) => ({
      unit: tree.unit(head.unit)?.name ?? head.unit,
      since: head.registeredAt,
      state: stateForPetitioner(head.state),
    })),
    clocks: chain.flatMap((head) => [
      ...head.clocks
        .filter(({ code }) => CLOCKS[code].class === 'LAW')
        .map((clock) => runningView(clock, now, tree, calendar)),
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
    review: last.state === 'REVIEW_WINDOW' ? (tree.unit(tree.presentOf(last.organ))?.reviewOrgan ?? null) : null,
  };
}

function runningView(clock: Clock, now: Instant, tree: UnitTree, calendar: Calendar) {
  const daysLate = now > clock.dueInstant && !CLOCKS[clock.code].lapses ? diffDays(clock.due, localDateOf(now)) : 0;
  const { explanation, overlay, provisional } = derivationOf(clock, calendar);
  return {
    clock: clock.code,
    name: CLOCKS[clock.code].zh,
    nominalDue: clock.nominalDue,
    due: clock.due,
    provisional,
    ...(overlay?.applied ? { overlay: { cite: overlay.cite, verified: overlay.verified, badge: '未核实' } } : {}),
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
    ({ id, roles, unit }) =>
      roles.includes('sealedOfficer') &&
      !isComplainedAbout({ id, unit }, head, tree) &&
      mayOpenSealed({ unit }, head, tree),
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
