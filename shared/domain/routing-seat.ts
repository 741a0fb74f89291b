import { accusedNamed, officersNamed } from './accused-named.ts';
import { LEVELS, type Unit } from './bureau.ts';
import type { OfficerId, UnitId } from './ids.ts';
import { findPlace, findUnitsNamed, type PlaceFound } from './place.ts';
import { type AreaNamed, type AreaTable, findElsewhere } from './place-areas.ts';
import type { RouteAction, RouteInput, RouteReason } from './routing.ts';
import { type CategoryCode, categoryOf } from './taxonomy.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/** Where it happened and who is concerned. */
export interface Scene {
  readonly accused: AccusedParties;
  /** The unit whose act is complained of, as far as the text or the registration names one. */
  readonly lead?: Unit;
  readonly leadWords: readonly string[];
  /** It is the unit of an officer complained about; the unit itself was not named. */
  readonly leadServes?: boolean;
  /** Units named, or in charge of the place stated, beside the one that leads, and neither above nor below it. */
  readonly rivals: readonly UnitId[];
  /** Officers whose names stand in the text, and who are not known to be complained about. */
  readonly namesakes: readonly OfficerId[];
  /** Those complained about and those named: none of their units is proposed before a person has looked (P-09). */
  readonly concerned: AccusedParties;
  readonly place?: PlaceFound;
  /** The place lies in an area that no unit of the bureau serves. */
  readonly elsewhere?: AreaNamed;
  readonly home: UnitId;
}

/**
 * @param text normalised text of the petition
 * @param sealed in an accusation everybody named counts as accused, except the organ it is addressed to: rather a
 * superior inspects than somebody who may be concerned
 */
export function surveyScene(
  input: Pick<RouteInput, 'accused' | 'place' | 'receivedBy'>,
  text: string,
  tree: UnitTree,
  sealed: boolean,
  areas?: AreaTable,
): Scene {
  const inWords = accusedNamed(input.accused.text ?? '', tree);
  const addressed = new Set([input.receivedBy, ...tree.ancestors(input.receivedBy).map((unit) => unit.id)]);
  const named = findUnitsNamed(tree, text).filter(({ unit }) => !addressed.has(unit));
  const inText = officersNamed(text, tree);
  const accused = {
    units: [...input.accused.units, ...inWords.units, ...(sealed ? named.map(({ unit }) => unit) : [])],
    officers: [...input.accused.officers, ...inWords.officers, ...(sealed ? inText : [])],
  };
  const namesakes = inText.filter((officer) => !accused.officers.includes(officer));
  const place = findPlace(tree, input.place, text);
  // A branch or station named outweighs an organ that is only addressed; petition offices were only visited.
  const acted = named.filter(({ unit }) => tree.unit(unit)?.branch !== 'PETITION');
  const first = acted.find(({ unit }) => tree.unit(unit)?.signsOpinions === false) ?? acted[0];
  const accusedUnit = accused.units[0] ?? accused.officers.map((officer) => tree.officer(officer)?.unit)[0];
  const leadId = accusedUnit ?? first?.unit;
  const lead = leadId === undefined ? undefined : tree.unit(leadId);
  const placed = place?.from === 'GIVEN' ? placesOf(place) : [];
  const known = [...(place === undefined || place.from === 'HOME' ? [] : place.words), ...(first?.words ?? [])];
  // Whoever complains of one of ours is heard here, wherever it was.
  const elsewhere =
    areas === undefined || accusedUnit !== undefined ? undefined : findElsewhere(areas, tree, input.place, text, known);
  return {
    accused,
    ...(elsewhere !== undefined && { elsewhere }),
    ...(lead !== undefined && { lead }),
    leadWords: accusedUnit === undefined ? (first?.words ?? []) : lead === undefined ? [] : [lead.name],
    ...(accused.units.length === 0 && accusedUnit !== undefined && { leadServes: true }),
    rivals: rivalsOf(
      lead?.id ?? place?.units[0],
      lead === undefined ? placesOf(place) : [...acted.map(({ unit }) => unit), ...placed],
      tree,
    ),
    namesakes,
    concerned: { units: accused.units, officers: [...accused.officers, ...namesakes] },
    ...(place !== undefined && { place }),
    home: input.receivedBy,
  };
}

const placesOf = (place: PlaceFound | undefined): UnitId[] => (place ? [...place.units, ...place.others] : []);

const rivalsOf = (by: UnitId | undefined, units: readonly UnitId[], tree: UnitTree): UnitId[] =>
  [...new Set(units)].filter((unit) => by === undefined || !(tree.isWithin(unit, by) || tree.isWithin(by, unit)));

/** Whoever writes that two units send him from one to the other names both: a person sees which one answers (条例24). */
export function explainRivals({ lead, rivals, place }: Scene, tree: UnitTree, reasons: RouteReason[]): void {
  if (rivals.length === 0) return;
  const by = lead?.name ?? place?.words.at(-1) ?? '';
  const names = rivals.map((unit) => tree.unit(unit)?.name ?? unit);
  if (lead === undefined && place?.units.length === 0) {
    reasons.push({
      rule: 'SEVERAL_UNITS',
      zh: `${by}与${names.join('、')}辖区的地名相近,可能是另一处:请核对问题属地`,
      en: `${by} is another name than that of a place of ${rivals.join(', ')}: see where it was`,
      article: '5',
      words: [by],
    });
    return;
  }
  reasons.push({
    rule: 'SEVERAL_UNITS',
    zh: `还涉及其他单位或其辖区(${names.join('、')}),本建议按${by}拟办:请核对由谁承办`,
    en: `other units or their areas are named as well (${rivals.join(', ')}); this goes by ${lead?.id ?? by}: see who is to answer`,
    article: '24',
    words: names,
  });
}

/** An officer's name in the text may be his or a namesake's: a person looks, before the matter goes to him (P-03, P-10). */
export function explainNamesakes({ namesakes }: Scene, tree: UnitTree, reasons: RouteReason[]): void {
  if (namesakes.length === 0) return;
  const names = [...new Set(namesakes.flatMap((id) => tree.officer(id)?.name ?? []))];
  reasons.push({
    rule: 'OFFICER_NAMED',
    zh: `文中有与本局工作人员相同的姓名(${names.join('、')}):请核对是否被反映人员,并注意回避`,
    en: 'a name in the text is that of an officer: see whether he is complained about, and keep him out of it',
    article: '28(3)',
    words: names,
  });
}

/** Whom somebody thanks he does not complain of. */
export const concernedIn = (category: CategoryCode, { accused, concerned }: Scene): AccusedParties =>
  category === 'SERVICE.THANKS' ? accused : concerned;

/** Place where the matter arose → level that acted → branch in charge; never a unit in conflict (P-03). */
export function seatOf(
  category: CategoryCode,
  scene: Scene,
  action: RouteAction,
  tree: UnitTree,
  reasons?: RouteReason[],
): Unit | undefined {
  const { lead, place } = scene;
  const area = place?.units.map((id) => tree.unit(id)).find((unit) => unit !== undefined);
  const narrower = lead !== undefined && area !== undefined && lead.signsOpinions && tree.isWithin(area.id, lead.id);
  const ground = lead !== undefined && !narrower ? lead : (area ?? tree.unit(scene.home));
  if (ground === undefined) return undefined;
  if (lead !== undefined && ground === lead) {
    reasons?.push({
      rule: 'UNIT_NAMED',
      zh: `${scene.leadServes ? '被反映人员所在单位' : '涉及单位'}:${lead.name}`,
      en: scene.leadServes ? `whoever is complained about serves in ${lead.id}` : `concerns ${lead.id}`,
      article: '5',
      words: scene.leadWords,
    });
  } else if (place !== undefined && ground === area) {
    reasons?.push({
      rule: 'PLACE',
      zh: `问题属地:${ground.name}`,
      en: `place belongs to ${ground.id}`,
      article: '5',
      words: place.words,
    });
  }
  const best = ownerAt(category, ground, ground === lead, area, tree);
  const concerned = concernedIn(category, scene);
  if (!tree.conflictsWith(best.id, concerned)) return best;
  const superior = superiorFor(best, action, concerned, tree);
  const isAccused = tree.conflictsWith(best.id, scene.accused);
  reasons?.push({
    rule: 'CONFLICT',
    zh: `${best.name}${isAccused ? '与被反映对象有关' : '由文中提到姓名的人员负责'},${superior === undefined ? '本系统内无可承办单位,须由上级机关决定' : `改由${superior.name}承办`}`,
    en: `${best.id} is ${isAccused ? 'the accused, below it or headed by it' : 'led by somebody whom the text names'}; ${superior === undefined ? 'the superior organ must decide' : `goes to ${superior.id}`}`,
    article: '30(3)',
    words: [],
  });
  return superior;
}

/**
 * @param named the ground is a unit the text names: if it owns the category itself or works below its owner, it leads
 */
function ownerAt(category: CategoryCode, ground: Unit, named: boolean, area: Unit | undefined, tree: UnitTree): Unit {
  const { owners } = categoryOf(category);
  const organ = tree.organOf(ground.id) ?? ground;
  if (owners.length === 0 && ground.id !== organ.id) return ground;
  for (const owner of named ? owners : []) {
    const branch = tree.branchUnit(organ.id, owner);
    if (ground.branch === owner || (owner !== 'STATION' && branch !== undefined && tree.isWithin(ground.id, branch.id)))
      return ground;
  }
  for (const owner of owners) {
    if (owner === 'STATION') {
      if (area?.branch === 'STATION' && tree.organOf(area.id)?.id === organ.id) return area;
    } else {
      const unit = tree.branchUnit(organ.id, owner);
      if (unit !== undefined) return unit;
    }
  }
  // A station's matter whose place is unknown stays with the organ, which asks; it does not climb to the city.
  if (owners[0] === 'STATION') return tree.petitionOfficeOf(organ.id) ?? organ;
  for (let above = tree.superiorOrganOf(organ.id); above !== undefined; above = tree.superiorOrganOf(above.id)) {
    for (const owner of owners) {
      const unit = owner === 'STATION' ? undefined : tree.branchUnit(above.id, owner);
      if (unit !== undefined) return unit;
    }
  }
  return tree.petitionOfficeOf(organ.id) ?? organ;
}

/** The nearest superior's office that is free of the conflict: inspection for sealed matters, else petitions. */
function superiorFor(unit: Unit, action: RouteAction, accused: AccusedParties, tree: UnitTree): Unit | undefined {
  const branch = action === 'SEAL' ? 'INSPECTION' : 'PETITION';
  for (let organ = tree.organOf(unit.id); organ !== undefined; organ = tree.superiorOrganOf(organ.id)) {
    const office = tree.branchUnit(organ.id, branch);
    if (office !== undefined && !tree.conflictsWith(office.id, accused)) return office;
  }
  return undefined;
}

/** A visit two or more levels above the competent organ is registered all the same and explained (条例20). */
export function explainLevel(input: RouteInput, seat: Unit, tree: UnitTree, reasons: RouteReason[]): void {
  const received = tree.organOf(input.receivedBy);
  const competent = tree.organOf(seat.id);
  if (input.channel !== 'VISIT' || received === undefined || competent === undefined) return;
  if (LEVELS.indexOf(competent.level) - LEVELS.indexOf(received.level) < 2) return;
  reasons.push({
    rule: 'LEVEL',
    zh: '走访高于有权机关两级以上:照常登记,说明后转送',
    en: 'visit two or more levels above the competent organ: registered, explained, passed on',
    article: '20',
    words: [],
  });
}

/** As it was named, with its code, or those of all that bear the name. */
const nameOf = ({ run }: AreaNamed): string => run.map(({ name }) => name).join('');
const which = ({ code, namesakes }: AreaNamed): string => [code, ...namesakes.map((one) => one.code)].join('、');

/** Step 7, the place before everything else: a matter of another area is for the organ there (条例23(1)). */
export function explainElsewhere({ elsewhere }: Scene, reasons: RouteReason[]): void {
  if (elsewhere === undefined) return;
  reasons.push({
    rule: 'ELSEWHERE',
    zh: `问题发生在${nameOf(elsewhere)}(${which(elsewhere)}),不属本机关辖区:请人工核实后告知或转送当地公安机关`,
    en: `arose in ${which(elsewhere)}, outside the bureau: a person checks and points to the organ there`,
    article: '23(1)',
    words: [nameOf(elsewhere)],
  });
}

/** Step 7: what would be handled or answered here goes to the organ in charge if that is another one. */
export function settle(
  action: RouteAction,
  seat: Unit | undefined,
  organ: Unit | undefined,
  tree: UnitTree,
  reasons: RouteReason[],
): RouteAction {
  if (action === 'REDIRECT' || action === 'SEAL' || action === 'PERSON') return action;
  if (seat === undefined) return 'PERSON';
  const seatOrgan = tree.organOf(seat.id);
  if (seatOrgan === undefined || seatOrgan.id === organ?.id) return action;
  const name = seatOrgan.name;
  if (action === 'CHANNEL') {
    const zh = `事项在${name}职责范围内`;
    reasons.push({ rule: 'OTHER_ORGAN', zh, en: `the matter lies with ${seatOrgan.id}`, words: [] });
    return action;
  }
  reasons.push({
    rule: 'OTHER_ORGAN',
    zh: `由${name}管辖:转送并告知去向`,
    en: `within ${seatOrgan.id}: transfer and tell where it went`,
    article: '23(1)',
    words: [],
  });
  return 'TRANSFER';
}
