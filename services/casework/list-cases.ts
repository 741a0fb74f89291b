import type { Principal } from '../../shared/domain/access.ts';
import { isComplainedAbout } from '../../shared/domain/access.ts';
import type { Instant, UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import { readQueue, screeningQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { type Database, InvalidPosition } from '../../shared/store/database.ts';
import { listEntry } from './read-case.ts';

/** What was asked for; every part has a default. */
export interface ListQuestion {
  readonly queue?: 'UNIT' | 'SCREENING' | 'SEALED' | undefined;
  readonly unit?: UnitId | undefined;
  readonly state?: string | undefined;
  readonly limit?: number | undefined;
  readonly after?: string | undefined;
}

/** A page of a queue, most urgent first. A handler sees his own cases of the unit; nobody sees what complains of him. */
export async function listCases(
  question: ListQuestion,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  const queue = question.queue ?? 'UNIT';
  const unit = question.unit ?? principal.unit;
  if (!tree.unit(unit))
    throw invalidFields([{ pointer: '/unit', zh: '没有这个单位', en: 'is not a unit of this bureau' }]);
  const office = tree.petitionOfficeOf(unit)?.id ?? unit;
  authorise(
    principal,
    queue === 'SEALED'
      ? { kind: 'READ_SEALED_QUEUE', office }
      : queue === 'SCREENING'
        ? { kind: 'READ_SCREENING_QUEUE', office }
        : { kind: 'READ_WORKLIST', unit },
    tree,
  );
  const page = await readQueue(
    database,
    queue === 'SEALED' ? SEALED : ORDINARY,
    queue === 'UNIT' ? unitQueue(unit) : screeningQueue(office),
    { limit: question.limit ?? 50, ...(question.after ? { after: readPosition(question.after) } : {}) },
  ).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? badPosition() : error;
  });
  const onlyOwn = queue === 'UNIT' && principal.roles.every((role) => role === 'handler');
  const mayList = (head: Head): boolean =>
    !isComplainedAbout(principal, head, tree) &&
    (!onlyOwn || head.handler === principal.id) &&
    (question.state === undefined || head.state === question.state);
  return {
    queue,
    unit: queue === 'UNIT' ? unit : office,
    cases: page.heads.filter(mayList).map((head) => listEntry(head, now, tree)),
    next: page.next ? Buffer.from(page.next).toString('base64url') : null,
  };
}

/** Positions are opaque to clients; one that we did not give out is an error, not a crash. */
function readPosition(position: string): string {
  const text = Buffer.from(position, 'base64url').toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw badPosition();
  }
}

const badPosition = () =>
  invalidFields([{ pointer: '/after', zh: '应为上一页的 next', en: 'must be `next` of the page before' }]);
