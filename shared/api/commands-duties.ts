import * as z from 'zod/mini';
import {
  ACCOUNTABILITY_CAUSES,
  ACCOUNTABILITY_GROUNDS,
  BACKLOG_OUTCOMES,
  FAULTS,
  LEADER_ACTIONS,
  RECTIFICATION_GROUNDS,
  SUGGESTION_TYPES,
  SUPERVISION_GROUNDS,
} from '../domain/commands-duties.ts';
import { DISPATCH_METHODS } from '../domain/petition.ts';
import { instant, localDate, officerIdField, once, text, unitIdField } from './fields.ts';

const reason = once(() => text(2000));
const words = once(() => text(5000));
/** Key of a duty, e.g. `SUPERVISION-1`. */
const key = once(() => text(100));
/** What it is about, by code and day: it stands in the record in the clear, so that no words belong there. */
const about = once(() =>
  z.string().check(
    z.refine((value: string) => /^[\w.\-/@]{1,100}$/.test(value), {
      error: '应为代码,例如 HANDLE_60D@2026-05-06|must be a code, e.g. HANDLE_60D@2026-05-06',
    }),
  ),
);
const officers = (min: number, max: number) => z.array(officerIdField()).check(z.minLength(min), z.maxLength(max));

/** Commands of the chain of responsibility; members of the union in `commands.ts`. */
export const dutyCommands = once(
  () =>
    [
      z.strictObject({ type: z.literal('PROPOSE'), proposal: words(), to: officerIdField() }),
      z.strictObject({
        type: z.literal('INSTRUCT'),
        instruction: words(),
        leader: z.optional(officerIdField()),
        unit: z.optional(unitIdField()),
        dueAt: z.optional(localDate()),
      }),
      z.strictObject({ type: z.literal('CIRCULATE'), to: officers(1, 20), note: reason() }),
      z.strictObject({ type: z.literal('SET_MAJOR'), leader: officerIdField(), reason: reason() }),
      z.strictObject({
        type: z.literal('LOG_LEADER_ACTION'),
        action: z.enum(LEADER_ACTIONS),
        // Without evidence it is on record, and the 15 days run on.
        evidence: text(2000, 0),
        note: reason(),
      }),
      z.strictObject({ type: z.literal('DISSOLVE_TASK_FORCE'), reason: reason() }),
      z.strictObject({
        type: z.literal('RECORD_FIELD_VISIT'),
        consent: z.boolean(),
        on: localDate(),
        result: words(),
      }),
      z.strictObject({ type: z.literal('CHECK_BEFORE_SEND'), passed: z.boolean(), note: text(2000, 0) }),
      z.strictObject({
        type: z.literal('ASSESS_FAULT'),
        fault: z.enum(FAULTS),
        reasons: words(),
        rootCause: z.optional(text(50)),
        lesson: z.optional(words()),
      }),
      z.strictObject({ type: z.literal('ADD_CO_UNIT'), unit: unitIdField(), task: words(), dueAt: localDate() }),
      z.strictObject({ type: z.literal('REPORT_SUBTASK'), key: key(), report: text(20_000) }),
      z.strictObject({ type: z.literal('JUDGE_SUBTASK'), key: key(), accepted: z.boolean(), reason: reason() }),
      z.strictObject({ type: z.literal('RAISE_CORRECTION'), finding: words(), correct: words(), dueAt: localDate() }),
      z.strictObject({ type: z.literal('ANSWER_CORRECTION'), key: key(), answer: words(), corrected: z.boolean() }),
      z.strictObject({
        type: z.literal('SUPERVISE'),
        ground: z.enum(SUPERVISION_GROUNDS),
        finding: text(5000, 0),
        guidance: text(5000, 0),
        dueAt: z.optional(localDate()),
        candidate: z.optional(about()),
      }),
      z.strictObject({ type: z.literal('DISMISS_CANDIDATE'), candidate: about(), reason: text(2000, 4) }),
      z.strictObject({ type: z.literal('ANSWER_SUPERVISION'), key: key(), answer: words() }),
      z.strictObject({ type: z.literal('JUDGE_ANSWER'), key: key(), accepted: z.boolean(), reason: reason() }),
      z.strictObject({
        type: z.literal('RECORD_SAMPLE_AUDIT'),
        audit: about(),
        passed: z.boolean(),
        findings: words(),
      }),
      z.strictObject({
        type: z.literal('ORDER_RECTIFICATION'),
        ground: z.enum(RECTIFICATION_GROUNDS),
        unit: unitIdField(),
        what: words(),
        dueAt: z.optional(localDate()),
      }),
      z.strictObject({ type: z.literal('REPORT_RECTIFICATION'), key: key(), done: words(), evidence: words() }),
      z.strictObject({ type: z.literal('VERIFY_RECTIFICATION'), key: key(), verified: z.boolean(), reason: reason() }),
      z.strictObject({
        type: z.literal('RAISE_FLAG'),
        reason: reason(),
        clearCondition: reason(),
        candidate: z.optional(about()),
      }),
      z.strictObject({ type: z.literal('CLEAR_FLAG'), evidence: reason() }),
      z.strictObject({
        type: z.literal('SUGGEST3'),
        suggestion: z.enum(SUGGESTION_TYPES),
        to: unitIdField(),
        text: words(),
        dueAt: z.optional(localDate()),
      }),
      z.strictObject({
        type: z.literal('RECORD_ADOPTION'),
        key: key(),
        adoption: z.enum(['ADOPTED', 'PARTLY', 'NOT']),
        reason: text(5000, 0),
      }),
      z.strictObject({
        type: z.literal('OPEN_ACCOUNTABILITY'),
        cause: z.enum(ACCOUNTABILITY_CAUSES),
        reason: reason(),
        about: z.optional(about()),
        candidate: z.optional(about()),
      }),
      z.strictObject({
        type: z.literal('DECIDE_ACCOUNTABILITY'),
        key: key(),
        decision: z.enum(['NO_ACTION', ...ACCOUNTABILITY_GROUNDS]),
        facts: text(5000, 0),
        measures: text(5000, 0),
      }),
      z.strictObject({
        type: z.literal('RECORD_MEETING'),
        kind: z.enum(['JOINT_REVIEW', 'JOINT_MEETING', 'BACKLOG_REVIEW']),
        on: localDate(),
        participants: officers(1, 50),
        views: text(20_000),
        conclusion: words(),
        dissent: z.optional(words()),
        outcome: z.optional(z.enum(BACKLOG_OUTCOMES)),
      }),
      z.strictObject({
        type: z.literal('REFER_AID'),
        aid: z.enum(['LEGAL_AID', 'MEDIATION', 'ASSISTANCE']),
        to: text(200),
        legalBasis: z.optional(reason()),
        note: reason(),
      }),
      z.strictObject({
        type: z.literal('HEAR_STATEMENT'),
        at: instant(),
        statement: text(20_000),
        present: z.array(text(100)).check(z.minLength(1), z.maxLength(20)),
      }),
      z.strictObject({ type: z.literal('REQUEST_SUPPLEMENT'), what: words(), method: z.enum(DISPATCH_METHODS) }),
    ] as const,
);
