import type { Bureau, Setting } from './bureau.ts';
import { addDays, diffDays } from './calendar.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';

/** An extension (延期) as it was approved: about the unit and the approver, who are officers in office. */
export interface Extension {
  readonly caseId: CaseId;
  readonly organ: UnitId;
  readonly unit: UnitId;
  readonly approver: OfficerId;
  readonly at: Instant;
  readonly on: LocalDate;
  /** Last day of the limit that it lengthened. */
  readonly limit: LocalDate;
  readonly days: number;
  /** Keyed hash of the reason as written, spaces and signs left out: says only whether two are the same words. */
  readonly reason: string;
}

/** When an extension is put before the supervisor. Numbers of our own: the law asks for reasons, not for a count. */
export interface ExtensionRule {
  /** 临期: approved when so many days or fewer were left. */
  readonly lateDays: number;
  /** 批量: so many by one approver, or of one unit, on one day. */
  readonly perDay: number;
  /** 比例: more than this percentage of a unit's limits of the period, once so many were due. */
  readonly sharePercent: number;
  readonly shareLeast: number;
  /** 雷同: so many of one unit with the same words within so many days. */
  readonly sameReason: number;
  readonly sameReasonDays: number;
}

const OUR_RULE: Setting<ExtensionRule> = {
  value: { lateDays: 3, perDay: 5, sharePercent: 30, shareLeast: 5, sameReason: 3, sameReasonDays: 90 },
  cite: '《信访工作条例》第三十四条(情况复杂、说明理由);数值为本机关设定',
  verified: false,
};

/** The rule of the bureau, with its citation; ours where it set none. */
export const extensionRuleOf = ({ settings }: Pick<Bureau, 'settings'>): Setting<ExtensionRule> =>
  settings.extensionRule ?? OUR_RULE;

/** The rule in words, as it stands under the list. */
export const ruleInWords = (rule: ExtensionRule) => ({
  zh: `期限届满前${rule.lateDays}日内批准的(临期);同一批准人或者同一单位一日内批准${rule.perDay}件以上的(批量);单位延期件超过期内到期件的${rule.sharePercent}%且到期件不少于${rule.shareLeast}件的(比例);同一单位${rule.sameReasonDays}日内以相同理由延期${rule.sameReason}件以上的(雷同)。`,
  en: `Approved with ${rule.lateDays} days or fewer left (late); ${rule.perDay} or more by one approver or of one unit on one day (bulk); more than ${rule.sharePercent} % of a unit's limits due in the period, of ${rule.shareLeast} or more (share); ${rule.sameReason} or more of one unit in the same words within ${rule.sameReasonDays} days (repeated).`,
});

/** Why extensions stand before the supervisor. */
export interface ExtensionFinding {
  readonly kind: 'LATE' | 'BULK_APPROVER' | 'BULK_UNIT' | 'SHARE' | 'REPEATED';
  readonly unit?: UnitId;
  readonly approver?: OfficerId;
  readonly on?: LocalDate;
  /** Days left, extensions, or per cent, by kind. */
  readonly value: number;
  readonly cases: readonly CaseId[];
}

/** Of a unit: how many limits were due in the period, and which of them had been extended. */
export interface UnitShare {
  readonly unit: UnitId;
  readonly due: number;
  readonly extended: readonly CaseId[];
}

/** Days before the period whose extensions the rule has to know. */
export const lookBack = (rule: ExtensionRule): number => rule.sameReasonDays - 1;

/**
 * What the rule finds in a period, both days included; `extensions` reach back {@link lookBack} days before it, so that
 * words repeated across its beginning are found.
 */
export function findExtensionAbuse(
  extensions: readonly Extension[],
  shares: readonly UnitShare[],
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  rule: ExtensionRule,
): ExtensionFinding[] {
  const inside = extensions.filter(({ on }) => on >= from && on <= to);
  return [
    ...late(inside, rule),
    ...bulk(inside, rule),
    ...shareOf(shares, rule),
    ...sameWords(extensions, from, to, rule),
  ];
}

const ids = (extensions: readonly Extension[]): CaseId[] => extensions.map(({ caseId }) => caseId);

const late = (extensions: readonly Extension[], { lateDays }: ExtensionRule): ExtensionFinding[] =>
  extensions
    .map((extension) => ({ extension, left: diffDays(extension.on, extension.limit) }))
    .filter(({ left }) => left <= lateDays)
    .map(({ extension: { unit, approver, on, caseId }, left }) => ({
      kind: 'LATE',
      unit,
      approver,
      on,
      value: left,
      cases: [caseId],
    }));

function bulk(extensions: readonly Extension[], { perDay }: ExtensionRule): ExtensionFinding[] {
  const many = (group: readonly Extension[]) => group.length >= perDay;
  const byApprover = Map.groupBy(extensions, ({ approver, on }) => `${approver} ${on}`);
  const byUnit = Map.groupBy(extensions, ({ unit, on }) => `${unit} ${on}`);
  return [
    ...[...byApprover.values()].filter(many).flatMap((group): ExtensionFinding[] => {
      const [first] = group;
      return first
        ? [{ kind: 'BULK_APPROVER', approver: first.approver, on: first.on, value: group.length, cases: ids(group) }]
        : [];
    }),
    ...[...byUnit.values()].filter(many).flatMap((group): ExtensionFinding[] => {
      const [first] = group;
      return first
        ? [{ kind: 'BULK_UNIT', unit: first.unit, on: first.on, value: group.length, cases: ids(group) }]
        : [];
    }),
  ];
}

const shareOf = (shares: readonly UnitShare[], { sharePercent, shareLeast }: ExtensionRule): ExtensionFinding[] =>
  shares
    .filter(({ due, extended }) => due >= shareLeast && 100 * extended.length > sharePercent * due)
    .map(({ unit, due, extended }) => ({
      kind: 'SHARE',
      unit,
      value: Math.round((1000 * extended.length) / due) / 10,
      cases: extended,
    }));

/** The largest run of the same words within the days of the rule, where it reaches into the period. */
function sameWords(
  extensions: readonly Extension[],
  from: LocalDate,
  to: LocalDate,
  { sameReason, sameReasonDays }: ExtensionRule,
): ExtensionFinding[] {
  const groups = Map.groupBy(
    extensions.filter(({ on }) => on <= to).sort((a, b) => (a.at < b.at ? -1 : 1)),
    ({ unit, reason }) => `${unit} ${reason}`,
  );
  return [...groups.values()].flatMap((group): ExtensionFinding[] => {
    const runs = group.flatMap((last) =>
      last.on < from ? [] : [group.filter(({ on }) => on <= last.on && on > addDays(last.on, -sameReasonDays))],
    );
    const largest = runs.reduce<readonly Extension[]>((most, run) => (run.length > most.length ? run : most), []);
    const unit = largest[0]?.unit;
    return unit === undefined || largest.length < sameReason
      ? []
      : [{ kind: 'REPEATED', unit, value: largest.length, cases: ids(largest) }];
  });
}
