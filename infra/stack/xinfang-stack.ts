import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TABLE_KEYS, TABLES, type TableKey } from '../../shared/store/tables.ts';
import { AnchorVault } from '../constructs/anchor-vault.ts';
import { EnvelopeKey } from '../constructs/envelope-key.ts';
import { HistoryRelay, MAILBOXES } from '../constructs/history-relay.ts';
import { Operators } from '../constructs/operators.ts';
import { PeopleApi } from '../constructs/people-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { StoredTable } from '../constructs/stored-table.ts';
import { Timetable } from '../constructs/timetable.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import {
  type EnvelopeKeyName,
  FUNCTION_NAMES,
  FUNCTIONS,
  type FunctionName,
  QUEUES,
  type QueueName,
} from './functions.ts';
import { ROUTES } from './routes.ts';
import { SCHEDULES } from './schedules.ts';

export interface XinfangStackProps extends StackProps {
  /** Folder of each function's bundle; a function without one gets a placeholder. */
  readonly bundles: ReadonlyMap<FunctionName, { readonly directory: string }>;
}

/** Everything that runs, in one stack: `cdk deploy` needs no order and no `--all`. */
export class XinfangStack extends Stack {
  constructor(scope: Construct, id: string, props: XinfangStackProps) {
    super(scope, id, { ...props, terminationProtection: true });

    // What is kept
    const tableKey = keyAtRest(this, 'TableKey', 'Encrypts tables and queues at rest');
    const sealedTableKey = keyAtRest(this, 'SealedTableKey', 'Encrypts the table of sealed accusations at rest');
    const tables = fromEntries<TableKey, StoredTable>(TABLE_KEYS, (key) => {
      const atRest = key === 'SEALED' ? sealedTableKey : tableKey;
      return new StoredTable(this, `${titleCase(key)}Table`, { definition: TABLES[key], key: atRest });
    });
    const envelopeKeys: Record<EnvelopeKeyName, EnvelopeKey> = {
      DATA_KEY: new EnvelopeKey(this, 'DataKey', 'Wraps the data keys of petitions'),
      SEALED_KEY: new EnvelopeKey(this, 'SealedKey', 'Wraps the data keys of sealed accusations'),
      CHANNEL_KEY: new EnvelopeKey(this, 'ChannelKey', 'Wraps the key of the secrets of mail and webhook'),
    };
    const anchors = new AnchorVault(this, 'AnchorVault');

    // Who is called when something fails
    const operators = new Operators(this, 'Operators');

    // What waits
    const queues = fromEntries<QueueName, WorkQueue>(Object.keys(QUEUES) as QueueName[], (name) => {
      const { id, consumer, humanImpact } = QUEUES[name];
      const consumerTimeoutSeconds = FUNCTIONS[consumer].timeoutSeconds;
      return new WorkQueue(this, id, { key: tableKey, consumerTimeoutSeconds, humanImpact, operators });
    });

    // What runs, and what each may touch
    const parameters = signInParameters(this);
    const functions = fromEntries<FunctionName, ServiceFunction>(FUNCTION_NAMES, (name) => {
      const definition = FUNCTIONS[name];
      const bundle = props.bundles.get(name)?.directory;
      const created = new ServiceFunction(this, name, {
        ...definition,
        operators,
        ...(bundle === undefined ? {} : { bundle }),
      });
      for (const key of TABLE_KEYS) {
        const access = definition.tables[key];
        if (access) tables[key].grant(created, access);
      }
      for (const queue of definition.sendsTo) queues[queue].grantSend(created, queue);
      for (const [key, uses] of Object.entries(definition.keys)) {
        envelopeKeys[key as EnvelopeKeyName].grant(created, key, uses);
      }
      if (definition.anchors) anchors.grant(created);
      if (definition.readsClaims) {
        created.setEnvironment('CLAIM_OFFICER', parameters.claimOfficer.valueAsString);
        created.setEnvironment('CLAIM_ROLES', parameters.claimRoles.valueAsString);
        created.setEnvironment('CLAIM_UNIT', parameters.claimUnit.valueAsString);
      }
      return created;
    });

    // What calls them: people, messages, the history of petitions, the clock
    const api = new PeopleApi(this, 'Api', { ...parameters, operators });
    for (const route of ROUTES) api.serve(route, functions[route.function]);

    for (const [name, { consumer, maxConcurrency }] of Object.entries(QUEUES)) {
      queues[name as QueueName].feed(functions[consumer], { maxConcurrency });
    }

    for (const [table, relayId] of [
      ['CASES', 'Relay'],
      ['SEALED', 'SealedRelay'],
      ['REMINDERS', 'RemindersRelay'],
      ['CASES', 'PetitionerRelay'],
    ] as const) {
      const { humanImpact } = FUNCTIONS[relayId];
      const relay = functions[relayId];
      new HistoryRelay(this, `${relayId}History`, {
        table: tables[table],
        relay,
        relayId,
        ...(table === 'REMINDERS' ? { keys: MAILBOXES } : {}),
        key: tableKey,
        humanImpact,
        operators,
      });
    }

    const timetable = new Timetable(this, 'Timetable', {
      key: tableKey,
      humanImpact: 'A sweep or reconcile was not even started; reminders may be late.',
      operators,
    });
    for (const schedule of SCHEDULES) timetable.call(functions[schedule.function], schedule);
  }
}

function signInParameters(stack: Stack) {
  return {
    issuer: new CfnParameter(stack, 'OidcIssuer', {
      description: 'Issuer of officers’ tokens: the address before /.well-known/openid-configuration, RSA keys',
      allowedPattern: 'https://.+',
    }),
    audience: new CfnParameter(stack, 'OidcAudience', {
      description: 'Audience that a token must name',
      default: 'xinfang',
    }),
    claimOfficer: new CfnParameter(stack, 'ClaimOfficer', {
      description: 'Claim with the id of the officer in the tables of the bureau',
      default: 'sub',
    }),
    claimRoles: new CfnParameter(stack, 'ClaimRoles', { description: 'Claim with the roles', default: 'roles' }),
    claimUnit: new CfnParameter(stack, 'ClaimUnit', { description: 'Claim with the id of the unit', default: 'unit' }),
    webOrigins: new CfnParameter(stack, 'WebOrigins', {
      description: 'Origins of web clients, comma-delimited; empty when clients share the API’s origin',
      type: 'CommaDelimitedList',
      default: '',
    }),
  };
}

function keyAtRest(stack: Stack, id: string, description: string): kms.Key {
  const key = new kms.Key(stack, id, { description, enableKeyRotation: true });
  (key.node.defaultChild as kms.CfnKey).overrideLogicalId(id);
  return key;
}

function fromEntries<K extends string, V>(keys: readonly K[], create: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, create(key)])) as Record<K, V>;
}

const titleCase = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();
