import type { Head } from '../../shared/domain/petition.ts';
import type { Screen } from './clients.ts';
import type { CaseBook } from './invariants/case-book.ts';

/** What officers have before them: the cases as they are stored at this moment. */
export class CasesOnScreen implements Screen {
  readonly #book: CaseBook;

  constructor(book: CaseBook) {
    this.#book = book;
  }

  heads(): ReadonlyMap<string, Head> {
    return new Map(
      [...this.#book.cases.values()].flatMap(({ table, id, head }) => (table === 'CASES' ? [[id, head] as const] : [])),
    );
  }

  /** The cases of a petition that an officer can have on his screen, the first above the others. */
  headsOf(petitionId: string): readonly Head[] {
    const first = this.#book.find(petitionId)?.head;
    if (!first) return [];
    const sealed = this.#book.of('SEALED', petitionId)?.head;
    const heads = [sealed ?? first];
    for (let next = heads[0]?.childId ?? heads[0]?.reviewCase; next; ) {
      const head = this.#book.of('CASES', next)?.head;
      if (!head) break;
      heads.push(head);
      next = head.childId ?? head.reviewCase;
    }
    return heads;
  }

  ringsAt(petitionId: string): number | undefined {
    const all = this.headsOf(petitionId).map(
      ({ id, sealed }) => this.#book.of(sealed ? 'SEALED' : 'CASES', id)?.wakeAt,
    );
    const next = all.filter((at) => at !== undefined).sort()[0];
    return next === undefined ? undefined : Date.parse(next);
  }

  /** The case as it is in each store. */
  headsNow(id: string): readonly Head[] {
    return (['CASES', 'SEALED'] as const).flatMap((table) => this.#book.of(table, id)?.head ?? []);
  }
}
