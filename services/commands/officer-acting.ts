import type { Principal } from '../../shared/domain/access.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';

/** An officer as the record names him: in every capacity in which he stands to the case. */
export const officerActing =
  ({ id, unit }: Principal) =>
  (standings: ReadonlySet<Standing>) => ({
    kind: 'OFFICER' as const,
    id,
    unit,
    standing: [...standings].join('+'),
  });
