import { diffDays, localDateOf } from '../../domain/calendar.ts';
import type { CommandOf } from '../../domain/commands.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import type { ExcludedInterval } from '../../domain/documents/parts.ts';
import { revocableDay } from './handling.ts';
import { clockOrCounted } from './printed-clocks.ts';
import { commandIn, type Setting } from './setting.ts';
import { actorName, forFile, petitionerName, toPetitioner } from './who-issues.ts';
import { inSentence, requestOf, said, UNRECORDED } from './written-words.ts';

const GROUNDS: Readonly<Record<CommandOf<'HOLD_HEARING'>['ground'], string>> = {
  MAJOR: '重大',
  COMPLEX: '复杂',
  DIFFICULT: '疑难',
  REQUESTED: '信访人申请听证',
};

/** 条例36(2): in re-review, and only there, the days of a hearing do not count. */
export function excludedBy(setting: Setting, hearing: Setting['head']['hearing']): ExcludedInterval | undefined {
  const { head } = setting;
  if (head.stage !== 'REREVIEW' || !hearing) return undefined;
  const { from, to } = hearing;
  return {
    fromOn: from,
    toOn: to,
    days: diffDays(from, to) + 1,
    clock: clockOrCounted(setting, 'REREVIEW_30D', head.receivedAt),
  };
}

function session(setting: Setting, { from, ground, reason, participants }: CommandOf<'HOLD_HEARING'>) {
  const people = participants.map((name) => ({ name: said(name), capacity: '参加人' }));
  return {
    // Its hour and place are in the record of the hearing, not in the case.
    at: from,
    place: `${UNRECORDED}（见笔录）`,
    subject: `${GROUNDS[ground]}：${inSentence(said(reason))}`,
    presiding: actorName(setting),
    participants: people.length > 0 ? people : [{ name: petitionerName(setting), capacity: '信访人' }],
  };
}

/** 听证通知书, put on file with the hearing. */
export function hearingNotice(setting: Setting): DataOf<'DOC-HEARING-NOTICE'> {
  const command = commandIn(setting, 'HOLD_HEARING');
  const { stage } = setting.head;
  const excluded = excludedBy(setting, command);
  return {
    ...toPetitioner(setting, 'DOC-HEARING-NOTICE'),
    ...session(setting, command),
    stage: excluded ? { type: 'REREVIEW', excluded } : { type: stage === 'REVIEW' ? 'REVIEW' : 'HANDLING' },
  };
}

/** 听证笔录. */
export function hearingRecord(setting: Setting): DataOf<'DOC-HEARING-RECORD'> {
  const command = commandIn(setting, 'HOLD_HEARING');
  const excluded = excludedBy(setting, command);
  return {
    ...forFile(setting, 'DOC-HEARING-RECORD'),
    ...session(setting, command),
    endedAt: command.to,
    recorder: UNRECORDED,
    statements: [{ who: '笔录', text: said(command.record) }],
    evidence: [`${UNRECORDED}（见笔录）`],
    panel: `${UNRECORDED}（见笔录）`,
    ...(excluded ? { excluded } : {}),
  };
}

const agreed = (setting: Setting) => ({
  matter: requestOf(setting),
  agreedOn: localDateOf(setting.now),
  revocableUntilOn: revocableDay(setting.head.settledAt ?? setting.now),
});

/** 调解协议书. */
export function mediationPaper(setting: Setting): DataOf<'DOC-MEDIATION'> {
  const { parties, terms } = commandIn(setting, 'MEDIATE');
  return {
    ...toPetitioner(setting, 'DOC-MEDIATION'),
    ...agreed(setting),
    parties: [
      { name: petitionerName(setting), as: '信访人' },
      { name: said(parties), as: '参加调解的各方' },
    ],
    terms: [said(terms)],
    performance: [{ what: '按协议内容履行', who: '协议各方' }],
    mediator: actorName(setting),
  };
}

/** 和解协议书: the other side signs it; who it is stands in the terms. */
export function settlementPaper(setting: Setting): DataOf<'DOC-SETTLEMENT'> {
  const { terms, performance } = commandIn(setting, 'SETTLE');
  return {
    ...toPetitioner(setting, 'DOC-SETTLEMENT'),
    ...agreed(setting),
    parties: [
      { name: petitionerName(setting), as: '信访人' },
      { name: `${UNRECORDED}，由其签名`, as: '对方当事人' },
    ],
    terms: [said(terms)],
    performance: [{ what: said(performance), who: '协议各方' }],
  };
}
