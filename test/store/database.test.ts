import { setImmediate } from 'node:timers/promises';
import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { DynamoDatabase } from '../../shared/store/dynamo-database.ts';
import { onBothDatabases } from './both-databases.ts';
import { databaseContract } from './database-contract.ts';

onBothDatabases(databaseContract);

describe('many keys', () => {
  test('are read in batches of a hundred, eight at once, and what a batch left undone is asked again', async () => {
    const sizes: number[] = [];
    let [running, most] = [0, 0];
    const client = {
      send: async ({ input }: BatchGetItemCommand) => {
        const keys = input.RequestItems?.cases?.Keys ?? [];
        const isFirst = sizes.push(keys.length) === 1;
        running += 1;
        most = Math.max(most, running);
        await setImmediate();
        running -= 1;
        const done = isFirst ? keys.slice(0, 60) : keys;
        const left = keys.slice(done.length);
        return {
          Responses: { cases: done },
          ...(left.length > 0 ? { UnprocessedKeys: { cases: { Keys: left } } } : {}),
        };
      },
    };
    const database = new DynamoDatabase(client as unknown as DynamoDBClient, { CASES: 'cases' });
    const keys = Array.from({ length: 2_050 }, (_, at) => ({ pk: String(at), sk: 'HEAD' }));
    const items = await database.getMany('CASES', [...keys, ...keys]);
    expect(new Set(items.map(({ pk }) => pk)).size).toBe(2_050);
    expect(items).toHaveLength(2_050);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([40, 50, ...new Array(20).fill(100)]);
    expect(most).toBe(8);
  });
});
