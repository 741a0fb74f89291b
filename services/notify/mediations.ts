import { decideAccess, type Principal } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import {
  type DisputeRef,
  disputeId,
  faultsOfResult,
  type Mediation,
  type MediationResult,
} from '../../shared/domain/mediations.ts';
import { lintFields } from '../../shared/domain/unit-sheets.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Answer, Request } from '../../shared/lambda/http.ts';
import { invalidFields, problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import {
  attemptsAt,
  concludeMediation,
  openMediation,
  readMediationOf,
  readMediations,
  readOpenMediations,
} from '../../shared/store/mediations.ts';
import { readSheet } from '../../shared/store/unit-work.ts';
import type { NotifyHttpDeps } from './http-deps.ts';

interface Reader {
  readonly principal: Principal;
  readonly tree: UnitTree;
}

type Opening = DisputeRef & Pick<Mediation, 'analysis' | 'mediator' | 'place' | 'due'>;

/** Tasks that a page holds. */
const PAGE = 50;

/** From the analysis of a dispute to a mediation task (分析调处, A-79): by the head of the unit that registered it. */
export async function sendToMediation(
  { body, now }: Request<Opening, unknown>,
  { principal, tree }: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const { unit, savedAt, sheet, item, analysis, mediator, place, due } = body;
  if (principal.unit !== unit || !principal.roles.includes('unitHead'))
    throw problem(403, 'FORBIDDEN', [
      '由登记该纠纷的单位负责人转入调解',
      'the head of the unit that registered the dispute sends it to mediation',
    ]);
  const faults = lintFields({ analysis, place }, '');
  const known = tree.officer(mediator);
  if (!known?.roles.includes('mediator') || tree.organOf(known.unit)?.id !== tree.organOf(unit)?.id)
    faults.push({ pointer: '/mediator', zh: '应为本机关的调解员', en: 'must be a mediator of this organ' });
  if (due <= localDateOf(now)) faults.push({ pointer: '/due', zh: '应晚于今日', en: 'must lie after today' });
  if (faults.length > 0) throw invalidFields(faults);
  const line = (await readSheet(database, { unit, savedAt, id: sheet }))?.items[item];
  if (line?.dispute === undefined)
    throw problem(404, 'NO_SUCH_DISPUTE', [
      '纠纷登记中没有这一条,见 GET /units/{id}/sheets 的 disputes',
      'the register has no such dispute; see `disputes` in GET /units/{id}/sheets',
    ]);
  const before = await attemptsAt(database, body);
  if (before.some(({ result }) => result === undefined || result.outcome === 'AGREED')) throw inMediation();
  const mediation: Mediation = {
    id: `${disputeId(body)}${before.length + 1}`,
    unit,
    savedAt,
    sheet,
    item,
    analysis,
    mediator,
    place,
    due,
    openedAt: now,
    openedBy: principal.id,
  };
  if (!(await openMediation(database, mediation))) throw inMediation();
  return { status: 201, body: entryOf(mediation, now, tree) };
}

const inMediation = () =>
  problem(409, 'IN_MEDIATION', [
    '该纠纷已在调解,或者已达成协议',
    'the dispute is in mediation already, or was settled by it',
  ]);

/** What it came to, once, by the mediator himself: only what both sides wanted was mediated (条例33, A-47). */
export async function recordMediation(
  { path, body, now }: Request<MediationResult, unknown>,
  { principal, tree }: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const mediation = await readMediationOf(database, path.id ?? '');
  // To anybody else it is not there.
  if (mediation?.mediator !== principal.id)
    throw problem(404, 'NO_SUCH_MEDIATION', ['没有由您承担的这项调解任务', 'there is no such mediation task of yours']);
  const faults = faultsOfResult(body);
  if (faults.length > 0) throw invalidFields(faults);
  const concluded = { ...mediation, result: { ...body, at: now, by: principal.id } };
  if (mediation.result || !(await concludeMediation(database, concluded)))
    throw problem(409, 'MEDIATION_CONCLUDED', ['调解结果已经登记', 'it has its result']);
  return { status: 200, body: entryOf(concluded, now, tree) };
}

/** Open tasks of the units that the reader may see, and of a named unit a page of all; a mediator sees his own. */
export async function listMediations(
  { query, now }: Request<unknown, { readonly unit?: UnitId | undefined; readonly after?: string | undefined }>,
  reader: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const { principal, tree } = reader;
  const organ = tree.organOf(principal.unit)?.id;
  const mediates = principal.roles.includes('mediator');
  const reads = (unit: UnitId) => decideAccess(principal, { kind: 'READ_WORKLIST', unit }, tree).allowed;
  const { unit, after } = query;
  if (unit !== undefined && !reads(unit) && !(mediates && tree.organOf(unit)?.id === organ))
    throw problem(403, 'FORBIDDEN', [
      '只能查看本单位、下级单位或者自己承担的调解任务',
      'tasks of one’s own unit, of those below it, or one’s own',
    ]);
  const units = unit === undefined ? tree.bureau.units.map(({ id }) => id) : [unit];
  const asked = units.filter((one) => reads(one) || (mediates && tree.organOf(one)?.id === organ));
  const isShown = (mediation: Mediation) => mediation.mediator === principal.id || reads(mediation.unit);
  const open = (await Promise.all(asked.map((one) => readOpenMediations(database, one)))).flat().filter(isShown);
  const page = unit === undefined ? undefined : await pageOf(unit, after, database);
  return {
    status: 200,
    body: {
      open: open.sort((a, b) => (a.due + a.id < b.due + b.id ? -1 : 1)).map((one) => entryOf(one, now, tree)),
      ...(page
        ? {
            all: page.mediations.filter(isShown).map((one) => entryOf(one, now, tree)),
            next: page.next ?? null,
          }
        : {}),
    },
  };
}

const pageOf = (unit: UnitId, after: string | undefined, database: Database) =>
  readMediations(database, unit, { limit: PAGE, ...(after === undefined ? {} : { after }) });

const entryOf = (mediation: Mediation, now: Instant, tree: UnitTree) => ({
  ...mediation,
  unitName: tree.unit(mediation.unit)?.name ?? mediation.unit,
  mediatorName: tree.officer(mediation.mediator)?.name ?? mediation.mediator,
  result: mediation.result ?? null,
  ...(mediation.result ? {} : lampOf(mediation.due, now)),
});

/** Days that are left; below zero it is late. */
const lampOf = (due: LocalDate, now: Instant) => {
  const daysLeft = diffDays(localDateOf(now), due);
  return { daysLeft, colour: daysLeft < 0 ? 'BLACK' : daysLeft <= 3 ? 'RED' : daysLeft <= 7 ? 'YELLOW' : 'GREEN' };
};
