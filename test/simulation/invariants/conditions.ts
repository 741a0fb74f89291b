import type { Write } from '../../../shared/store/database.ts';
import { isInbox } from './case-book.ts';
import type { Findings } from './violation.ts';

type Put = Extract<Write, { kind: 'PUT' }>;

/** What somebody else may write at the same moment: how each may be written, so that the second one notices. */
type Guard =
  /** Where nothing stands yet. */
  | { readonly kind: 'NEW' }
  /** Over what was read: the number counts on by one. */
  | { readonly kind: 'NEXT'; readonly attribute: string }
  /** Over what is older than itself. */
  | { readonly kind: 'NEWER'; readonly attribute: string }
  /** Over what names the same. */
  | { readonly kind: 'SAME'; readonly attribute: string };

const NEW: Guard = { kind: 'NEW' };
const next = (attribute: string): Guard => ({ kind: 'NEXT', attribute });
const newer = (attribute: string): Guard => ({ kind: 'NEWER', attribute });
const same = (attribute: string): Guard => ({ kind: 'SAME', attribute });

/** By table and the first word of the sort key, or of the partition. */
const GUARDS: Readonly<Record<string, readonly Guard[]>> = {
  HEAD: [NEW, next('version')],
  V: [NEW],
  ALARM: [NEW, next('rev')],
  PROPOSAL: [newer('forVersion'), same('forVersion')],
  MATTER: [NEW, next('rev')],
  MESSAGES: [NEW, same('count')],
  CANDIDATE: [NEW, next('rev')],
  EXTENSION: [NEW],
  L: [NEW],
  ROW: [newer('version')],
  N: [NEW],
  RECEIPT: [NEW, same('caseId')],
  PLACE: [NEW, same('caseId')],
  INBOX: [NEW],
  PETITIONER: [NEW],
  DELIVERY: [NEW, next('rev')],
  TASK: [NEW],
};

/** Whoever writes these last is right. */
const FREE: ReadonlySet<string> = new Set([
  'BODY',
  'SLIP',
  'ANCHOR',
  'RECONCILE',
  'SCHEDULE',
  'RUN',
  'AUDIT',
  'DIGEST',
  'OUTBOX',
  'UNDELIVERED',
  'PREFERENCES',
]);

/** Two conditions often guard one race: that one of them is gone shows before the other is. */
export function checkConditions(writes: readonly Write[], findings: Findings): void {
  for (const write of writes) {
    if (write.kind !== 'PUT') continue;
    const kind = kindOf(write);
    const guards = GUARDS[kind];
    const holds = guards
      ? guards.some((guard) => isGuarded(write, guard))
      : FREE.has(kind) || write.condition !== undefined || isBesideHead(write, writes);
    const { table, item } = write;
    findings.unless(
      holds,
      'CONDITIONAL',
      () => `${table} ${item.pk} ${item.sk} is written under ${JSON.stringify(write.condition ?? 'no condition')}`,
    );
    // A proposal is for what the case says now.
    if (kind === 'PROPOSAL')
      findings.unless(
        writes.some((one) => one.kind === 'CHECK' && one.key.pk === item.pk && reads(one.condition, item.forVersion)),
        'CONDITIONAL',
        () => `a proposal for version ${String(item.forVersion)} of ${item.pk} is written beside whatever the case is`,
      );
  }
}

/** Written with the next version of its own case, whose condition is its own. */
const isBesideHead = ({ item }: Put, writes: readonly Write[]): boolean =>
  writes.some((one) => one.kind === 'PUT' && one.item.pk === item.pk && one.item.sk === 'HEAD' && one.condition);

const reads = (condition: Write['condition'], version: unknown): boolean =>
  condition?.kind === 'EQUALS' && condition.attribute === 'version' && condition.value === version;

function kindOf({ table, item: { pk, sk } }: Put): string {
  if (table === 'REMINDERS') return isInbox(pk) ? 'INBOX' : wordOf(pk);
  if (table === 'TEXTS' && pk.startsWith('MATTER#')) return 'BODY';
  return wordOf(sk);
}

const wordOf = (key: string): string => key.split('#')[0] as string;

function isGuarded({ item, condition }: Put, guard: Guard): boolean {
  switch (guard.kind) {
    case 'NEW':
      return condition?.kind === 'ABSENT';
    case 'NEXT':
      return (
        condition?.kind === 'EQUALS' &&
        condition.attribute === guard.attribute &&
        item[guard.attribute] === (condition.value as number) + 1
      );
    case 'NEWER':
      return (
        condition?.kind === 'OLDER' &&
        condition.attribute === guard.attribute &&
        item[guard.attribute] === condition.value
      );
    case 'SAME':
      return condition?.kind === 'EQUALS' && condition.attribute === guard.attribute;
    default:
      return guard satisfies never;
  }
}
