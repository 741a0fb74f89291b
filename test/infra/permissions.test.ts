import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, FUNCTIONS } from '../../infra/stack/functions.ts';
import { TABLES } from '../../shared/store/tables.ts';
import { allowedTo, type Statement, statementsOf, synthesiseTemplate, type Template, targetOf } from './template.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesiseTemplate('aws');
});

/** Statements whose resource is `*`, and why each must be. */
const EVERY_RESOURCE: readonly { reason: string; matches: (statement: Statement) => boolean }[] = [
  {
    reason: 'In a key policy `*` means this key.',
    matches: ({ owner }) => template.Resources[owner]?.Type === 'AWS::KMS::Key',
  },
  {
    reason: 'Lambda asks for ListStreams, which knows no narrower resource; it shows names of streams only.',
    matches: ({ actions, owner }) =>
      /^(Sealed|Reminders|Petitioner)?RelayRole/.test(owner) && actions.join() === 'dynamodb:ListStreams',
  },
];

/** Actions with a wildcard, and why each must be. */
const WILDCARD_ACTIONS: readonly { reason: string; matches: (statement: Statement, action: string) => boolean }[] = [
  {
    reason: 'A key policy must leave the key in the hands of the account, or nobody could ever change it.',
    matches: ({ owner, principal }, action) =>
      template.Resources[owner]?.Type === 'AWS::KMS::Key' &&
      action === 'kms:*' &&
      JSON.stringify(principal).includes(':root'),
  },
  {
    reason: 'Denies everything that comes without TLS.',
    matches: ({ effect }, action) => effect === 'Deny' && /^(sqs|sns|s3):/.test(action),
  },
];

describe('no grant is wider than its reason', () => {
  test('statements were found', () => {
    expect(statementsOf(template).length).toBeGreaterThan(50);
  });

  test('resource * only from the reasoned list, and every reason is used', () => {
    const wide = statementsOf(template).filter((statement) => statement.resources.includes('*'));
    expect(wide.filter((statement) => !EVERY_RESOURCE.some(({ matches }) => matches(statement)))).toEqual([]);
    for (const { matches, reason } of EVERY_RESOURCE) expect(wide.some(matches), reason).toBe(true);
  });

  test('no wildcard in an action but from the reasoned list', () => {
    const wide = statementsOf(template).flatMap((statement) =>
      statement.actions.filter((action) => action.includes('*')).map((action) => ({ statement, action })),
    );
    expect(wide.filter(({ statement, action }) => !WILDCARD_ACTIONS.some((w) => w.matches(statement, action)))).toEqual(
      [],
    );
  });

  test('no wildcard inside a resource, indexes included', () => {
    const patterns = statementsOf(template)
      .flatMap(({ owner, resources }) => resources.map((resource) => ({ owner, text: JSON.stringify(resource) })))
      .filter(({ text }) => text !== '"*"' && text.includes('*'));
    // Objects of the bucket of anchors are named by day and content: nobody can list them beforehand.
    const objects = JSON.stringify({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Anchors', 'Arn'] }, '/*']] });
    expect(patterns.filter(({ text }) => text !== objects)).toEqual([]);
    expect(new Set(patterns.map(({ owner }) => owner.replace(/[0-9A-F]{8}$/, '')))).toEqual(
      new Set(['AnchorVaultBucketPolicy', 'AnchorRoleDefaultPolicy']),
    );
  });

  test('no role carries a policy managed by AWS', () => {
    expect(Object.values(template.Resources).filter((resource) => resource.Properties?.ManagedPolicyArns)).toEqual([]);
  });

  test('only Lambda and Scheduler may take a role', () => {
    const services = statementsOf(template)
      .filter(({ actions }) => actions.includes('sts:AssumeRole'))
      .map(({ principal }) => (principal as { Service: unknown }).Service);
    expect(new Set(services)).toEqual(new Set(['lambda.amazonaws.com', 'scheduler.amazonaws.com']));
  });
});

const tableId = (key: string): string => `${key.charAt(0)}${key.slice(1).toLowerCase()}Table`;
const READS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** Item actions that a function has on a table or its indexes. */
function actionsOn(functionId: string, resourceId: string): Set<string> {
  return new Set(
    allowedTo(template, functionId)
      .filter(({ resources }) => resources.some((resource) => targetOf(resource) === resourceId))
      .flatMap(({ actions }) => actions),
  );
}

describe('a function touches what its row says and nothing else', () => {
  test('every function has a role of its own', () => {
    const roles = FUNCTION_NAMES.map((name) => targetOf(template.Resources[name]?.Properties.Role));
    expect(new Set(roles).size).toBe(FUNCTION_NAMES.length);
  });

  test.each(FUNCTION_NAMES)('%s: tables', (name) => {
    for (const key of Object.keys(TABLES) as (keyof typeof TABLES)[]) {
      const access = FUNCTIONS[name].tables[key];
      const expected = access === undefined ? [] : access === 'READ' ? READS : [...READS, ...WRITES];
      const actual = [...actionsOn(name, tableId(key))].filter((action) => !/Stream|Records|Shard/.test(action));
      expect(actual.sort(), key).toEqual([...expected].sort());
    }
  });

  test.each(FUNCTION_NAMES)('%s: no scan, no stream but the relays’, no table administration', (name) => {
    const actions = allowedTo(template, name).flatMap((statement) => statement.actions);
    expect(actions).not.toContain('dynamodb:Scan');
    expect(
      actions.filter((action) => /:(Create|Delete|Update)(Table|Queue)|PutKeyPolicy|ScheduleKey/.test(action)),
    ).toEqual([]);
    if (!/Relay$/.test(name)) expect(actions).not.toContain('dynamodb:GetRecords');
  });

  test('a relay reads its own table’s stream only', () => {
    expect(actionsOn('Relay', 'CasesTable')).toContain('dynamodb:GetRecords');
    expect(actionsOn('Relay', 'SealedTable').size).toBe(0);
    expect(actionsOn('SealedRelay', 'SealedTable')).toContain('dynamodb:GetRecords');
    expect(actionsOn('SealedRelay', 'CasesTable').size).toBe(0);
  });

  test.each(FUNCTION_NAMES)('%s: environment names exactly its tables, queues and keys', (name) => {
    const { tables, sendsTo, keys, readsClaims, anchors } = FUNCTIONS[name];
    const environment = template.Resources[name]?.Properties.Environment as { Variables?: object } | undefined;
    const expected = [
      ...Object.keys(tables).map((key) => `${key}_TABLE`),
      ...sendsTo.map((queue) => `${queue}_QUEUE_URL`),
      ...Object.keys(keys),
      ...(readsClaims ? ['CLAIM_OFFICER', 'CLAIM_ROLES', 'CLAIM_UNIT'] : []),
      ...(anchors ? ['ANCHOR_BUCKET', 'ANCHOR_KEY'] : []),
    ];
    expect(Object.keys(environment?.Variables ?? {}).sort()).toEqual(expected.sort());
  });

  test.each(FUNCTION_NAMES)('%s: sends to its queues only', (name) => {
    for (const queue of ['ROUTING', 'REMINDERS', 'REPORTING'] as const) {
      const id = `${tableId(queue).replace('Table', '')}Messages`;
      expect(actionsOn(name, id).has('sqs:SendMessage'), queue).toBe(FUNCTIONS[name].sendsTo.includes(queue));
    }
  });
});

describe('[P-03] sealed accusations stay apart', () => {
  const READERS = [
    'IntakeHttp',
    'CaseworkHttp',
    'CommandsHttp',
    'DocumentsHttp',
    'RemindersHttp',
    'SealedSweep',
    'SealedAudit',
    'ReportingQueue',
    'Reconcile',
    'Anchor',
  ];

  test('the sealed table and the key it lies under are open only to functions that need them', () => {
    const readers = FUNCTION_NAMES.filter((name) => actionsOn(name, 'SealedTable').has('dynamodb:GetItem'));
    expect(readers.sort()).toEqual([...READERS].sort());
    const openers = FUNCTION_NAMES.filter((name) => actionsOn(name, 'SealedTableKey').has('kms:Decrypt'));
    expect(openers.sort()).toEqual([...READERS, 'SealedRelay'].sort());
  });

  test('the sealed table has a key of its own, and no other table has it', () => {
    const keyOf = (id: string) =>
      targetOf((template.Resources[id]?.Properties.SSESpecification as { KMSMasterKeyId: unknown }).KMSMasterKeyId);
    for (const key of Object.keys(TABLES)) {
      expect(keyOf(tableId(key))).toBe(key === 'SEALED' ? 'SealedTableKey' : 'TableKey');
    }
  });

  test('only casework and its commands can open a sealed text; intake can only close it', () => {
    expect(FUNCTION_NAMES.filter((name) => actionsOn(name, 'SealedKey').has('kms:Decrypt'))).toEqual([
      'CommandsHttp',
      'DocumentsHttp',
      'CaseworkHttp',
    ]);
    expect([...actionsOn('IntakeHttp', 'SealedKey')]).toEqual(['kms:GenerateDataKey']);
  });

  test('a text of a petition opens for intake, casework, its commands, supervision, routing and the messages to the petitioner only', () => {
    const openers = FUNCTION_NAMES.filter((name) => actionsOn(name, 'DataKey').has('kms:Decrypt'));
    expect(openers.sort()).toEqual([
      'CaseworkHttp',
      'CommandsHttp',
      'DocumentsHttp',
      'IntakeHttp',
      'RoutingQueue',
      // The words of a flag, which are for the wall, lie in the history of its case.
      'SupervisionHttp',
      'TellPetitioners',
      'TrainRouting',
    ]);
  });
});
