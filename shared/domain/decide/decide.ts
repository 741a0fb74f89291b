import type { CommandType } from '../commands.ts';
import { TRANSITIONS } from '../lifecycle-table.ts';
import { decideWith } from './allowed.ts';
import { close } from './close.ts';
import type { Decide } from './context.ts';
import { deliver } from './deliver.ts';
import { DUTY_DECISIONS } from './duties.ts';
import { extend } from './extend.ts';
import { accept, assignHandler, logContact, setPlan } from './handling.ts';
import { object, ruleObjection } from './objection.ts';
import { approveOpinion, dispatch, draftOpinion, returnDraft } from './opinion.ts';
import { PATH_DECISIONS } from './paths.ts';
import { correctRecord } from './record.ts';
import { assign, checkClosingReport, signFor, submitClosingReport, transfer } from './referral.ts';
import { REVIEW_DECISIONS } from './review.ts';
import { classify, redirect, register, seal } from './screening.ts';
import { closeSealed, forward, hold, inform, screen } from './sealed.ts';

const DECISIONS: { readonly [Type in CommandType]: Decide<Type> } = {
  REGISTER: register,
  CLASSIFY: classify,
  SEAL: seal,
  REDIRECT: redirect,
  TRANSFER: transfer,
  ASSIGN: assign,
  SIGN_FOR: signFor,
  OBJECT: object,
  RULE_OBJECTION: ruleObjection,
  ACCEPT: accept,
  ASSIGN_HANDLER: assignHandler,
  SET_PLAN: setPlan,
  LOG_CONTACT: logContact,
  EXTEND: extend,
  DRAFT_OPINION: draftOpinion,
  APPROVE_OPINION: approveOpinion,
  RETURN_DRAFT: returnDraft,
  DISPATCH: dispatch,
  DELIVER: deliver,
  CLOSE: close,
  SUBMIT_CLOSING_REPORT: submitClosingReport,
  CHECK_CLOSING_REPORT: checkClosingReport,
  S_SCREEN: screen,
  S_FORWARD: forward,
  S_HOLD: hold,
  S_INFORM: inform,
  S_CLOSE: closeSealed,
  CORRECT_RECORD: correctRecord,
  ...PATH_DECISIONS,
  ...REVIEW_DECISIONS,
  ...DUTY_DECISIONS,
};

/** Decides every command of the table. */
export const decide = decideWith(DECISIONS, TRANSITIONS);
