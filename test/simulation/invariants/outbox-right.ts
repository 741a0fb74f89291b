import type { Item } from '../../../shared/store/database.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { type ChannelLife, type Deliveries, idOf, SOON_MS, sourceOf } from './deliveries.ts';

const MINUTE = 60_000;
/** What did not arrive is tried again after so many minutes, by how often it failed: a gateway may be off for hours. */
const WAITS = [1, 5, 15, 60, 240];
/** So long a try is claimed; whoever died with it has left a line that waits no longer. */
const CLAIMED_MS = 3 * MINUTE;

/** A line of the ledger is one line, and what failed waits longer each time, then is given up. */
export function checkLine({ key, before, after }: ItemChange, life: ChannelLife, { lines }: Deliveries): void {
  if (!after) return;
  const { findings } = life;
  const known = lines.get(key.sk);
  findings.unless(
    before !== undefined || known === undefined || known.day === after.day,
    'PUSHED_ONCE',
    () => `a delivery of ${String(known?.day)} has a second line on ${String(after.day)}`,
  );
  const attempts = after.attempts as number;
  // A try whose run died before it sent anything was a try, too.
  findings.unless(
    after.state !== 'FAILED' || attempts > WAITS.length,
    'PUSHED_ONCE',
    () => `a delivery is given up after ${attempts} tries`,
  );
  // Who claims it counts a try more; who says that it failed has counted his already.
  const hasFailed = after.state === 'WAITING' && after.reason !== undefined && before?.attempts === attempts;
  const waits = (Date.parse(String(after.notBefore)) - Date.parse(String(after.at))) / MINUTE;
  findings.unless(
    !hasFailed || waits === WAITS[attempts - 1],
    'PUSHED_ONCE',
    () => `a delivery that failed ${attempts} times waits for ${waits} minutes`,
  );
}

/** What waits has its place in the outbox, there is looked at in time, and leaves it settled. */
export function checkOutbox(changes: readonly ItemChange[], life: ChannelLife, deliveries: Deliveries): void {
  const outbox = changes.filter(({ table, key }) => table === 'REMINDERS' && key.pk.startsWith('OUTBOX#'));
  for (const { after } of outbox) if (after) lookedAtInTime(after, life, deliveries);
  for (const { before, after } of outbox) {
    if (!before || before.kind === 'PETITIONER' || after) continue;
    const later = outbox.find((one) => one.after && one.after.kind !== 'PETITIONER' && sameSource(one.after, before));
    const left = keysOf(before).filter(({ id }) => !keysOf(later?.after).some((one) => one.id === id));
    for (const { id } of left)
      life.findings.unless(
        deliveries.lines.get(id)?.state !== 'WAITING',
        'PUSHED_ONCE',
        () => `${id} waits, and nobody has it in hand any more`,
      );
    if (!later) checkGone(before, life, deliveries);
  }
}

/** Nothing waits longer for what waits beside it. */
function lookedAtInTime(entry: Item, { findings }: ChannelLife, { lines }: Deliveries): void {
  for (const { id } of keysOf(entry)) {
    const line = lines.get(id);
    findings.unless(
      line?.state !== 'WAITING' || Date.parse(String(entry.at)) <= Date.parse(String(line.notBefore)) + SOON_MS,
      'PUSHED_ONCE',
      () => `${id} may be tried at ${String(line?.notBefore)}, and is looked at only at ${String(entry.at)}`,
    );
  }
}

/**
 * Who takes a decision out of the outbox leaves nothing of it behind that is for a later hour. Who has two of the
 * mailboxes that it lies in hears of it once, by the one or the other.
 */
function checkGone(gone: Item, { core, now, findings }: ChannelLife, { lines }: Deliveries) {
  const { pk: mailbox, sk } = placeOf(gone);
  const said = gone.kind === 'DIGEST' ? `${mailbox}#${sk}` : sk;
  for (const [id, line] of lines) {
    if (line.state !== 'WAITING' || !(Date.parse(String(line.notBefore)) > now() + CLAIMED_MS)) continue;
    if (idOf(said, String(line.officer), String(line.channel)) !== id) continue;
    findings.unless(
      [...core.scan('REMINDERS')].some((one) => one.pk.startsWith('OUTBOX#') && placeOf(one).sk === sk),
      'PUSHED_ONCE',
      () => `${id} waits until ${String(line.notBefore)}, and lies in no outbox`,
    );
  }
}

const placeOf = (entry: Item) => entry.source as unknown as { readonly pk: string; readonly sk: string };
const sameSource = (one: Item, other: Item): boolean => sourceOf(placeOf(one)) === sourceOf(placeOf(other));

const keysOf = (entry: Item | undefined): readonly { readonly id: string }[] =>
  (entry?.pending as unknown as readonly { readonly id: string }[] | undefined) ?? [];
