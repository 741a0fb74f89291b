import type { CaseId } from '../../shared/domain/ids.ts';
import { stepOf } from '../../shared/domain/petitioner-messages.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { coversWhatWas, type MessageConsent, readConsents } from '../../shared/store/message-consent.ts';
import { decideNotice } from '../../shared/store/petitioner-notices.ts';

/** A case, and the version from which on its history is looked at. */
export interface Changed {
  readonly caseId: CaseId;
  readonly fromVersion: number;
}

/**
 * Decides what petitioners who asked for it are told of these changes. The mailbox of a petition takes each step of each
 * version once: read twice, late or out of order, a record brings one message. Of petitions without consent nothing but
 * its absence is read.
 * @returns how many were new
 */
export async function decideSteps(database: Database, changed: readonly Changed[]): Promise<number> {
  const heads = await readHeads(database, ORDINARY, [...new Set(changed.map(({ caseId }) => caseId))]);
  const consents = await readConsents(database, [...new Set(heads.map(({ petitionId }) => petitionId))]);
  let decided = 0;
  for (const { id, petitionId, sealed } of heads) {
    const consent = consents.get(petitionId);
    if (sealed || !consent?.channel) continue;
    const fromVersion = Math.min(...changed.filter(({ caseId }) => caseId === id).map((one) => one.fromVersion));
    decided += await decideFor(database, id, petitionId, fromVersion, consent);
  }
  return decided;
}

async function decideFor(
  database: Database,
  caseId: CaseId,
  petition: CaseId,
  fromVersion: number,
  consent: MessageConsent,
): Promise<number> {
  let decided = 0;
  for (const { record } of await readHistory(database, ORDINARY, caseId, fromVersion)) {
    const step = coversWhatWas(consent, record.at) ? stepOf(record.events) : undefined;
    if (!step) continue;
    const notice = { petition, caseId, step, at: record.at, version: record.version };
    if (await decideNotice(database, notice, record.at)) decided += 1;
  }
  return decided;
}
