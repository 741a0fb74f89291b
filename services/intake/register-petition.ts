import { randomUUID } from 'node:crypto';
import { arrivalsOf } from '../../shared/domain/arrivals.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { openPetition, type Submission } from '../../shared/domain/decide/open-petition.ts';
import { derivationOf } from '../../shared/domain/derivation-of-clock.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Deadline } from '../../shared/domain/explain-deadline.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { type Head, runningClock } from '../../shared/domain/petition.ts';
import type { Actor } from '../../shared/domain/petition-events.ts';
import type { MessageChoice } from '../../shared/domain/petitioner-messages.ts';
import { canonicalJson } from '../../shared/events/record.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { base32 } from '../../shared/lambda/secrets.ts';
import { arrivalWrites } from '../../shared/store/arrivals.ts';
import { commit, ORDINARY, prepare, readHistory, SEALED, VersionConflict } from '../../shared/store/cases.ts';
import { ConditionFailed, type Write } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { firstChoiceWrite } from '../../shared/store/message-consent.ts';
import { readReceipt, receiptWrite, slipWrite } from '../../shared/store/registry.ts';

/** One intake, whichever way it came. */
export interface Intake {
  readonly submission: Submission;
  /** Texts beside the fields of the petition: visit record, help needed, names of representatives. */
  readonly extra: Readonly<Record<string, string>>;
  readonly actor: Actor;
  /** Keys of different callers never meet. */
  readonly keyScope: string;
  readonly idempotencyKey: string | undefined;
  /** Wants messages, and how; nothing where he does not. */
  readonly messages?: MessageChoice | undefined;
  /** What the client sent, validated; the same key with another request is an error. */
  readonly request: unknown;
  readonly now: Instant;
}

/** What was registered, the same for every repetition of the request. */
export interface Registered {
  readonly id: CaseId;
  readonly receiptCode: string;
  readonly slipId: string;
  readonly head: Head;
  /** The duty to inform, with its derivation; absent where it is waived or the petition is sealed. */
  readonly inform: Deadline | undefined;
  /** Whether messages go to him, and if not as he asked, why. */
  readonly messages: MessagesAnswer;
}

export interface MessagesAnswer {
  readonly on: boolean;
  readonly channel: MessageChoice['channel'] | null;
  readonly why?: { readonly zh: string; readonly en: string };
}

/**
 * Registers a petition: one transaction stores head, history, alarm, encrypted body and receipt, or nothing.
 * The id is a keyed function of the idempotency key, so a repetition meets its own petition and gets the same answer.
 * @throws HttpProblem 422 when the key was used with another request
 */
export async function registerPetition(intake: Intake, deps: PetitionDeps): Promise<Registered> {
  const { submission, now } = intake;
  const { secrets } = deps;
  const id = secrets.petitionIdFor(`${intake.keyScope}:${intake.idempotencyKey ?? randomUUID()}`);
  const requestHash = secrets.fingerprint(canonicalJson(intake.request));
  const receiptCode = secrets.receiptCode(id);
  const codeHash = secrets.receiptHash(receiptCode);
  const tables = submission.sealed ? SEALED : ORDINARY;
  const tree = await deps.bureau.tree();
  const { calendar } = await deps.bureau.law();
  const office = tree.petitionOfficeOf(submission.receivedBy)?.id ?? submission.receivedBy;
  const events = openPetition(id, submission, { now, calendar, tree });
  const dataKey = await (submission.sealed ? deps.sealedKeys : deps.keys).newDataKey(id);
  const messages = answerTo(intake);
  const prepared = await prepare(
    [tables],
    [
      {
        events,
        body: {
          texts: submission.texts,
          identity: submission.identity,
          extra: intake.extra,
          // Sealed petitions are in no blind index: nobody finds them by the person.
          ...(submission.sealed ? {} : { tokens: secrets.personTokens(submission.identity) }),
        },
      },
    ],
    { at: now, actor: intake.actor, command: 'SUBMIT' },
    [dataKey],
    calendar,
  );
  const [head] = prepared.heads as readonly [Head];
  const slipId = base32(Buffer.from(digest(`slip:${id}`), 'hex'));
  const further: Write[] = [
    receiptWrite(codeHash, { caseId: id, sealed: submission.sealed, requestHash }),
    ...(submission.registration ? [slipWrite(slipId, { caseId: id, unit: office, queuedAt: now })] : []),
    ...(messages.on && intake.messages
      ? [firstChoiceWrite(id, intake.messages, consentOf(intake), dataKey.plain)]
      : []),
    ...arrivalWrites(arrivalsOf(undefined, head, intake.actor, tree), head, now),
  ];
  try {
    await commit(deps.database, prepared, further);
  } catch (error) {
    if (!(error instanceof ConditionFailed || error instanceof VersionConflict)) throw error;
    return repeated(id, receiptCode, codeHash, slipId, requestHash, messages, deps);
  }
  return registered(id, receiptCode, slipId, head, messages, calendar);
}

/** The petition of this key exists: the same answer for the same request, told from the first record of its history. */
async function repeated(
  id: CaseId,
  receiptCode: string,
  codeHash: string,
  slipId: string,
  requestHash: string,
  messages: MessagesAnswer,
  deps: PetitionDeps,
): Promise<Registered> {
  const receipt = await readReceipt(deps.database, codeHash);
  if (!receipt) throw new Error('a petition without a receipt');
  if (receipt.requestHash !== requestHash)
    throw problem(422, 'IDEMPOTENCY_KEY_REUSED', [
      '这个 Idempotency-Key 已用于内容不同的请求;新的信访件请换用新的键',
      'this Idempotency-Key was used with another body; take a new key for a new petition',
    ]);
  const first =
    (await readHistory(deps.database, ORDINARY, id))[0] ?? (await readHistory(deps.database, SEALED, id))[0];
  if (!first) throw new Error('a petition without a history');
  return registered(
    id,
    receiptCode,
    slipId,
    evolve(undefined, first.record.events, first.record.at),
    messages,
    (await deps.bureau.law()).calendar,
  );
}

function registered(
  id: CaseId,
  receiptCode: string,
  slipId: string,
  head: Head,
  messages: MessagesAnswer,
  calendar: Calendar,
): Registered {
  const clock = runningClock(head, 'INFORM_15D');
  return {
    id,
    receiptCode,
    slipId,
    head,
    inform: clock && derivationOf(clock, calendar),
    messages,
  };
}

/** Who gave the consent: himself, or the registrar who wrote down what he said. */
const consentOf = ({ actor, now }: Intake) =>
  ({ at: now, by: actor.kind === 'PETITIONER' ? 'PETITIONER' : 'REGISTRAR' }) as const;

/** A wish that cannot be met never keeps a petition from being received (P-01): the answer says why. */
function answerTo({ messages, submission }: Intake): MessagesAnswer {
  if (!messages) return { on: false, channel: null };
  const why = submission.sealed
    ? UNDER_SEAL
    : messages.channel !== 'MAIL' && !submission.identity.phone
      ? NO_PHONE
      : undefined;
  return why ? { on: false, channel: null, why } : { on: true, channel: messages.channel };
}

/** A telephone is seen by others: whoever complains of misconduct is not given away by a message (P-03). */
const UNDER_SEAL = {
  zh: '检举控告由专人保密办理,为保护您不发送任何消息;可凭查询码随时查询',
  en: 'an accusation is handled under seal; to protect you no message is sent; the receipt code shows the progress',
};
const NO_PHONE = {
  zh: '没有留下电话,无法发送;可凭查询码查询,补充后再开通',
  en: 'no telephone was given, so nothing can be sent; look it up with the receipt code, or begin later',
};
