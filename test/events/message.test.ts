import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type CaseChanged, CONSUMERS, Message, wants } from '../../shared/events/message.ts';
import { idOf } from '../store/a-case.ts';

const examples = (kind: 'valid' | 'invalid') => {
  const folder = new URL(`examples/${kind}/`, import.meta.url);
  return readdirSync(folder).map(
    (name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown] as const,
  );
};

describe('messages, by example', () => {
  test.each(examples('valid'))('%s is a message and goes through unchanged', (_, value) => {
    expect(z.parse(Message, value)).toEqual(value);
  });

  test.each(examples('invalid'))('%s is none', (_, value) => {
    expect(z.safeParse(Message, value).success).toBe(false);
  });

  test('every type of message has an example', () => {
    const types = new Set(examples('valid').map(([, value]) => (value as Message).type));
    expect([...types].sort()).toEqual(['xinfang.case-changed.v1', 'xinfang.sweep-continued.v1']);
    expect(examples('invalid').length).toBeGreaterThan(10);
  });
});

describe('who wants to hear what', () => {
  const changed = (store: CaseChanged['store'], ...events: string[]): CaseChanged => ({
    type: 'xinfang.case-changed.v1',
    store,
    caseId: idOf(1),
    version: 1,
    events,
  });
  const hearers = (message: CaseChanged) => CONSUMERS.filter((consumer) => wants(consumer, message));

  test('reporting hears of every version', () => {
    for (const event of ['opened.v1', 'contact-logged.v1', 'closed.v1', 'linked.v7'])
      expect(hearers(changed('CASES', event))).toContain('REPORTING');
  });

  test('routing hears of new and corrected petitions, reminders of clocks that began in the past', () => {
    expect(hearers(changed('CASES', 'opened.v1', 'clock-started.v1'))).toEqual(['ROUTING', 'REPORTING']);
    expect(hearers(changed('CASES', 'clock-started.v1', 'alarm-due'))).toEqual(['REMINDERS', 'REPORTING']);
    expect(hearers(changed('CASES', 'record-corrected.v1'))).toEqual(['ROUTING', 'REPORTING']);
    expect(hearers(changed('CASES', 'clock-resumed.v1'))).toEqual(['REPORTING']);
    expect(hearers(changed('CASES', 'contact-logged.v1'))).toEqual(['REPORTING']);
  });

  test('[P-03] of a sealed case only reporting hears', () => {
    expect(hearers(changed('SEALED', 'opened.v1', 'clock-started.v1', 'record-corrected.v1'))).toEqual(['REPORTING']);
  });
});
