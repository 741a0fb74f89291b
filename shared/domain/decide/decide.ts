import type { Command, CommandOf, CommandType } from '../commands.ts';
import { type Standing, TRANSITIONS, type Transition, transitionOf } from '../lifecycle-table.ts';
import type { Head } from '../petition.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';
import type { DecideContext, Decision } from './context.ts';
import { accept, assignHandler, extend, logContact, setPlan } from './handling.ts';
import { approveOpinion, close, deliver, dispatch, draftOpinion, returnDraft } from './opinion.ts';
import { correctRecord } from './record.ts';
import {
  assign,
  checkClosingReport,
  object,
  ruleObjection,
  signFor,
  submitClosingReport,
  transfer,
} from './referral.ts';
import { classify, redirect, register, seal } from './screening.ts';
import { closeSealed, forward, hold, inform, screen } from './sealed.ts';

type Decide<Type extends CommandType> = (head: Head, command: CommandOf<Type>, context: DecideContext) => Decision;

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
};

/**
 * Decides a command: the events it brings about, or a refusal with its article. Pure; nothing is written here.
 * @throws Refused when state, actor or a guard does not allow it
 */
export function decide(head: Head, command: Command, context: DecideContext): Decision {
  const blocked = blockedBy(head, transitionOf(command.type), context.standings);
  if (blocked) throw new Refused(blocked);
  return (DECISIONS[command.type] as Decide<CommandType>)(head, command, context);
}

/** One command as the officer sees it: possible now, or why not. */
export interface NextCommand {
  readonly command: CommandType;
  readonly zh: string;
  readonly possible: boolean;
  readonly cite: string;
  readonly why?: { readonly zh: string; readonly en: string };
}

/** What these standings may do next with the case; commands that are not theirs at all are left out. */
export function nextCommands(head: Head, standings: ReadonlySet<Standing>): NextCommand[] {
  return TRANSITIONS.filter((row) => row.actors.some((actor) => standings.has(actor))).map((row) => {
    const blocked = blockedBy(head, row, standings);
    return {
      command: row.command,
      zh: row.zh,
      possible: !blocked,
      cite: row.cite,
      ...(blocked ? { why: { zh: blocked.zh, en: blocked.en } } : {}),
    };
  });
}

function blockedBy(head: Head, row: Transition, standings: ReadonlySet<Standing>): Refusal | undefined {
  if (!row.actors.some((actor) => standings.has(actor)))
    return refusal(
      'NOT_YOUR_COMMAND',
      undefined,
      row.cite,
      [
        `“${row.zh}”须由${row.actors.map((actor) => STANDING_ZH[actor]).join('或')}执行`,
        `${row.command} is for ${row.actors.join(' or ')}`,
      ],
      ['请由相应人员执行', 'let one of them do it'],
    );
  if (!row.from.includes(head.state))
    return refusal(
      'WRONG_STATE',
      undefined,
      row.cite,
      [
        `当前状态为 ${head.state},“${row.zh}”须在 ${row.from.join('、')} 时执行`,
        `the case is ${head.state}; ${row.command} needs ${row.from.join(' or ')}`,
      ],
      ['可执行的下一步见 GET /petitions/{id} 的 next', 'see `next` in GET /petitions/{id} for what is possible'],
    );
  return undefined;
}

const STANDING_ZH: Readonly<Record<Standing, string>> = {
  OFFICE_REGISTRAR: '信访部门登记员',
  OFFICE: '信访部门经办人',
  CHIEF: '信访部门负责人',
  UNIT_REGISTRAR: '承办单位登记员',
  UNIT_HEAD: '承办单位负责人',
  HANDLER: '承办民警',
  LEADER: '包案领导',
  BUREAU_HEAD: '机关负责人',
  REFERRER: '转送交办的信访部门',
  SUPERVISOR: '督办员',
  SEALED_OFFICER: '检举控告专办员',
  AUDITOR: '审计员',
  RULE: '本机关启用的规则',
};
