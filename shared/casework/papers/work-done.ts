import { localDateOf } from '../../domain/calendar.ts';
import { fullWidth, plainDate } from '../../domain/documents/formal-writing.ts';
import { isDocumentKind, kindOf } from '../../domain/documents/kinds.ts';
import type { Head } from '../../domain/petition.ts';
import { openedOn } from './printed-clocks.ts';
import type { Setting } from './setting.ts';

function heardAndHelped(head: Head): readonly string[] {
  const helped = (head.duties ?? []).filter(({ kind, settledAt }) => kind === 'SUBTASK' && settledAt).length;
  return [
    ...(head.heard > 0 ? [`听取信访人陈述事实和理由${head.heard}次`] : []),
    ...(head.failedContacts > 0 ? [`联系信访人未果${head.failedContacts}次`] : []),
    ...(head.hearing ? [`举行听证（${plainDate(head.hearing.from)}至${plainDate(head.hearing.to)}）`] : []),
    ...(helped > 0 ? [`协办单位反馈核实结果${helped}项`] : []),
  ];
}

/** How the facts of an opinion were found, as far as the case tells (条例31(6)). */
export const inquiriesOf = ({ head }: Setting): readonly string[] => [
  ...heardAndHelped(head),
  '对信访人反映的情况进行了调查核实',
];

/** The course of the case before this command, dated where the day is on record. */
export function doneSoFar({ head, before }: Setting): readonly string[] {
  const received = openedOn(head);
  return [
    `${plainDate(localDateOf(head.registeredAt))}登记`,
    ...(head.acceptedAt ? [`${plainDate(localDateOf(head.acceptedAt))}受理`] : []),
    ...(head.planDue ? [`明确领导、专人和时限（${plainDate(head.planDue)}）`] : []),
    ...heardAndHelped(head),
    ...(before?.documents ?? []).flatMap(({ kind, at, number }) =>
      isDocumentKind(kind) && kindOf(kind).addressee === 'PETITIONER'
        ? [`${plainDate(localDateOf(at))}发出${fullWidth(kindOf(kind).zh)}${number ? `（${number}）` : ''}`]
        : [],
    ),
    ...(received ? [`${plainDate(received)}送达信访人`] : []),
  ];
}
