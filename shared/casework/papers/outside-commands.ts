import type { Calendar } from '../../domain/calendar.ts';
import { localDateOf } from '../../domain/calendar.ts';
import type { Identity } from '../../domain/commands.ts';
import { deadlineOf, derivationOf } from '../../domain/derivation-of-clock.ts';
import { composeDocument } from '../../domain/documents/compose.ts';
import type { DocumentContent } from '../../domain/documents/content.ts';
import type { FigureTable } from '../../domain/documents/data/report.ts';
import type { PaperNumber } from '../../domain/documents/formal-writing.ts';
import { type PrintedClock, printedClock } from '../../domain/documents/parts.ts';
import type { Instant, LocalDate, OfficerId, UnitId } from '../../domain/ids.ts';
import type { Head, TextField } from '../../domain/petition.ts';
import type { ReadBack } from '../../domain/petition-events.ts';
import { publishedFigures, publishedSheets } from '../../domain/published-figures.ts';
import { type Figure, REPORTS, type ReportId } from '../../domain/reports.ts';
import type { UnitTree } from '../../domain/unit-tree.ts';
import { clockOf } from './printed-clocks.ts';
import { nameOf, officerName, placeOf } from './who-issues.ts';
import { clean, excerptOf, quoted, said, UNRECORDED } from './written-words.ts';

/** A petition as it is stored, for the papers that no command issues. */
export interface StoredPetition {
  readonly head: Head;
  readonly identity: Identity;
  readonly texts: Partial<Record<TextField, string>>;
  /** Further texts of the registration: representatives, help needed, scan. */
  readonly extra: Readonly<Record<string, string>>;
  readonly tree: UnitTree;
  readonly calendar: Calendar;
  readonly now: Instant;
}

function shared({ head, identity, tree, now }: StoredPetition) {
  const officer = head.firstContactOfficer && tree.officer(head.firstContactOfficer);
  const office = placeOf(tree, head.office);
  return {
    organ: placeOf(tree, head.organ),
    issuedOn: localDateOf(now),
    matterId: head.petitionId,
    contact: officer
      ? { name: officer.name, officePhone: said(officer.officePhone) }
      : { name: office.name, officePhone: office.phone },
    supervisionPhone: said(tree.bureau.settings.supervisionPhone.value),
    ...(head.sealed ? { sealed: true as const } : {}),
    recipient: { name: said(identity.name, '信访人') },
    receivedOn: localDateOf(head.receivedAt),
  };
}

/** What was handed in, as the registration tells. */
const materialsOf = ({ extra }: StoredPetition): string[] => (extra.scan ? ['来件扫描件'] : []);

/** 收件回执: the code is never on it (P-25). Of an accusation it says that it came, and nothing of what it says. */
export function receiptPaper(petition: StoredPetition): DocumentContent {
  const { head, texts } = petition;
  const inform = informedBy(petition);
  return composeDocument({
    kind: 'DOC-RECEIPT',
    ...shared(petition),
    receivedAt: head.receivedAt,
    channel: head.channel,
    gist: head.sealed ? '检举控告（内容保密）' : excerptOf(texts),
    materials: materialsOf(petition),
    ...(inform ? { inform } : {}),
  });
}

/** Until when he is told in writing: of an accusation by its own clock, else within fifteen days of the receipt. */
function informedBy({ head, calendar }: StoredPetition): PrintedClock | undefined {
  // Where nobody can be told, the clock was waived at once.
  if (!head.canBeInformed) return undefined;
  const clock = clockOf(head, head.sealed ? ['S_INFORM_15WD'] : ['INFORM_15D']);
  if (clock) return printedClock(derivationOf(clock, calendar));
  if (head.sealed) return undefined;
  return printedClock(deadlineOf({ code: 'INFORM_15D', trigger: head.receivedAt }, calendar));
}

/** 接收信访事项登记表: without a 登 number unless one was taken for it. */
export function registrationPaper(
  petition: StoredPetition,
  by: { readonly readBack: ReadBack; readonly registrar: OfficerId; readonly number?: PaperNumber },
): DocumentContent {
  const { head, identity, texts, extra, tree } = petition;
  const [name, phone, address] = [clean(identity.name), clean(identity.phone), clean(identity.address)];
  const needs = [clean(extra.languageNeeds), clean(extra.helpNeeds)].flatMap((need) => need ?? []);
  const { how } = by.readBack;
  const reason = clean(by.readBack.reason) ?? clean(extra.readBackReason);
  const { recipient: _none, ...header } = shared(petition);
  const content = composeDocument({
    kind: 'DOC-REG',
    ...header,
    number: by.number ?? 'DRAFT',
    receivedAt: head.receivedAt,
    channel: head.channel,
    petitioner: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), ...(address ? { address } : {}) },
    headcount: head.headcount,
    representatives: representativesOf(extra),
    request: quoted(said(texts.request ?? texts.gist ?? texts.title)),
    facts: quoted(said(texts.facts ?? texts.narrative)),
    reasons: quoted(said(texts.reasons)),
    ...(needs.length > 0 ? { languageNeeds: needs.join('；') } : {}),
    materials: materialsOf(petition),
    readBack: { how, ...(reason ? { reason } : how === 'NOT_POSSIBLE' ? { reason: UNRECORDED } : {}) },
    registrar: officerName(tree, by.registrar),
  });
  // A form without a number is no draft: it never had one.
  return { ...content, draft: false };
}

function representativesOf({ representatives }: Readonly<Record<string, string>>): string[] {
  const listed: unknown = representatives ? JSON.parse(representatives) : [];
  return Array.isArray(listed) ? listed.slice(0, 5).map((name) => said(String(name))) : [];
}

/** 查询码密封条: printed at once, handed over closed, never stored, listed or filed (P-25). */
export const slipPaper = (petition: StoredPetition, receiptCode: string, queryAt: string): DocumentContent =>
  composeDocument({
    kind: 'DOC-SLIP-SEALED',
    ...shared(petition),
    // The envelope names nobody's matter but by its number.
    recipient: { name: '信访人' },
    receiptCode,
    queryAt: said(queryAt),
  });

/** What the yearly report is made from: figures of the reports that exist. */
export interface AnnualFigures {
  readonly organ: UnitId;
  readonly recipient: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly number: PaperNumber | 'DRAFT';
  readonly contact: OfficerId;
  readonly figures: Partial<Readonly<Record<ReportId, readonly Figure[]>>>;
  /** Received and concluded by unit below, in the order of the bureau's table: never a ranking. */
  readonly units: readonly { readonly unit: UnitId; readonly figures: readonly Figure[] }[];
  /** What the office reads from the figures; the tables do not write it. */
  readonly reading: readonly string[];
  readonly tree: UnitTree;
  readonly now: Instant;
}

const STATISTICS: readonly ReportId[] = ['R-01', 'R-02', 'R-04', 'R-05'];

/**
 * 年度报告 (条例41), as far as figures exist; a table without any says so instead of showing nothing. It is published, so
 * that small numbers are left out (P-23).
 */
export function annualPaper(annual: AnnualFigures): DocumentContent {
  const { organ, tree, from, to, number, now } = annual;
  const officer = tree.officer(annual.contact);
  const reports = STATISTICS.filter((id) => annual.figures[id]);
  return composeDocument({
    kind: 'DOC-ANNUAL',
    organ: placeOf(tree, organ),
    issuedOn: localDateOf(now),
    contact: { name: officerName(tree, annual.contact), officePhone: said(officer?.officePhone) },
    number,
    recipient: { organ: said(annual.recipient) },
    fromOn: from,
    toOn: to,
    dateBasis: '登记日期（告知、办理期限以到期日期为准）',
    statistics: {
      title: '信访事项数量和办理情况',
      head: ['指标', '数值'],
      rows: rowsOr(
        reports.flatMap((id) =>
          publishedFigures(id, annual.figures[id] ?? [], annual.figures['R-01']).map(({ zh, display }) => [
            zh,
            display,
          ]),
        ),
        2,
      ),
      definition: reports.map((id) => REPORTS[id].definitionZh).join('') || NOT_COUNTED,
    },
    fields: {
      title: '信访事项涉及领域',
      head: ['类别', '件数', '占比'],
      rows: rowsOr(
        publishedFigures('R-03', annual.figures['R-03'] ?? []).map(({ zh, count, display }) => [zh, count, display]),
        3,
      ),
      definition: REPORTS['R-03'].definitionZh,
    },
    units: {
      title: '各单位收到和办理情况（按单位表顺序，不排名）',
      head: ['单位', '收到', '已办结', '再转出', '正在办理'],
      rows: rowsOr(
        publishedSheets(annual.units.map(({ figures }) => figures)).map((cells, at) => {
          const { unit } = annual.units[at] as AnnualFigures['units'][number];
          return [unit === organ ? `${nameOf(tree, unit)}（本级）` : nameOf(tree, unit), ...cells];
        }),
        5,
      ),
      definition: REPORTS['R-26'].definitionZh,
    },
    referrals: notCounted('转送、交办和督办情况'),
    suggestions: notCounted('提出建议和采纳情况'),
    reading: annual.reading,
  });
}

const NOT_COUNTED = '本系统尚未统计该项数据';
const rowsOr = (rows: readonly (readonly string[])[], columns: number): readonly (readonly string[])[] =>
  rows.length > 0 ? rows : [['未统计', ...Array.from({ length: columns - 1 }, () => '—')]];
const notCounted = (title: string): FigureTable => ({
  title,
  head: ['指标', '数值'],
  rows: rowsOr([], 2),
  definition: NOT_COUNTED,
});
