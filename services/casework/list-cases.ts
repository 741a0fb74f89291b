import { listEntry } from '../../shared/casework/case-view.ts';
import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import { type Action, mayOpenSealed, type Principal } from '../../shared/domain/access.ts';
import type { Instant, UnitId } from '../../shared/domain/ids.ts';
import { type Head, isOnWorklist } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { BureauSource } from '../../shared/lambda/bureau-source.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import type { Secrets } from '../../shared/lambda/secrets.ts';
import { readQueue, screeningQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY, queueOf, SEALED } from '../../shared/store/cases.ts';
import { type Database, InvalidPosition } from '../../shared/store/database.ts';
import { RULINGS } from '../../shared/store/rulings.ts';
import { rulingsOf } from './rulings-of.ts';

/** What was asked for; every part has a default. */
export interface ListQuestion {
  readonly queue?: 'UNIT' | 'SCREENING' | 'SEALED' | 'RULINGS' | undefined;
  readonly unit?: UnitId | undefined;
  readonly state?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/** Reads of a queue for one page at most: a filter that matches nothing must not walk a whole city's queue. */
const READS = 40;

/**
 * A page of a queue, most urgent first. A handler sees his own cases of the unit; nobody sees what complains of him,
 * nor that there is something: a page is filled from behind it, and `next` is sealed, since it may name such a case.
 */
export async function listCases(
  question: ListQuestion,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: {
    readonly database: Database;
    readonly bureau: Pick<BureauSource, 'law'>;
    readonly secrets: Pick<Secrets, 'sealPosition' | 'openPosition'>;
  },
) {
  const queue = question.queue ?? 'UNIT';
  const unit = question.unit ?? principal.unit;
  if (!tree.unit(unit))
    throw invalidFields([{ pointer: '/unit', zh: '没有这个单位', en: 'is not a unit of this bureau' }]);
  const office = tree.petitionOfficeOf(unit)?.id ?? unit;
  if (queue === 'RULINGS' && question.unit !== undefined)
    throw invalidFields([
      { pointer: '/unit', zh: '待裁决列表只列本人的', en: 'RULINGS are those of whoever asks: leave `unit` out' },
    ]);
  const { key, action } = {
    UNIT: { key: unitQueue(unit), action: { kind: 'READ_WORKLIST', unit } },
    SCREENING: { key: screeningQueue(office), action: { kind: 'READ_SCREENING_QUEUE', office } },
    SEALED: { key: screeningQueue(office), action: { kind: 'READ_SEALED_QUEUE', office } },
    RULINGS: { key: RULINGS, action: { kind: 'READ_INBOX' } },
  }[queue] as { readonly key: string; readonly action: Action };
  authorise(principal, action, tree);
  const onlyOwn = queue === 'UNIT' && principal.roles.every((role) => role === 'handler');
  // The index may still show what was sealed, ended or taken out of this queue a moment ago: nothing is told of it (P-03).
  const wanted = (head: Head): boolean =>
    isOnWorklist(head) &&
    (queue === 'RULINGS' || queueOf(head) === key) &&
    (!head.sealed || mayOpenSealed(principal, head, tree)) &&
    (!onlyOwn || head.handler === principal.id) &&
    (question.state === undefined || head.state === question.state);
  const tables = queue === 'SEALED' ? SEALED : ORDINARY;
  const scope = `${queue}/${key}/${principal.id}`;
  const limit = question.limit ?? 50;
  const { calendar } = await deps.bureau.law();
  const listed: Head[] = [];
  let after = question.after === undefined ? undefined : deps.secrets.openPosition(scope, question.after);
  if (question.after !== undefined && after === undefined) throw badPosition();
  for (let reads = 0; reads < READS; reads += 1) {
    const page = await readQueue(deps.database, tables, key, {
      limit: limit - listed.length,
      ...(after === undefined ? {} : { after }),
    }).catch((error: unknown) => {
      throw error instanceof InvalidPosition ? badPosition() : error;
    });
    const shown = await hideComplaints(principal, page.heads.filter(wanted), tables, tree, deps.database);
    const rules = queue !== 'RULINGS' ? shown : await rulingsOf(principal, shown, now, tree, calendar, deps.database);
    listed.push(...rules);
    after = page.next;
    if (after === undefined || listed.length >= limit) break;
  }
  return {
    queue,
    unit: queue === 'UNIT' || queue === 'RULINGS' ? unit : office,
    cases: listed.map((head) => listEntry(head, now, tree, calendar)),
    next: after === undefined ? null : deps.secrets.sealPosition(scope, after),
  };
}

const badPosition = () =>
  invalidFields([{ pointer: '/after', zh: '应为上一页的 next', en: 'must be `next` of the page before' }]);
