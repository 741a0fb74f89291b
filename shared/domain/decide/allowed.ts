import type { Command, CommandType } from '../commands.ts';
import type { Row, Standing, Transition } from '../lifecycle-table.ts';
import type { Head } from '../petition.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';
import type { Decide, DecideContext, Decision, Standpoint } from './context.ts';

/** Decides any command, or, for a rule, the few that are its own. */
export type DecideAny = (head: Head, command: Command, context: DecideContext) => Decision;

/**
 * Decides a command: the events it brings about, or a refusal with its article. Pure; nothing is written here. A
 * function of ours carries the decisions and the rows of the table that it needs and no others: all of them are most
 * of a bundle. Rows without the names of their commands are for rules, whose refusals nobody reads.
 * @throws Refused when state, actor or a guard does not allow it
 */
export const decideWith =
  (decisions: { readonly [Type in CommandType]?: Decide<Type> }, rows: readonly (Row | Transition)[]): DecideAny =>
  (head, command, context) => {
    const decision = decisions[command.type] as Decide<CommandType> | undefined;
    const row = rows.find((one) => one.command === command.type);
    if (!decision || !row) throw new Error(`this function does not decide ${command.type}`);
    const blocked = blockedBy(head, 'zh' in row ? row : { ...row, zh: row.command }, context);
    if (blocked) throw new Refused(blocked);
    return decision(head, command as never, context);
  };

/** 条例28(3): whoever is asked to step aside does not act on the case until that is decided. */
function recusalPending(head: Head, type: CommandType, { officer }: Standpoint): Refusal | undefined {
  if (officer === undefined) return undefined;
  if (head.recused?.includes(officer))
    return refusal(
      'RECUSED',
      'P-09',
      '条例28(3)',
      [`已决定回避的人员不得办理(${type})`, `an officer who had to step aside does not act on the case (${type})`],
      ['由其他人员办理', 'let somebody else act'],
    );
  if (head.recusal?.of !== officer) return undefined;
  return refusal(
    'RECUSAL_PENDING',
    'P-09',
    '条例28(3)',
    [
      `回避申请作出决定前,被申请人不得办理(${type})`,
      `until the recusal is decided, that officer does not act (${type})`,
    ],
    ['由其他人员办理,或先执行 DECIDE_RECUSAL', 'let somebody else act, or DECIDE_RECUSAL first'],
  );
}

/** Whoever asks, and whatever he would send: it is not his, not now, or he has to step aside. */
export function blockedBy(head: Head, row: Transition, context: Standpoint): Refusal | undefined {
  const { standings } = context;
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
  return recusalPending(head, row.command, context);
}

const STANDING_ZH: Readonly<Record<Standing, string>> = {
  PETITIONER: '信访人',
  DUTY_LEADER: '值班领导',
  SUPERIOR: '上级信访部门',
  COMMON_SUPERIOR: '共同上级机关',
  CO_UNIT: '负有反馈职责的单位',
  ADDRESSEE: '拟办流转的收件人',
  LEGAL: '法制部门',
  MEDIATOR: '调解员',
  REVIEWER: '复查(复核)经办人',
  REVIEW_READER: '复查(复核)机关阅卷人',
  OFFICE_REGISTRAR: '信访部门登记员',
  OFFICE: '信访部门经办人',
  CHIEF: '信访部门负责人',
  UNIT_REGISTRAR: '承办单位登记员',
  UNIT_HEAD: '承办单位负责人',
  HANDLER: '承办民警',
  LEADER: '包案领导',
  BUREAU_HEAD: '机关负责人',
  ACTING: '代行机关负责人职责的人员',
  REFERRER: '转送交办的信访部门',
  SUPERVISOR: '督办员',
  SEALED_OFFICER: '检举控告专办员',
  AUDITOR: '审计员',
  RULE: '本机关启用的规则',
};
