import type { RouteReason } from './routing.ts';
import type { Reading } from './routing-score.ts';

/** 立即处置: danger to life or limb now is said first, whatever the matter (条例25). */
export function isUrgent(reading: Reading, reasons: RouteReason[]): boolean {
  const harmed =
    reading.ranked.some((score) => score.category === 'CUSTODY' && score.score >= 6) && reading.concepts.has('HARM');
  const words = [...reading.danger, ...(harmed ? (reading.concepts.get('HARM') ?? []) : [])];
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

/** An officer is spoken of, and money taken or worse, too far apart for a rule to say that he did it. */
export function explainDoubt({ concepts }: Reading, reasons: RouteReason[]): void {
  const said = (concept: 'GRAFT' | 'TORTURED' | 'TAKES' | 'MONEY') => concepts.get(concept) ?? [];
  const taken = said('TAKES').length > 0 ? said('MONEY') : [];
  const words = [...said('GRAFT'), ...said('TORTURED'), ...taken];
  if (!concepts.has('OFFICER') || words.length === 0) return;
  const zh = '提到民警,又提到钱款好处或者逼供:请人工看是否检举控告';
  reasons.push({ rule: 'MAY_ACCUSE', zh, en: 'it may accuse an officer: a person must look', article: '30(3)', words });
}
