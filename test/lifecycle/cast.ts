import type { Principal } from '../../shared/domain/access.ts';
import { officerId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau } from '../builders/world.ts';

/** The bureau of the walks, and everybody of it who may act; device accounts and administrators never do. */
export const TREE = treeOf(demoBureau);

export const OFFICERS: readonly Principal[] = demoBureau.officers
  .filter(({ roles }) => !roles.includes('slipPrinter') && !roles.includes('administrator'))
  .map(({ id, unit, roles }) => ({ id, unit, roles }));

export const officer = (id: string): Principal => {
  const found = OFFICERS.find((one) => one.id === officerId(id));
  if (!found) throw new Error(`the demo bureau has no officer ${id}`);
  return found;
};
