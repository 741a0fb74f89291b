import { readFileSync } from 'node:fs';
import { officerId, unitId } from '../../shared/domain/ids.ts';
import { type BureauTables, treeOf } from '../../shared/domain/unit-tree.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The bureau of the demo, as `PUT /bureau` gets it. */
export const demoBureau = (): BureauTables => JSON.parse(read('../../infra/local/demo/bureau.json')) as BureauTables;
export const demoTree = () => treeOf(demoBureau());
export const jsonLines = <Row>(path: string): Row[] =>
  read(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
export const u = unitId;
export const o = officerId;
