import type { Head, OpinionFacts, Outcome } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext } from './context.ts';

/** What every opinion has: facts, law, and an answer for each request item (条例32). */
interface Written {
  readonly facts: string;
  readonly legalBasis: string;
  readonly items: readonly { readonly item: number; readonly outcome: Outcome; readonly answer: string }[];
}

/** The items answered are items that were accepted, each once. */
export function itemsFit(head: Head, items: Written['items']): void {
  const unknown = items.findIndex(({ item }) => item < 1 || item > head.requestItems);
  if (unknown >= 0)
    throw new Refused(
      refusal(
        'UNKNOWN_REQUEST_ITEM',
        'G9',
        '条例32',
        [`受理的诉求只有 ${head.requestItems} 项`, `${head.requestItems} request item(s) were accepted`],
        ['答复项号应与受理的诉求项一致', 'answer the items that were accepted'],
        `/opinion/items/${unknown}/item`,
      ),
    );
  const twice = items.findIndex(({ item }, at) => items.findIndex((other) => other.item === item) < at);
  if (twice >= 0)
    throw new Refused(
      refusal(
        'ITEM_ANSWERED_TWICE',
        'G9',
        '条例32',
        ['同一诉求项只能有一个答复', 'a request item has one answer'],
        ['合并为一个答复', 'make one answer of them'],
        `/opinion/items/${twice}/item`,
      ),
    );
}

/** What guards need to know of an opinion; outcomes in the order of the items. */
export function factsOf(head: Head, opinion: Written, { officer, now, tree }: DecideContext): OpinionFacts {
  if (!officer) throw new Error('an opinion is drafted by an officer');
  const items = [...opinion.items].sort((a, b) => a.item - b.item);
  const reviewOrgan = tree.unit(head.organ)?.reviewOrgan;
  return {
    drafter: officer,
    draftedAt: now,
    answered: items.filter(({ answer }) => answer.trim()).map(({ item }) => item),
    outcomes: items.map(({ outcome }) => outcome),
    hasFacts: opinion.facts.trim() !== '',
    hasLegalBasis: opinion.legalBasis.trim() !== '',
    ...(reviewOrgan ? { reviewOrgan: reviewOrgan.name } : {}),
  };
}

/** Its words, kept beside the events. */
export const opinionTexts = ({ facts, legalBasis, items }: Written): Record<string, string> => ({
  facts,
  legalBasis,
  ...Object.fromEntries(items.map(({ item, answer }) => [`answer${item}`, answer])),
});
