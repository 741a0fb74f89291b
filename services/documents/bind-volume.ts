import { findCase } from '../../shared/casework/find-case.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { COMMAND_NAMES } from '../../shared/domain/command-names.ts';
import { type CaseVolume, composeVolume, type HistoryLine } from '../../shared/domain/documents/volume.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../shared/events/record.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { recordField, type StoredRecord } from '../../shared/store/cases.ts';
import { decryptField } from '../../shared/store/field-cipher.ts';
import { readBody } from '../../shared/store/petition-texts.ts';
import { linesOf, openFrozen } from './frozen-paper.ts';
import { type Asking, casesFor, keyOf, logOpening, shownHistory } from './read-papers.ts';

/**
 * The whole case as one indexed volume (案卷), with those above it in the same petition that the officer may open:
 * every paper and the history of commands, but for what is kept from him. Logged with the reason before it is shown.
 * @throws HttpProblem 500 where a paper is not what was issued
 */
export async function bindVolume(
  id: CaseId,
  reason: string,
  { principal, now, tree }: Asking,
  deps: PetitionDeps,
): Promise<CaseVolume> {
  const found = await findCase(deps.database, id, principal, 'REVEAL_IDENTITY', tree);
  await logOpening(found, principal, reason, now, deps);
  const { head } = found.loaded;
  const key = await keyOf(found, deps);
  const cases = await Promise.all(
    casesFor(found, 'REVEAL_IDENTITY', principal, tree).map(async (one) => ({
      head: one.loaded.head,
      history: await shownHistory(one, principal, tree, deps),
    })),
  );
  const { identity } = await readBody(deps.database, found.tables.texts, head.petitionId, key);
  const records = cases
    .flatMap((one) => one.history.map((stored) => ({ stored, head: one.head })))
    .sort((a, b) => (a.stored.record.at < b.stored.record.at ? -1 : a.stored.record.at > b.stored.record.at ? 1 : 0));
  return composeVolume({
    organ: tree.unit(head.organ)?.name ?? head.organ,
    matterId: head.petitionId,
    ...coverOf(head, identity.name),
    handlingUnit: tree.unit(head.unit)?.name ?? head.unit,
    openedOn: localDateOf(cases[0]?.head.registeredAt ?? head.registeredAt),
    ...(head.closedAt ? { closedOn: localDateOf(head.closedAt) } : {}),
    retention: retentionOf(
      cases.map((one) => one.head),
      records.map(({ stored }) => stored.record),
    ),
    filedBy: nameOf(principal, tree),
    filedOn: localDateOf(now),
    documents: records.flatMap(({ stored, head: of }) =>
      linesOf(stored.record).flatMap(({ index }) => openFrozen(stored, index, of, key) ?? []),
    ),
    history: records.map(({ stored, head: of }) => historyLine(stored, of, key, tree)),
  });
}

const nameOf = ({ id }: Pick<Principal, 'id'>, tree: UnitTree): string => tree.officer(id)?.name ?? id;

/** The cover names nobody and nothing of an accusation (P-03). */
function coverOf(head: Head, name: string | undefined): { title: string; petitioner: string } {
  if (head.sealed) return { title: '检举控告（密封）', petitioner: '封面不载明' };
  const category = head.category && categoryOf(head.category);
  return { title: category ? `关于${category.zh}的信访事项` : '信访事项', petitioner: name?.trim() || '未登记姓名' };
}

/** 永久 with an instruction of a leader and a result, 30 years with a result, else 10 (P-17). */
function retentionOf(heads: readonly Head[], records: readonly HistoryRecord[]) {
  const concluded = heads.some(({ concludedAt }) => concludedAt !== undefined);
  const instructed = records.some(({ command }) => command === 'INSTRUCT');
  const period = concluded ? (instructed ? '永久' : '30年') : '10年';
  return { period, cite: '《中华人民共和国档案法实施条例》第二十四条，期限待核实' } as const;
}

/** A line of the history of commands, with the reason where one was written down. */
function historyLine({ record, texts }: StoredRecord, head: Head, key: Uint8Array, tree: UnitTree): HistoryLine {
  const { actor, command, at, hash, version } = record;
  const reason =
    texts.reason && decryptField(key, head.petitionId, recordField(head.id, version, 'reason'), texts.reason);
  return {
    at,
    actor:
      actor.kind === 'OFFICER'
        ? `${nameOf(actor, tree)}（${tree.unit(actor.unit)?.name ?? actor.unit}）`
        : actor.kind === 'RULE'
          ? '系统规则'
          : '信访人',
    what: command === 'SUBMIT' ? '提交' : COMMAND_NAMES[command],
    ...(reason ? { reason } : {}),
    hash,
  };
}
