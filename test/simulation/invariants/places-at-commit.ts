import type { Head } from '../../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { sha256 } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Limits of the law by which an open case is urgent. */
const OF_THE_ORGAN: ReadonlySet<string> = new Set([
  'INFORM_15D',
  'REF_INFORM_15D',
  'HANDLE_60D',
  'EXT_30D',
  'ASSIGN_REPORT',
  'REVIEW_30D',
  'REREVIEW_30D',
]);

const ENDED: ReadonlySet<string> = new Set([
  'REDIRECTED',
  'CHANNELLED',
  'SEALED',
  'NOT_ACCEPTED',
  'NO_LONGER_ACCEPTED',
  'REFERRED_DOWN',
  'RETURNED',
  'CLOSED',
  'ARCHIVED',
  'REQ_LATE',
  'REQ_INADMISSIBLE',
  'S_CLOSED',
]);

/** The queues in which the case is found, and the day in the journal. */
export function checkPlaces(
  head: Head,
  item: Readonly<Record<string, unknown>>,
  record: Readonly<Record<string, unknown>>,
  { at, version }: HistoryRecord,
  findings: Findings,
): void {
  const ended = ENDED.has(head.state) && !(head.state === 'CHANNELLED' && head.route?.own && !head.route.resultAt);
  const agreed = head.state === 'WITHDRAWN' || head.state === 'SETTLED';
  const holder = head.state === 'OBJECTED' && head.referral ? head.referral.from : agreed ? head.office : head.unit;
  const shard = (shards: number) => Number.parseInt(sha256(head.id).slice(0, 6), 16) % shards;
  const closed = head.clocks.length > 0 ? `CLOSED#${shard(4)}` : undefined;
  const queue = ended ? closed : head.screened ? `UNIT#${holder}` : `SCREEN#${head.office}`;
  findings.unless(
    item.worklistPk === queue,
    head.screened ? 'ROUTED_OR_WITH_A_PERSON' : 'SECRECY',
    () => `${head.id} ${head.state} lies in ${String(item.worklistPk)}, not in ${String(queue)}`,
  );
  if (queue)
    findings.unless(
      String(item.worklistSk).endsWith(`#${head.id}`),
      'ROUTED_OR_WITH_A_PERSON',
      () => `${head.id} has no place in its queue`,
    );
  const first = head.clocks
    .filter(({ code }) => OF_THE_ORGAN.has(code))
    .map(({ dueInstant }) => dueInstant)
    .sort()[0];
  findings.unless(
    ended || first === undefined || String(item.worklistSk) <= `${first}#${head.id}`,
    'ROUTED_OR_WITH_A_PERSON',
    () => `${head.id} is due at ${first}, and lies in its queue by ${String(item.worklistSk)}`,
  );
  const day = `DAY#${at.slice(0, 10)}#${shard(4)}`;
  findings.unless(
    record.journalPk === day && record.journalSk === `${at}#${head.id}#${version}`,
    'ONE_COMMIT',
    () => `${head.id} v${version} is missing in the journal`,
  );
}
