import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../services/portal/openapi.ts';
import { OPERATIONS } from '../shared/api/operations.ts';
import { ReportQuery } from '../shared/api/queries.ts';
import { ROLES } from '../shared/domain/bureau.ts';
import { addDays, atTime, CALENDAR, diffDays } from '../shared/domain/calendar.ts';
import { CLOCK_CODES, CLOCKS } from '../shared/domain/clock-table.ts';
import { COMMAND_NAMES } from '../shared/domain/command-names.ts';
import { DOCUMENT_KIND_CODES, kindOf } from '../shared/domain/documents/kinds.ts';
import { computeDeadline } from '../shared/domain/explain-deadline.ts';
import { toFactRow } from '../shared/domain/facts.ts';
import type { LocalDate } from '../shared/domain/ids.ts';
import { CLOSE_REASONS, OUTCOMES } from '../shared/domain/petition.ts';
import { REPORTS } from '../shared/domain/reports.ts';
import { CATEGORIES } from '../shared/domain/taxonomy.ts';
import { lintWording } from '../shared/domain/wording.ts';
import type { FoldedExample } from './events/folded-example.ts';

/**
 * What the sources of the field ask for and this system does not hold (N-01 to N-15): looked for in everything that has a
 * name, so that it cannot come in unnoticed.
 */

const examples: readonly FoldedExample[] = JSON.parse(
  readFileSync(new URL('./events/examples/folded-v1.json', import.meta.url), 'utf8'),
);

/** Names of fields, and values with a name, in what the API takes, in every event and in what events make of a case. */
const { fields, values } = namesOf();

function namesOf() {
  const [fields, values] = [new Set<string>(), new Set<string>()];
  const readSchema = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(readSchema);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { properties, const: only, enum: several = [] } = node as Record<string, unknown>;
    for (const name of Object.keys((properties ?? {}) as object)) fields.add(name);
    for (const value of [only, ...(several as unknown[])]) if (typeof value === 'string') values.add(value);
    Object.values(node).forEach(readSchema);
  };
  const readStored = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(readStored);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    for (const [name, value] of Object.entries(node)) {
      fields.add(name);
      readStored(value);
    }
  };
  readSchema(openApiDocument());
  readStored(examples);
  readStored(examples.map(({ after }) => toFactRow(after)));
  for (const { type } of examples) values.add(type);
  return { fields, values };
}

/** Everything with a Chinese name that staff or petitioners read. */
const titles = [
  ...DOCUMENT_KIND_CODES.map((kind) => kindOf(kind).zh),
  ...Object.values(COMMAND_NAMES),
  ...CLOCK_CODES.map((code) => CLOCKS[code].zh),
  ...CATEGORIES.map(({ zh }) => zh),
  ...OPERATIONS.map(({ zh }) => zh),
  ...Object.values(REPORTS).map(({ zh }) => zh),
];

/** `keyPerson` and `KEY_PERSON` are found by `key_person`. */
const worded = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[-.]/g, '_')
    .toLowerCase();
const named = (words: string): string[] =>
  [...fields, ...values, ...ROLES].filter((name) => new RegExp(`(^|_)(${words})(_|$)`).test(worded(name)));

describe('what is not built', () => {
  test('the names are looked for where they would stand', () => {
    expect(fields.size).toBeGreaterThan(250);
    expect(values.size).toBeGreaterThan(250);
    expect(named('handler')).toContain('handler');
    expect(named('accountability')).toContain('OPEN_ACCOUNTABILITY');
  });

  test('[N-01] [A-97] [A-98] no field, event or role that scores, labels, lists or watches people', () => {
    expect(named('risk|danger(ous)?|scores?|grade|tags?|labels?|profile|black_?list|watch|track|monitor')).toEqual([]);
    expect(named('key_person|special_person|troublemaker|vexatious|abnormal|nuisance|stability|sensitive')).toEqual([]);
    expect(named('informant|informer|control(led)?|surveillance|behaviou?r')).toEqual([]);
  });

  test('[N-02] [N-03] [N-09] nothing fetches, returns or holds back a person, or knows where one is', () => {
    expect(named('fetch|escort|intercept|dissuade|detain|bring_back|return_person|hold_person|home_unit')).toEqual([]);
    expect(named('location|position|gps|latitude|longitude|whereabouts|device|ip')).toEqual([]);
    expect(titles.filter((title) => /接回|劝返|截|带离|遣返|稳控|属地管/.test(title))).toEqual([]);
  });

  test('[N-04] [N-15] [P-29] reports measure conduct by unit and time; a question by level or person is refused', () => {
    const question = { unit: 'donghu', from: '2026-01-01', to: '2026-03-31' };
    expect(ReportQuery().safeParse(question).success).toBe(true);
    for (const by of ['level', 'petitioner', 'home', 'officer'])
      expect(ReportQuery().safeParse({ ...question, [by]: 'PROVINCE' }).success).toBe(false);
    const columns = new Set(examples.flatMap(({ after }) => Object.keys(toFactRow(after))));
    for (const column of ['level', 'petitioner', 'home', 'officer', 'handler', 'accused'])
      expect(columns).not.toContain(column);
    for (const { zh, definitionZh } of Object.values(REPORTS)) {
      expect(zh).not.toMatch(/越级|赴省|进京|非正常|三无|双零/);
      expect(definitionZh).not.toBe('');
    }
  });

  test('[N-05] [N-11] no title, category or outcome labels whoever petitions', () => {
    expect(titles.length).toBeGreaterThan(250);
    expect(titles.flatMap((title) => lintWording(title))).toEqual([]);
    expect(OUTCOMES).toEqual(['SUPPORT', 'EXPLAIN', 'REJECT']);
  });

  test('[N-07] a case is closed for what the organ did; nobody promises not to petition', () => {
    expect(CLOSE_REASONS).toEqual(['NOT_CHALLENGED', 'WINDOW_EXPIRED', 'REPLIED', 'SETTLED', 'WITHDRAWN', 'FINAL']);
    expect(titles.filter((title) => /息诉|罢访|息访|保证书|承诺书|终结/.test(title))).toEqual([]);
  });

  test('[N-12] no clock runs otherwise in some part of the year', () => {
    const days = Array.from({ length: 731 }, (_, day) => addDays('2025-01-01' as LocalDate, day));
    // The days of an extension are asked for and granted one by one.
    const counted = CLOCK_CODES.map((code) => CLOCKS[code]).filter(
      ({ code, unit, n }) => n !== null && (unit === 'CAL_DAY' || unit === 'WORK_DAY') && code !== 'EXT_30D',
    );
    expect(counted.length).toBeGreaterThan(25);
    for (const { code, unit, n } of counted) {
      const spans = days.map((day) => {
        const { triggerDate, nominalDue } = computeDeadline({ clock: code, trigger: atTime(day, '09:00') }, CALENDAR);
        if (unit === 'CAL_DAY') return diffDays(triggerDate, nominalDue);
        const after = Array.from({ length: diffDays(triggerDate, nominalDue) }, (_, at) =>
          addDays(triggerDate, at + 1),
        );
        return after.filter((one) => CALENDAR.isWorkday(one)).length;
      });
      expect(new Set(spans), code).toEqual(new Set([n]));
    }
    expect(named('quiet_period|sensitive_period|suspend_all|moratorium')).toEqual([]);
  });

  test('[N-13] whom an officer may speak to is the petitioner or an agent: no relative, employer or landlord is kept', () => {
    expect(named('relatives?|family_members?|employer|landlord|spouse|school|workplace|guarantor')).toEqual([]);
  });
});
