import { type Calendar, localDateOf } from '../domain/calendar.ts';
import { candidatesFromEvents, noSuchCandidate, repeated } from '../domain/candidates.ts';
import type { Command } from '../domain/commands.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor, PetitionEvent } from '../domain/petition-events.ts';
import { Refused, refusal } from '../domain/refusal.ts';
import { isSamePerson } from '../domain/same-person.ts';
import { type CandidateChange, candidateWrites } from '../store/candidates.ts';
import { ORDINARY } from '../store/cases.ts';
import type { Database, Write } from '../store/database.ts';
import { extensionWrite } from '../store/extensions.ts';
import { agendaWrites } from '../store/joint-agenda.ts';
import { type MatterMembers, matterWrite, readMatter } from '../store/matters.ts';
import { personsOf } from '../store/petition-texts.ts';
import { rectificationWrites } from '../store/rectifications.ts';
import { hasResult, readSample, resultWrite } from '../store/sample-audits.ts';
import type { Cited } from './cited-case.ts';
import { BesideMoved } from './command-call.ts';

/** What a command did to one case. */
export interface CaseStep {
  readonly before: Head | undefined;
  readonly events: readonly PetitionEvent[];
  readonly after: Head;
  /** Texts of the command, which an extension is compared by. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** A command as it was decided, for what it writes beside its cases. */
export interface Decided {
  readonly command: Command['type'];
  readonly head: Head;
  readonly steps: readonly CaseStep[];
  readonly actor: Actor;
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly fingerprint: (text: string) => string;
  /** What it looked at in other cases. */
  readonly elsewhere: Cited;
}

type CandidateDecided = Extract<PetitionEvent, { type: 'candidate-decided.v1' }>;

/**
 * What a command writes into the lists of the supervisor beside its cases, in the same transaction: candidates that it
 * raises, decides, takes along to another organ or, sealing a case, removes; and which submissions are one matter.
 * Reads nothing for a command that touches none of it.
 * @throws Refused where it decides on a candidate that is not open
 */
export async function supervisionWrites(
  { steps, actor, now, calendar, fingerprint, elsewhere }: Decided,
  database: Database,
): Promise<Write[]> {
  const writes: Write[] = [];
  // A petition is one submission, however many of its cases are linked or sealed: each matter is written once.
  const written = new Set<CaseId>();
  for (const step of steps) {
    const { before, events, after } = step;
    const linked = await linkWrites(step, elsewhere.matter, written, database);
    const change: CandidateChange = {
      raised: [...candidatesFromEvents(before, events, after, now, calendar), ...repeated(linked.submissions)],
      ...decisionOf(events, actor),
    };
    writes.push(
      ...linked.writes,
      ...extended(step, actor, now, fingerprint),
      ...(await sampled(step, actor, now, database)),
      ...agendaWrites(before, events, after, now),
      ...rectificationWrites(before, after),
    );
    if (concerns(change, before, after)) writes.push(...(await writesOf(before, after, change, now, database)));
  }
  return writes;
}

/** Born sealed, or sealed already, it never stood in a list. */
const concerns = ({ raised = [], decided }: CandidateChange, before: Head | undefined, after: Head): boolean =>
  before !== undefined &&
  !after.sealed &&
  (raised.length > 0 ||
    decided !== undefined ||
    before.organ !== after.organ ||
    (before.state !== after.state && after.state === 'SEALED'));

function decisionOf(events: readonly PetitionEvent[], actor: Actor): Pick<CandidateChange, 'decided'> {
  const decided = events.find((event): event is CandidateDecided => event.type === 'candidate-decided.v1');
  if (!decided) return {};
  const { key, decision } = decided;
  return { decided: { key, decision, ...(actor.kind === 'OFFICER' ? { by: actor.id } : {}) } };
}

/** A letter about a report that did not come goes to the case below; what it answers stands on the case above. */
async function writesOf(
  before: Head | undefined,
  after: Head,
  change: CandidateChange,
  now: Instant,
  database: Database,
): Promise<Write[]> {
  const own = await candidateWrites(database, after, change, now);
  if (own) return own;
  const { parentId } = after;
  const { decided } = change;
  const above =
    parentId &&
    decided &&
    (await candidateWrites(
      database,
      { ...after, id: parentId, organ: before?.organ ?? after.organ },
      { decided },
      now,
    ));
  if (above) return above;
  throw new Refused(noSuchCandidate());
}

/**
 * Whoever links a petition to a matter adds a submission to it; from the third on it is backlog, of the organ
 * that linked it: the first of the steps.
 */
async function linkWrites(
  { before, events, after }: CaseStep,
  known: MatterMembers | undefined,
  written: Set<CaseId>,
  database: Database,
): Promise<{ readonly writes: Write[]; readonly submissions: number }> {
  const event = events.find((one) => one.type === 'matter-linked.v1');
  const sealed = after.state === 'SEALED' && before?.state !== 'SEALED';
  const leaving = event || sealed ? await leavingWrites(before, after, written, database) : [];
  if (event?.type !== 'matter-linked.v1' || written.has(event.matter)) return { writes: leaving, submissions: 0 };
  written.add(event.matter);
  const matter = known?.matter === event.matter ? known : await readMatter(database, event.matter);
  // It was a matter when the command was decided, and went over to another since.
  if (matter.rev > 0 && matter.petitions.length === 0 && event.matter !== after.petitionId) throw new BesideMoved();
  const petitions = [...new Set([...matter.petitions, after.petitionId])];
  const firsts = await firstsOf(petitions, event, matter, database);
  const first = (id: CaseId) => firsts[id] ?? id;
  return {
    writes: [matterWrite({ ...matter, petitions, firsts, organ: after.organ }), ...leaving],
    submissions: petitions.filter((id) => first(id) === first(after.petitionId)).length,
  };
}

/** With which petition each petitioner came first, by the blind index, or as an officer found of the one that is linked. */
async function firstsOf(
  petitions: readonly CaseId[],
  { samePetitioner: found }: Extract<PetitionEvent, { type: 'matter-linked.v1' }>,
  { firsts: known = {} }: MatterMembers,
  database: Database,
): Promise<Record<CaseId, CaseId>> {
  const persons = await personsOf(database, ORDINARY.texts, petitions);
  const firsts: Record<CaseId, CaseId> = {};
  for (const [at, petition] of petitions.entries()) {
    const before = petitions
      .slice(0, at)
      .find((other) => isSamePerson(persons.get(petition) ?? {}, persons.get(other) ?? {}));
    const linked = at === petitions.length - 1 && found !== petition ? found : undefined;
    const earlier = known[petition] ?? before ?? linked;
    if (earlier !== undefined) firsts[petition] = firsts[earlier] ?? earlier;
  }
  return firsts;
}

/** The matter that a case was of, or the one that its petition was by itself: what is sealed leaves it to the others. */
async function leavingWrites(
  before: Head | undefined,
  { petitionId, state }: Head,
  written: Set<CaseId>,
  database: Database,
): Promise<Write[]> {
  const left = before?.matter ?? petitionId;
  if (written.has(left)) return [];
  written.add(left);
  return before?.matter || state === 'SEALED'
    ? leaveMatter(left, petitionId, database)
    : [await leaveOwn(left, database)];
}

/**
 * A petition that was a matter by itself is none any more; written, so that nobody links to it meanwhile.
 * @throws Refused where others are linked to it: they would be left behind under a matter that is none
 */
async function leaveOwn(petition: CaseId, database: Database): Promise<Write> {
  const own = await readMatter(database, petition);
  if (own.petitions.some((one) => one !== petition))
    throw new Refused(
      refusal(
        'OTHERS_LINKED_TO_IT',
        undefined,
        '条例19(3)',
        ['已有其他件关联到本件', 'others are linked to this one'],
        [
          '把另一件关联到本件,或者先把那些件逐件关联过去',
          'link the other one to this one, or first link each of those to the other matter',
        ],
        '/matter',
      ),
    );
  return matterWrite({ ...own, petitions: [] });
}

/** It is another matter after all, or was sealed: then nothing in the ordinary store leads to it. */
async function leaveMatter(id: CaseId, petition: CaseId, database: Database): Promise<Write[]> {
  const matter = await readMatter(database, id);
  if (matter.rev === 0) return [];
  return [matterWrite({ ...matter, petitions: matter.petitions.filter((one) => one !== petition) })];
}

/** An extension of the limit of handling, for the rule that looks at late, bulk and repeated ones. */
function extended(
  { before, events, after, texts }: CaseStep,
  actor: Actor,
  at: Instant,
  fingerprint: (text: string) => string,
): Write[] {
  const event = events.find((one) => one.type === 'extended.v1');
  const limit = before?.clocks.find(({ code }) => code === 'HANDLE_60D');
  if (event?.type !== 'extended.v1' || !limit || actor.kind !== 'OFFICER') return [];
  const words = (texts?.reason ?? '').normalize('NFKC').replace(/[\s\p{P}]/gu, '');
  return [
    extensionWrite({
      caseId: after.id,
      organ: after.organ,
      unit: after.unit,
      approver: actor.id,
      at,
      on: localDateOf(at),
      limit: limit.due,
      days: event.days,
      reason: fingerprint(`extension-reason/${words}`),
    }),
  ];
}

/** The result of a sampled case stands with its audit: once, and for a case that was drawn. */
async function sampled({ events, after }: CaseStep, actor: Actor, at: Instant, database: Database): Promise<Write[]> {
  const event = events.find((one) => one.type === 'sample-audited.v1');
  if (event?.type !== 'sample-audited.v1' || actor.kind !== 'OFFICER') return [];
  const { audit, passed } = event;
  const drawn = (await readSample(database, audit))?.draw;
  if (!drawn?.cases.includes(after.id) || (await hasResult(database, audit, after.id)))
    throw new Refused(
      refusal(
        'NOT_SAMPLED',
        'A-60',
        '条例14(2)',
        ['本件不在这次抽查的样本中,或者已经登记结果', 'the case was not drawn in that audit, or has its result'],
        ['编号和样本见 GET /supervision/samples', 'see GET /supervision/samples'],
        '/audit',
      ),
    );
  return [resultWrite(audit, { caseId: after.id, passed, at, by: actor.id, unit: actor.unit })];
}
