import { describe, expect, test } from 'vitest';
import { claimsAsText } from '../../infra/local/authorizer.ts';
import { readFilters } from '../../infra/local/filter-pattern.ts';
import { createRouter } from '../../infra/local/routes.ts';
import { resolveResources } from '../../infra/local/template.ts';

/** One property of one resource, worked out. */
function value(expression: unknown, more: object = {}): unknown {
  const template = {
    Parameters: { Name: { Default: 'default' }, List: { Type: 'CommaDelimitedList', Default: 'a, b' }, Bare: {} },
    Conditions: {
      Yes: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    },
    Mappings: { Colours: { light: { sky: 'blue' } } },
    Resources: { It: { Type: 'T', Properties: { property: expression } }, Other: { Type: 'U' }, ...more },
  };
  const resources = resolveResources(template, {
    parameters: {},
    pseudo: { 'AWS::Partition': 'aws', 'AWS::Region': 'local' },
    reference: (id, type, attribute) => [id, type, attribute].filter(Boolean).join('/'),
  });
  return resources.find(({ id }) => id === 'It')?.properties.property;
}

describe('functions of a template', () => {
  test.each([
    [{ Ref: 'Name' }, 'default'],
    [{ Ref: 'List' }, ['a', 'b']],
    [{ Ref: 'Other' }, 'Other/U'],
    [{ 'Fn::GetAtt': ['Other', 'Arn'] }, 'Other/U/Arn'],
    [{ 'Fn::GetAtt': 'Other.Arn' }, 'Other/U/Arn'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }]] }, 'a-default'],
    [{ 'Fn::Sub': 'x-${Name}-${Other.Arn}-${AWS::Region}-${!left}' }, 'x-default-Other/U/Arn-local-${left}'],
    [{ 'Fn::Sub': ['${a}${Name}', { a: { Ref: 'AWS::Region' } }] }, 'localdefault'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::If': ['No', 'then', { Ref: 'Name' }] }, 'default'],
    [{ 'Fn::FindInMap': ['Colours', 'light', 'sky'] }, 'blue'],
    [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    [{ Condition: { StringEquals: 1 } }, { Condition: { StringEquals: 1 } }],
  ])('%j is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each([
    [{ 'Fn::Unknown': 1 }, 'Fn::Unknown'],
    [{ Ref: 'Nowhere' }, 'Nowhere'],
    [{ Ref: 'Bare' }, 'Bare has no value'],
    [{ 'Fn::If': ['Perhaps', 1, 2] }, 'no condition Perhaps'],
  ])('%j is refused, naming it', (expression, message) => {
    expect(() => value(expression)).toThrow(message);
  });

  test('a resource whose condition does not hold is left out', () => {
    const resources = resolveResources(
      {
        Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { A: { Type: 'T', Condition: 'No' }, B: { Type: 'T' } },
      },
      { parameters: {}, pseudo: {}, reference: () => '' },
    );
    expect(resources.map(({ id }) => id)).toEqual(['B']);
  });
});

describe('routes', () => {
  const keys = ['GET /a/b', 'GET /a/{x}', 'ANY /a/{x}', 'GET /a/{x}/c', 'POST /{rest+}', 'GET /a/b/{x}', '$default'];
  const route = createRouter(keys.map((key) => ({ key, target: key })));
  test.each([
    ['GET', '/a/b', 'GET /a/b', undefined],
    ['GET', '/a/q', 'GET /a/{x}', { x: 'q' }],
    ['PUT', '/a/q', 'ANY /a/{x}', { x: 'q' }],
    ['GET', '/a/q/c', 'GET /a/{x}/c', { x: 'q' }],
    ['POST', '/z/y%20y', 'POST /{rest+}', { rest: 'z/y y' }],
    ['GET', '/a%2Fb', '$default', undefined],
    ['GET', '/a/x%2Fy', 'GET /a/{x}', { x: 'x/y' }],
    ['GET', '/a/', '$default', undefined],
    ['GET', '/a/b/', '$default', undefined],
    ['GET', '/A/B', '$default', undefined],
    ['HEAD', '/a/b', 'ANY /a/{x}', { x: 'b' }],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    const match = route(method, path);
    expect([match?.route.key, match?.parameters]).toEqual([key, parameters]);
  });
});

describe('filters of event source mappings', () => {
  const passes = (pattern: object, record: unknown) =>
    readFilters({ Filters: [{ Pattern: JSON.stringify(pattern) }] })(record);
  test('equal values, prefixes, nested fields; all fields must fit', () => {
    const pattern = { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix: 'V#' }] } } } };
    const record = (eventName: string, sk: string) => ({ eventName, dynamodb: { Keys: { sk: { S: sk } } } });
    expect(passes(pattern, record('INSERT', 'V#1'))).toBe(true);
    expect(passes(pattern, record('REMOVE', 'V#1'))).toBe(false);
    expect(passes(pattern, record('INSERT', 'HEAD'))).toBe(false);
    expect(passes(pattern, { eventName: 'INSERT' })).toBe(false);
    expect(passes({ body: { kind: [{ 'anything-but': ['a'] }] } }, { body: { kind: 'b' } })).toBe(true);
    expect(passes({ body: { kind: [{ exists: false }] } }, { body: {} })).toBe(true);
  });
  test('several patterns: any; none: all; an unknown comparison is refused', () => {
    const either = readFilters({ Filters: [{ Pattern: '{"a":[1]}' }, { Pattern: '{"a":[2]}' }] });
    expect([{ a: 1 }, { a: 2 }, { a: 3 }].map(either)).toEqual([true, true, false]);
    expect(readFilters(undefined)({})).toBe(true);
    expect(() => passes({ a: [{ numeric: ['>', 1] }] }, {})).toThrow('numeric');
  });
});

test('claims arrive as text', () => {
  expect(claimsAsText({ a: ['x', 'y'], n: 5, b: true, none: [], s: 'text', o: { k: 1 } })).toEqual({
    a: '[x y]',
    n: '5',
    b: 'true',
    none: '[]',
    s: 'text',
    o: '{"k":1}',
  });
});
