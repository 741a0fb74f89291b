import { noSuchCode, openByReceipt, tryCounter } from '../../shared/casework/by-receipt.ts';
import type { Role } from '../../shared/domain/bureau.ts';
import type { Instant, OfficerId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { PetitionEvent, PetitionEventType } from '../../shared/domain/petition-events.ts';
import { stateForPetitioner } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../shared/events/record.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { type AccessEntry, readAccessLog } from '../../shared/store/access-log.ts';
import { ORDINARY, readHistory, SEALED } from '../../shared/store/cases.ts';

/**
 * The petitioner's own log (P-22): who opened his file, and what was done, in plain words. Officers appear with unit
 * and role; whom to call stands in the status. Nothing that was written about the matter is in it.
 * @throws HttpProblem as the status does; a code of another petition is a wrong code
 */
export async function ownLog(id: string, typed: string, sourceIp: string, now: Instant, deps: PetitionDeps) {
  const { first, chain } = await openByReceipt(typed, sourceIp, now, deps);
  if (first.head.id !== id) {
    await tryCounter(sourceIp, now, deps).wrong();
    throw noSuchCode();
  }
  const tree = await deps.bureau.tree();
  // Who opened it before it was sealed stays logged where it lay then.
  const stores = first.head.sealed ? [ORDINARY, SEALED] : [ORDINARY];
  const logs = await Promise.all(stores.map((tables) => readAccessLog(deps.database, tables, first.head.petitionId)));
  const openings = logs.flat().sort(byTime);
  return {
    id: first.head.id,
    openings: openings.map((entry) => opening(entry, first.head, tree)),
    steps: first.head.sealed
      ? [sealedStep(first.head)]
      : await stepsOf(
          chain.map(({ head }) => head),
          tree,
          deps,
        ),
  };
}

const byTime = (a: { at: Instant }, b: { at: Instant }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** What was opened, in words; the kinds are those of the log. */
const OPENED: Readonly<Record<Exclude<AccessEntry['what'], 'SEALED'>, string>> = {
  IDENTITY: '查看了您的身份信息',
  NARRATIVE: '查看了您反映的内容',
  SAME_PERSON: '查找了您的其他信访件',
  CODE: '补办了查询码',
};

function opening({ at, officer, what, part, reason }: AccessEntry, head: Head, tree: UnitTree) {
  const kind = what === 'SEALED' ? (part ?? 'NARRATIVE') : what;
  return {
    at,
    ...seatOf(officer, tree),
    what: kind,
    text: OPENED[kind],
    // Words about an accusation stay where it is kept.
    reason: head.sealed ? null : reason,
  };
}

/** Roles as the petitioner knows them; devices and the keeper of the tables open no file. */
const ROLE_NAMES: Readonly<Record<Role, string>> = {
  registrar: '登记员',
  petitionOfficer: '信访民警',
  petitionChief: '信访部门负责人',
  handler: '承办民警',
  unitHead: '承办单位负责人',
  responsibleLeader: '包案领导',
  dutyLeader: '值班领导',
  bureauHead: '公安机关负责人',
  reviewer: '复查经办人',
  reReviewer: '复核经办人',
  supervisor: '督办员',
  sealedOfficer: '检举控告专办员',
  auditor: '审计员',
  mediator: '调解员',
  administrator: '系统管理员',
  slipPrinter: '打印终端',
};

/** Unit and roles of an officer, never his name; one who has left the bureau's tables says so. */
function seatOf(id: OfficerId, tree: UnitTree): { unit: string | null; roles: string[] } {
  const officer = tree.officer(id);
  return {
    unit: officer ? (tree.unit(officer.unit)?.name ?? null) : null,
    roles: officer ? officer.roles.map((role) => ROLE_NAMES[role]) : ['已不在岗'],
  };
}

/** Of an accusation: where it stands, and nothing of the way there (P-03). */
const sealedStep = (head: Head) => ({ at: head.receivedAt, unit: null, text: [stateForPetitioner(head.state)] });

async function stepsOf(heads: readonly Head[], tree: UnitTree, deps: PetitionDeps) {
  const histories = await Promise.all(heads.map(({ id }) => readHistory(deps.database, ORDINARY, id)));
  return histories
    .flat()
    .map(({ record }) => ({ at: record.at, unit: unitOf(record, tree), text: wordsOf(record.events) }))
    .filter(({ text }) => text.length > 0)
    .sort(byTime);
}

const unitOf = ({ actor }: HistoryRecord, tree: UnitTree): string | null =>
  actor.kind === 'OFFICER' ? (tree.unit(actor.unit)?.name ?? null) : null;

/** Steps besides changes of state that the petitioner is told of. */
const STEPS: Readonly<Partial<Record<PetitionEventType, string>>> = {
  'signed-for.v1': '接收单位已签收',
  'handler-assigned.v1': '已指定承办人员',
  'extended.v1': '办理期限已依法延长',
  'draft-returned.v1': '处理意见退回补充',
  'opinion-dispatched.v1': '处理意见已发出',
  'report-submitted.v1': '办理单位已报告办理结果',
  'record-corrected.v1': '登记信息已更正',
};

/** A record in plain words, each thing once; what only moves clocks is left to the status. */
function wordsOf(events: readonly PetitionEvent[]): string[] {
  const words = events.flatMap((event) => {
    if (event.type === 'opened.v1') return [stateForPetitioner(event.head.state)];
    if (event.type === 'state-changed.v1') return [stateForPetitioner(event.to)];
    if (event.type === 'contact-logged.v1') return [event.outcome === 'HEARD' ? '已听取您的陈述' : '联系您未成功'];
    return STEPS[event.type] ?? [];
  });
  return [...new Set(words)];
}
