import { CHANNEL_MUTANTS } from './channel-mutants.ts';
import { DOMAIN_MUTANTS } from './domain-mutants.ts';
import { LAW_MUTANTS } from './law-mutants.ts';
import type { Mutant } from './mutant.ts';
import { PETITIONER_MUTANTS } from './petitioner-mutants.ts';
import { RACE_MUTANTS } from './race-mutants.ts';
import { SERVICE_MUTANTS } from './service-mutants.ts';
import { STORE_MUTANTS } from './store-mutants.ts';
import { STRANGER_MUTANTS } from './stranger-mutants.ts';
import { SUPERVISION_MUTANTS } from './supervision-mutants.ts';
import { TABLE_MUTANTS } from './table-mutants.ts';

/** Every bug that is planted. */
export const MUTANTS: readonly Mutant[] = [
  ...STORE_MUTANTS,
  ...SERVICE_MUTANTS,
  ...DOMAIN_MUTANTS,
  ...CHANNEL_MUTANTS,
  ...RACE_MUTANTS,
  ...SUPERVISION_MUTANTS,
  ...STRANGER_MUTANTS,
  ...TABLE_MUTANTS,
  ...LAW_MUTANTS,
  ...PETITIONER_MUTANTS,
];
