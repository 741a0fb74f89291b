import type { Unit } from '../../shared/domain/bureau.ts';
import type { OfficerId, UnitId } from '../../shared/domain/ids.ts';
import type { Hit } from '../../shared/domain/text-normalise.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';

/**
 * Units of a bureau whose places are these areas. An area that stands more often right behind another than before it
 * lies in that one; two levels, as 云泽市 and its 东湖区.
 * @param mentions of areas in each text, in order
 */
export function areaUnits(areas: readonly string[], mentions: readonly (readonly Hit<string>[])[]): UnitTree {
  const idOf = new Map(areas.map((area, at) => [area, `area-${at}` as UnitId]));
  const parents = parentsOf(mentions);
  return treeOf({
    units: areas.map((area) => unitFor(idOf.get(area) as UnitId, area, idOf.get(parents.get(area) ?? ''))),
    officers: [],
    rules: [],
    competentOrgans: [],
    settings: { groupThreshold: unset(0), supervisionPhone: unset('') },
  });
}

function parentsOf(mentions: readonly (readonly Hit<string>[])[]): ReadonlyMap<string, string> {
  const behind = new Map<string, number>();
  for (const hits of mentions)
    for (const [at, hit] of hits.entries()) {
      const last = hits[at - 1];
      const [outer, inner] = [last?.values[0], hit.values[0]];
      if (outer === undefined || inner === undefined || last?.end !== hit.start || outer === inner) continue;
      behind.set(`${outer}\n${inner}`, (behind.get(`${outer}\n${inner}`) ?? 0) + 1);
    }
  const parents = new Map<string, string>();
  const isOuter = new Set<string>();
  for (const [pair] of [...behind].sort((one, other) => other[1] - one[1])) {
    const [outer = '', inner = ''] = pair.split('\n');
    if (parents.has(inner) || parents.has(outer) || isOuter.has(inner)) continue;
    parents.set(inner, outer);
    isOuter.add(outer);
  }
  return parents;
}

function unitFor(id: UnitId, area: string, parent: UnitId | undefined): Unit {
  const nobody = '' as OfficerId;
  return {
    id,
    // No text names the unit itself, which would hide its place.
    name: id,
    aliases: [],
    level: parent === undefined ? 'CITY' : 'COUNTY',
    ...(parent === undefined ? {} : { parent }),
    signsOpinions: false,
    head: nobody,
    petitionDutyHead: nobody,
    phone: '',
    address: '',
    areas: [area],
  };
}

const unset = <T>(value: T) => ({ value, cite: '', verified: false });
