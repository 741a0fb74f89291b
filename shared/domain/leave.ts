import type { Officer } from './bureau.ts';
import type { LocalDate, OfficerId } from './ids.ts';
import type { BureauTables, Problem, UnitTree } from './unit-tree.ts';

const problem = (pointer: string, code: string, zh: string, en: string): Problem => ({ pointer, code, zh, en });

/** Whoever is away and whoever stands in is somebody: else what is due reaches nobody while he is away. */
export function leaveProblems({ leave = [], officers }: BureauTables): Problem[] {
  const known = new Set(officers.map(({ id }) => id));
  return leave.flatMap((one, index) => {
    const at = `/leave/${index}`;
    const unknown = (['officer', 'deputy'] as const)
      .filter((field) => !known.has(one[field]))
      .map((field) =>
        problem(`${at}/${field}`, 'UNKNOWN_OFFICER', `${one[field]} 不在人员表`, `unknown officer ${one[field]}`),
      );
    return [
      ...unknown,
      ...(one.officer === one.deputy
        ? [problem(`${at}/deputy`, 'OWN_DEPUTY', '不得由本人代理本人', 'nobody stands in for himself')]
        : []),
      ...(one.from > one.to
        ? [problem(`${at}/to`, 'TO_BEFORE_FROM', '结束日早于开始日', 'ends before it begins')]
        : []),
    ];
  });
}

/** The officer who stands in on that day, where he is not on leave himself. */
export function deputyOf(officer: OfficerId, day: LocalDate, tree: UnitTree): Officer | undefined {
  const leaves = tree.bureau.leave ?? [];
  const onLeave = (id: OfficerId) =>
    leaves.find((leave) => leave.officer === id && leave.from <= day && day <= leave.to);
  const deputy = onLeave(officer)?.deputy;
  return deputy !== undefined && !onLeave(deputy) ? tree.officer(deputy) : undefined;
}

export const isAway = (officer: OfficerId, day: LocalDate, tree: UnitTree): boolean =>
  (tree.bureau.leave ?? []).some((leave) => leave.officer === officer && leave.from <= day && day <= leave.to);
