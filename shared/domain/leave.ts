import type { BureauTables, Problem } from './unit-tree.ts';

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
