import { onBothDatabases } from './both-databases.ts';
import { databaseContract } from './database-contract.ts';

onBothDatabases(databaseContract);
