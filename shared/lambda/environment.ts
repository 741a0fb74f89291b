import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDatabase } from '../store/dynamo-database.ts';
import { TABLE_KEYS } from '../store/tables.ts';

/** Environment variables of a function, read in a call, never at import. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws naming the variable, when it is missing */
export function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}

/**
 * How clients of AWS behave: what does not answer is tried again and then given up, within the 20 seconds that a
 * function behind HTTP has, so that its caller reads why and when to come back. Milliseconds.
 */
export const CLIENT = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

/** The tables this function was given, behind the port. */
export function databaseFrom(environment: Environment): DynamoDatabase {
  const names = Object.fromEntries(
    TABLE_KEYS.map((key) => [key, environment[`${key}_TABLE`]]).filter(([, name]) => name !== undefined),
  );
  return new DynamoDatabase(new DynamoDBClient(CLIENT), names);
}
