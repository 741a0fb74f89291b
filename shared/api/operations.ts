import { CASEWORK_OPERATIONS } from './casework-operations.ts';
import { COMMAND_OPERATIONS } from './command-operations.ts';
import { DOCUMENT_OPERATIONS } from './documents.ts';
import { INBOX_OPERATIONS } from './inbox-operations.ts';
import { INTAKE_OPERATIONS } from './intake-operations.ts';
import { MEDIATION_OPERATIONS } from './mediations.ts';
import type { Operation } from './operation.ts';
import { PORTAL_OPERATIONS } from './portal-operations.ts';
import { NOTIFY_OPERATIONS } from './reminders.ts';
import { REPORTING_OPERATIONS } from './reporting-operations.ts';
import { RULE_OPERATIONS } from './rules.ts';
import { SUPERVISION_OPERATIONS } from './supervision.ts';

/**
 * Every operation of the API, once: CDK makes its routes from this list, handlers enforce its schemas, the OpenAPI
 * document and the 405 answers are generated from it. A service carries its own operations alone.
 */
export const OPERATIONS = [
  ...INTAKE_OPERATIONS,
  ...COMMAND_OPERATIONS,
  ...CASEWORK_OPERATIONS,
  ...INBOX_OPERATIONS,
  ...REPORTING_OPERATIONS,
  ...PORTAL_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
  ...RULE_OPERATIONS,
  ...NOTIFY_OPERATIONS,
  ...MEDIATION_OPERATIONS,
  ...SUPERVISION_OPERATIONS,
] as const satisfies readonly Operation[];

export type Route = (typeof OPERATIONS)[number]['route'];
