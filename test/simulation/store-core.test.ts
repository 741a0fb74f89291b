import { describe } from 'vitest';
import { databaseContract } from '../store/database-contract.ts';
import { StoreCore } from './twins/store-core.ts';

/** The store twin is held to the contract of the real one before anything is concluded from it. */
describe('StoreCore', () => databaseContract(async () => new StoreCore()));
