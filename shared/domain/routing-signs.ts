import type { RouteReason } from './routing.ts';
import { SEALED_FROM } from './routing-choice.ts';
import type { Reading } from './routing-score.ts';

/**
 * 立即处置: danger to life or limb now is said first, whatever the matter (条例25).
 * @param readings of the text, and of its letters alone
 */
export function isUrgent(readings: readonly Reading[], reasons: RouteReason[]): boolean {
  const words = [...new Set(readings.flatMap(dangerIn))];
  if (words.length === 0) return false;
  reasons.push({
    rule: 'DANGER',
    zh: '可能危及人身安全:立即联系 110/120 并报告,登记照常进行',
    en: 'possible danger to life: call 110/120 and report at once; registration goes on',
    article: '25',
    words,
  });
  return true;
}

/**
 * Words of danger, of whoever came to harm in custody or died with the police, and of a child or a confused old person
 * that is missing, unless the text gives thanks for having found him.
 */
function dangerIn({ danger, ranked, concepts }: Reading): readonly string[] {
  const isFound = ranked[0]?.category === 'SERVICE.THANKS' && concepts.has('FOUND');
  const harmed = ranked.some(({ category, score }) => category === 'CUSTODY' && score >= 6);
  return [
    ...danger,
    ...(harmed ? (concepts.get('HARM') ?? []) : []),
    ...(isFound ? [] : (concepts.get('MISSING') ?? [])),
    ...(concepts.get('THREAT') ?? []),
    ...(concepts.get('DIED_THERE') ?? []),
  ];
}

/**
 * An officer is spoken of, or complained of in the form, and money taken, force used or worse, too far apart for a rule
 * to say that he did it; or an accusation that is read in the letters alone.
 */
export function explainDoubt(
  { concepts, ranked }: Reading,
  bare: Reading,
  complainedOf: boolean,
  reasons: RouteReason[],
): void {
  const said = (concept: Parameters<typeof concepts.get>[0]) => concepts.get(concept) ?? [];
  const taken = said('TAKES').length > 0 ? said('MONEY') : [];
  const doubtful = [...said('GRAFT'), ...said('PRIVATE_GRAFT'), ...said('TORTURED'), ...taken];
  const read = (reading: Reading['ranked']) => reading.find(({ category }) => category === 'CONDUCT.DISCIPLINE');
  const accuses = read(bare.ranked);
  const words = [
    ...(complainedOf || concepts.has('OFFICER') ? doubtful : []),
    ...said('OFFICER_FORCE'),
    ...said('POLICE_GAINS'),
    ...said('WRONG'),
    ...((accuses?.score ?? 0) >= SEALED_FROM && (read(ranked)?.score ?? 0) < SEALED_FROM ? (accuses?.words ?? []) : []),
  ];
  if (words.length === 0) return;
  const zh = '提到民警或者被反映的单位、人员,又提到钱款好处、使用武力或者逼供:请人工看是否检举控告';
  reasons.push({ rule: 'MAY_ACCUSE', zh, en: 'it may accuse an officer: a person must look', article: '30(3)', words });
}
