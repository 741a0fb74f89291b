import { CLOCKS, type ClockCode, type ClockDefinition, isClockCode } from './clock-table.ts';
import { RuleDataError } from './rule-data-error.ts';

/**
 * A local rule (地方规则) of the bureau's province or city: it may shorten a clock of the organ or lengthen one of the
 * petitioner, nothing else. It carries its citation, and a badge (未核实) wherever it acts: nobody compared it with the
 * official text for this project.
 */
export interface Overlay {
  readonly clock: ClockCode;
  /** Length instead of the one in the law. */
  readonly n?: number | undefined;
  /** Unit of `n`; the clock's own where absent. */
  readonly unit?: OverlayUnit | undefined;
  /** For a right of the petitioner: days on top. For REVIEW_30D: by how many days it may be extended (北京, G12). */
  readonly extraDays?: number | undefined;
  readonly cite: string;
  readonly verified: false;
}

export const OVERLAY_UNITS = ['CAL_DAY', 'WORK_DAY'] as const;
export type OverlayUnit = (typeof OVERLAY_UNITS)[number];

export type OverlaysByClock = ReadonlyMap<ClockCode, Overlay>;

/** Longest extension of a review that a local rule may provide, as the one for handling (条例34). */
const MAX_REVIEW_EXTENSION = 30;
const MAX_DAYS = 3650;

/** Checks local rules and lays them out by clock. @throws RuleDataError naming the field that goes too far */
export function checkOverlays(overlays: readonly Overlay[]): OverlaysByClock {
  const byClock = new Map<ClockCode, Overlay>();
  for (const [at, overlay] of overlays.entries()) {
    const refuse = (field: keyof Overlay, text: readonly [string, string]): never => {
      throw new RuleDataError(`/overlays/${at}/${field}`, text);
    };
    if (!isClockCode(overlay.clock)) refuse('clock', ['没有这一期限', 'is not a clock']);
    if (byClock.has(overlay.clock)) refuse('clock', ['同一期限只能有一条地方规则', 'has a local rule already']);
    const rule = CLOCKS[overlay.clock];
    if (rule.n === null || rule.extensionOf || rule.unit === 'VAR')
      refuse('clock', [
        '该期限由文书或个案确定,没有可变更的天数',
        'has no number of its own that a local rule could change',
      ]);
    if (overlay.cite.trim() === '') refuse('cite', ['须注明依据', 'must name its source']);
    if (overlay.n === undefined && overlay.extraDays === undefined)
      refuse('n', ['须填 n 或 extraDays', 'is required, or extraDays']);
    checkUnit(overlay, rule, refuse);
    checkExtraDays(overlay, rule, refuse);
    checkLength(overlay, rule, refuse);
    byClock.set(overlay.clock, overlay);
  }
  return byClock;
}

type Refuse = (field: keyof Overlay, text: readonly [string, string]) => never;

const countsTime = ({ unit }: ClockDefinition): boolean => unit === 'HOUR' || unit === 'MINUTE';
const isDays = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= MAX_DAYS;

function checkUnit({ n, unit }: Overlay, rule: ClockDefinition, refuse: Refuse): void {
  if (unit === undefined) return;
  if (n === undefined) refuse('unit', ['单位须与 n 同填', 'goes with n']);
  if (countsTime(rule)) refuse('unit', ['按小时或分钟计算的期限不能改单位', 'cannot change for hours or minutes']);
}

function checkExtraDays({ extraDays, clock }: Overlay, rule: ClockDefinition, refuse: Refuse): void {
  if (extraDays === undefined) return;
  if (!isDays(extraDays)) refuse('extraDays', ['应为正整数', 'must be a whole number from 1']);
  if (clock === 'REVIEW_30D') {
    if (extraDays > MAX_REVIEW_EXTENSION)
      refuse('extraDays', [
        `复查期限最多延长${MAX_REVIEW_EXTENSION}日`,
        `a review is extended by at most ${MAX_REVIEW_EXTENSION} days`,
      ]);
  } else if (!rule.petitionersRight || rule.unit !== 'CAL_DAY')
    refuse('extraDays', ['地方规则不得延长机关的期限', 'a local rule never lengthens a clock of the organ']);
}

function checkLength(overlay: Overlay, rule: ClockDefinition, refuse: Refuse): void {
  const { n } = overlay;
  if (n === undefined) return;
  if (!isDays(n)) refuse('n', ['应为正整数', 'must be a whole number from 1']);
  const own = rule.n ?? 0;
  const [local, law] = countsTime(rule)
    ? [n, own]
    : [ordinarySpan(n, overlay.unit ?? rule.unit), ordinarySpan(own, rule.unit)];
  if (rule.petitionersRight && local <= law)
    refuse('n', ['地方规则只能延长信访人的期限', 'a local rule only lengthens a right of the petitioner']);
  if (!rule.petitionersRight && local >= law)
    refuse('n', ['地方规则只能缩短机关的期限', 'a local rule only shortens a clock of the organ']);
}

/**
 * Calendar days of a length in weeks without holidays, at least: to compare five working days with fifteen days. A case
 * in which holidays turn it round is counted by both, and the better one for the petitioner holds (`deadlines.ts`).
 */
const ordinarySpan = (n: number, unit: string): number =>
  unit === 'WORK_DAY' ? n + 2 * Math.floor((n - 1) / 5) : unit === 'CAL_MONTH' ? n * 28 : n;
