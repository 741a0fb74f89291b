import type { PublicPetition, Registration } from '../../shared/api/petitions.ts';
import { withNamed } from '../../shared/domain/accusation-names.ts';
import { accusedNamed, officersNamed } from '../../shared/domain/accused-named.ts';
import { joined } from '../../shared/domain/accused-parties.ts';
import type { Submission } from '../../shared/domain/decide/open-petition.ts';
import type { OfficerId, UnitId } from '../../shared/domain/ids.ts';
import { TEXT_FIELDS, type TextField } from '../../shared/domain/petition.ts';
import type { MessageChoice } from '../../shared/domain/petitioner-messages.ts';
import { normaliseText } from '../../shared/domain/text-normalise.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import { textsWithinLimit } from '../../shared/lambda/text-limit.ts';

/** A validated request as the domain wants it: submission, and the texts that stand beside it. */
export interface Translated {
  readonly submission: Submission;
  readonly extra: Readonly<Record<string, string>>;
  /** Wants messages at every step, and how. */
  readonly messages?: MessageChoice | undefined;
}

/** The organ written to: the one named, or the highest of the bureau. */
function receivingUnit(organ: UnitId | undefined, tree: UnitTree): UnitId {
  if (organ === undefined) {
    const top = tree.bureau.units.find(({ parent }) => parent === undefined);
    if (!top) throw new Error('the bureau has no units');
    return top.id;
  }
  if (!tree.unit(organ)?.signsOpinions)
    throw invalidFields([
      { pointer: '/organ', zh: '不是可以受理信访事项的公安机关', en: 'is not a police organ of this bureau' },
    ]);
  return organ;
}

/** A petition that its writer submits himself. */
export function fromPublic(body: PublicPetition, tree: UnitTree): Translated {
  const sealed = body.seal === true || body.purpose === 'ACCUSATION';
  const texts = textsOf(body);
  if (!sealed && Object.keys(texts).length === 0)
    throw invalidFields([
      {
        pointer: '/request',
        zh: '请写明反映的问题(request、facts、reasons 或 narrative 至少一项)',
        en: 'say what it is about: at least one of request, facts, reasons, narrative',
      },
    ]);
  return {
    submission: common(body, texts, sealed, receivingUnit(body.organ, tree), tree),
    extra: extraOf(body),
    messages: body.messages,
  };
}

/** A letter, visit or call that a clerk registers: gist with narrative or scan is enough to begin with. */
export function fromClerk(body: Registration, clerk: { id: OfficerId; unit: UnitId }, tree: UnitTree): Translated {
  const sealed = body.seal === true || body.purpose === 'ACCUSATION';
  const texts = textsOf(body);
  if (!sealed && !body.gist)
    throw invalidFields([{ pointer: '/gist', zh: '必填:一句话摘要', en: 'is required: a one-line gist' }]);
  if (!sealed && !body.scan && !texts.narrative && !texts.request)
    throw invalidFields([
      {
        pointer: '/narrative',
        zh: '请填写内容(narrative 或 request),或登记扫描件(scan)',
        en: 'give narrative or request, or a scan',
      },
    ]);
  if (body.receivedAt && !body.receivedAtReason)
    throw invalidFields([
      {
        pointer: '/receivedAtReason',
        zh: '更改收到时间应当写明依据(收发室日期、邮戳等)',
        en: 'say why the time of receipt differs (post-room date, postmark)',
      },
    ]);
  if (body.readBack.how === 'NOT_POSSIBLE' && !body.readBack.reason)
    throw invalidFields([
      { pointer: '/readBack/reason', zh: '未能核对的应当写明原因', en: 'say why it could not be read back' },
    ]);
  const firstContactOfficer = body.firstContactOfficer ?? clerk.id;
  if (!tree.officer(firstContactOfficer))
    throw invalidFields([
      { pointer: '/firstContactOfficer', zh: '不在人员表中', en: 'is not an officer of this bureau' },
    ]);
  const submission = common(body, texts, sealed, clerk.unit, tree);
  return {
    submission: {
      ...submission,
      ...(body.receivedAt ? { receivedAt: body.receivedAt } : {}),
      ...(body.externalNumber ? { externalNumber: body.externalNumber } : {}),
      ...(body.incidentNumber ? { incidentNumber: body.incidentNumber } : {}),
      registration: { by: clerk.id, firstContactOfficer, readBack: { how: body.readBack.how } },
    },
    extra: {
      ...extraOf(body),
      ...(body.receivedAtReason ? { receivedAtReason: body.receivedAtReason } : {}),
      ...(body.readBack.reason ? { readBackReason: body.readBack.reason } : {}),
      ...(body.scan ? { scan: JSON.stringify(body.scan) } : {}),
      ...(body.visit ? { visit: JSON.stringify(body.visit) } : {}),
    },
    messages: body.messages,
  };
}

function common(
  body: PublicPetition | Registration,
  texts: Partial<Record<TextField, string>>,
  sealed: boolean,
  receivedBy: UnitId,
  tree: UnitTree,
): Submission {
  const given = { units: body.accused?.units ?? [], officers: body.accused?.officers ?? [] };
  const errors = [
    ...given.units.flatMap((unit, at) => (tree.unit(unit) ? [] : [`/accused/units/${at}`])),
    ...given.officers.flatMap((officer, at) => (tree.officer(officer) ? [] : [`/accused/officers/${at}`])),
  ];
  if (errors.length > 0)
    throw invalidFields(
      errors.map((pointer) => ({
        pointer,
        zh: '不在本机关的单位、人员表中;不清楚的请写在 accused.text',
        en: 'is not in the bureau’s tables; use accused.text where it is not known',
      })),
    );
  const stated = joined(given, accusedNamed(body.accused?.text ?? '', tree));
  const words = Object.values(texts).join('\n');
  // Whoever an accusation names anywhere is kept out of it from the first moment.
  const accused = sealed ? withNamed(stated, words, receivedBy, tree) : stated;
  const representatives = body.representatives?.length ?? 0;
  const headcount = body.headcount ?? Math.max(1, representatives);
  if (representatives > headcount)
    throw invalidFields([
      { pointer: '/headcount', zh: '人数不能少于代表人数', en: 'cannot be less than the number of representatives' },
    ]);
  return {
    channel: body.channel,
    ...(body.purpose ? { purpose: body.purpose } : {}),
    identity: body.petitioner ?? {},
    texts,
    accused,
    namesAccused: body.accused?.text !== undefined || officersNamed(normaliseText(words), tree).length > 0,
    identityOnPaper: 'scan' in body && body.scan !== undefined && body.identityUnclear !== true,
    headcount,
    representatives,
    ...(body.petitionDate ? { petitionDate: body.petitionDate } : {}),
    sealed,
    receivedBy,
  };
}

/** The texts given, within their common limit. */
function textsOf(body: PublicPetition | Registration): Partial<Record<TextField, string>> {
  const given = Object.fromEntries(
    TEXT_FIELDS.flatMap((field) => {
      const value = field in body ? (body as Partial<Record<TextField, string>>)[field] : undefined;
      return value === undefined ? [] : [[field, value]];
    }),
  );
  textsWithinLimit(given);
  return given;
}

/** Texts that no decision depends on; encrypted like the rest. */
function extraOf(body: PublicPetition | Registration): Record<string, string> {
  return {
    ...(body.place ? { place: body.place } : {}),
    ...(body.accused?.text ? { accusedText: body.accused.text } : {}),
    ...(body.languageNeeds ? { languageNeeds: body.languageNeeds } : {}),
    ...(body.helpNeeds?.length ? { helpNeeds: body.helpNeeds.join(',') } : {}),
    ...(body.petitionerType ? { petitionerType: body.petitionerType } : {}),
    ...(body.representatives?.length ? { representatives: JSON.stringify(body.representatives) } : {}),
  };
}
