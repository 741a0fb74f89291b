import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, NO_PREVIOUS } from '../../shared/events/record.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import example from './examples/record.json' with { type: 'json' };

describe('canonicalJson', () => {
  test.each<[name: string, value: unknown, json: string]>([
    [
      'sorts keys at every depth',
      { b: 1, a: { d: [{ z: 1, y: 2 }], c: 2 } },
      '{"a":{"c":2,"d":[{"y":2,"z":1}]},"b":1}',
    ],
    [
      'sorts by code units, as RFC 8785 does',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '😂': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😂":5,"\ufb33":3}',
    ],
    ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
    ['leaves undefined members out', { a: undefined, b: null }, '{"b":null}'],
    ['has null for undefined in a list', [undefined, null], '[null,null]'],
    ['keeps Chinese and emoji as they are', { 信访: '处理 𠮷😂' }, '{"信访":"处理 𠮷😂"}'],
    ['escapes as JSON does', 'a"\\\n\u0001', '"a\\"\\\\\\n\\u0001"'],
    ['writes numbers shortest', [1, -0, 1.5, 1e21, true], '[1,0,1.5,1e+21,true]'],
    ['knows empty ones', { a: {}, b: [] }, '{"a":{},"b":[]}'],
  ])('%s', (_, value, json) => {
    expect(canonicalJson(value)).toBe(json);
  });

  test('does not depend on the order in which members were set, and is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(json);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a record of history', () => {
  const { hash, ...unchained } = example;

  test('[P-22] its hash covers everything else in it', () => {
    expect(digest(canonicalJson(unchained))).toBe(hash);
    expect(unchained.previous).toBe(NO_PREVIOUS);
  });

  test('[P-22] any other version, time, actor, event, text or predecessor gives another hash', () => {
    const changes: object[] = [
      { version: 3 },
      { at: '2026-03-03T01:00:00.001Z' },
      { actor: { ...example.actor, id: 'chief-sun' } },
      { events: [] },
      { texts: {} },
      { previous: '1'.repeat(64) },
      { commandKey: 'x' },
    ];
    for (const change of changes) expect(digest(canonicalJson({ ...unchained, ...change }))).not.toBe(hash);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
