import type { TableKey } from '../../shared/store/tables.ts';

/**
 * Every Lambda function as data: what it runs, how long it may take, what it may touch, and whom it hurts when it
 * fails. The stack, the bundler and the tests read this table; a function's permissions are this row and nothing more.
 */
export type FunctionName =
  | 'IntakeHttp'
  | 'CommandsHttp'
  | 'DocumentsHttp'
  | 'CaseworkHttp'
  | 'ReportingHttp'
  | 'PortalHttp'
  | 'RemindersHttp'
  | 'NotifyHttp'
  | 'SupervisionHttp'
  | 'RoutingQueue'
  | 'TrainRouting'
  | 'PublishAreas'
  | 'RemindersQueue'
  | 'ReportingQueue'
  | 'Relay'
  | 'SealedRelay'
  | 'Sweep'
  | 'SealedSweep'
  | 'Reconcile'
  | 'Audit'
  | 'SealedAudit'
  | 'RemindersRelay'
  | 'Deliver'
  | 'PetitionerRelay'
  | 'TellPetitioners'
  | 'PetitionerCatchUp'
  | 'Digest'
  | 'Anchor';

export type QueueName = 'ROUTING' | 'REMINDERS' | 'REPORTING';

/** The envelope keys of field encryption: one for petitions, one for sealed accusations (检举控告). */
export type EnvelopeKeyName = 'DATA_KEY' | 'SEALED_KEY' | 'CHANNEL_KEY';

/** `SEAL`: make a new data key. `OPEN`: unwrap an existing one, that is, read what was written under it. */
export type KeyUse = 'SEAL' | 'OPEN';

export type TableAccess = 'READ' | 'READ_WRITE';

export interface FunctionDefinition {
  /** Source file that exports `handler`, relative to the repository. */
  readonly entry: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly tables: Readonly<Partial<Record<TableKey, TableAccess>>>;
  readonly sendsTo: readonly QueueName[];
  readonly keys: Readonly<Partial<Record<EnvelopeKeyName, readonly KeyUse[]>>>;
  /** Reads the officer from the token's claims: gets CLAIM_OFFICER, CLAIM_ROLES and CLAIM_UNIT. */
  readonly readsClaims: boolean;
  /** Writes signed manifests: gets ANCHOR_BUCKET and ANCHOR_KEY. */
  readonly anchors?: true;
  /** What people notice when the function fails; becomes the alarm's description. */
  readonly humanImpact: string;
}

const HTTP = { memoryMb: 1024, timeoutSeconds: 20 } as const;
const QUEUE = { memoryMb: 512, timeoutSeconds: 30 } as const;
const STREAM = { memoryMb: 512, timeoutSeconds: 60 } as const;
const SWEEP = { memoryMb: 512, timeoutSeconds: 60 } as const;

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionDefinition>> = {
  IntakeHttp: {
    ...HTTP,
    entry: 'services/intake/http.ts',
    // What was sent to the petitioner stands in his status; whose turn it is is told with what came.
    tables: {
      CASES: 'READ_WRITE',
      TEXTS: 'READ_WRITE',
      SEALED: 'READ_WRITE',
      REGISTRY: 'READ_WRITE',
      REMINDERS: 'READ_WRITE',
    },
    sendsTo: [],
    // Intake closes a sealed accusation and cannot open one again.
    keys: { DATA_KEY: ['SEAL', 'OPEN'], SEALED_KEY: ['SEAL'] },
    readsClaims: true,
    humanImpact: 'People cannot hand in a petition or look up its progress, and registrars cannot register letters.',
  },
  CommandsHttp: {
    ...HTTP,
    entry: 'services/commands/http.ts',
    // Whoever a command brings something to finds it in his inbox with it.
    tables: {
      CASES: 'READ_WRITE',
      TEXTS: 'READ_WRITE',
      SEALED: 'READ_WRITE',
      REGISTRY: 'READ_WRITE',
      REMINDERS: 'READ_WRITE',
    },
    sendsTo: [],
    keys: { DATA_KEY: ['SEAL', 'OPEN'], SEALED_KEY: ['SEAL', 'OPEN'] },
    readsClaims: true,
    humanImpact: 'Officers cannot decide or forward petitions while statutory clocks keep running.',
  },
  DocumentsHttp: {
    ...HTTP,
    entry: 'services/documents/http.ts',
    // It writes who opened what, numbers of forms and void ones, slips printed, and wrong codes that an address tried.
    tables: { CASES: 'READ_WRITE', TEXTS: 'READ', SEALED: 'READ_WRITE', REGISTRY: 'READ_WRITE', FACTS: 'READ' },
    sendsTo: [],
    keys: { DATA_KEY: ['OPEN'], SEALED_KEY: ['OPEN'] },
    readsClaims: true,
    humanImpact:
      'Nobody can open or print papers or code slips, neither officers nor petitioners; what was issued stays as it is.',
  },
  CaseworkHttp: {
    ...HTTP,
    entry: 'services/casework/http.ts',
    tables: { CASES: 'READ_WRITE', TEXTS: 'READ_WRITE', SEALED: 'READ_WRITE', REGISTRY: 'READ_WRITE' },
    sendsTo: [],
    keys: { DATA_KEY: ['SEAL', 'OPEN'], SEALED_KEY: ['SEAL', 'OPEN'] },
    readsClaims: true,
    humanImpact: 'Officers cannot open petitions or see their lists while statutory clocks keep running.',
  },
  ReportingHttp: {
    ...HTTP,
    entry: 'services/reporting/http.ts',
    // Figures come from fact rows; whether the reader may know of a case that they list, its head says.
    tables: { FACTS: 'READ', CASES: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: true,
    humanImpact: 'Supervisors cannot see reports; casework itself goes on.',
  },
  PortalHttp: {
    ...HTTP,
    entry: 'services/portal/http.ts',
    tables: {},
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'People cannot compute a deadline or read the API description; unknown addresses get a bare error.',
  },
  RemindersHttp: {
    ...HTTP,
    entry: 'services/reminders/http.ts',
    // Whoever is complained about may be named, or the case sealed, after a reminder went out.
    tables: { REMINDERS: 'READ', CASES: 'READ', SEALED: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: true,
    humanImpact: 'Officers do not see their reminders and may miss a statutory date.',
  },
  NotifyHttp: {
    ...HTTP,
    entry: 'services/notify/http.ts',
    tables: { REMINDERS: 'READ_WRITE', CASES: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    // It closes the secrets of gateways and cannot open them again.
    keys: { CHANNEL_KEY: ['SEAL'] },
    readsClaims: true,
    humanImpact: 'Units cannot see their daily sheet, save sheets of issues or choose how they are reminded.',
  },
  SupervisionHttp: {
    ...HTTP,
    entry: 'services/supervision/http.ts',
    tables: { CASES: 'READ', FACTS: 'READ', REGISTRY: 'READ_WRITE' },
    sendsTo: [],
    // The words of a flag are for the wall, and lie encrypted in the history of its case.
    keys: { DATA_KEY: ['OPEN'] },
    readsClaims: true,
    humanImpact: 'Supervisors and petition chiefs do not see what waits for their decision, nor the wall of flags.',
  },
  RoutingQueue: {
    ...QUEUE,
    entry: 'services/routing/queue.ts',
    // The index of matters lies beside the texts; a rule that registers tells whoever screens.
    tables: { CASES: 'READ_WRITE', TEXTS: 'READ_WRITE', REGISTRY: 'READ', REMINDERS: 'READ_WRITE' },
    sendsTo: [],
    keys: { DATA_KEY: ['OPEN'] },
    readsClaims: false,
    humanImpact: 'New petitions reach the screening queue without a routing proposal; officers must route by hand.',
  },
  TrainRouting: {
    memoryMb: 3008,
    timeoutSeconds: 900,
    entry: 'services/routing/schedule.ts',
    // Learns from what clerks confirmed; a sealed petition is in none of these tables.
    tables: { CASES: 'READ', TEXTS: 'READ', FACTS: 'READ', REGISTRY: 'READ_WRITE' },
    sendsTo: [],
    keys: { DATA_KEY: ['OPEN'] },
    readsClaims: false,
    humanImpact: 'Proposals stay as good as they were; what clerks corrected since is not learnt.',
  },
  PublishAreas: {
    memoryMb: 512,
    timeoutSeconds: 60,
    entry: 'services/routing/areas.ts',
    tables: { REGISTRY: 'READ_WRITE' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'Places outside the bureau’s own tables are not recognised, or by the areas of an earlier year.',
  },
  RemindersQueue: {
    ...QUEUE,
    entry: 'services/reminders/queue.ts',
    tables: { CASES: 'READ_WRITE', REMINDERS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: ['REMINDERS'],
    keys: {},
    readsClaims: false,
    humanImpact: 'Reminders that were decided do not reach the officers who must act on them.',
  },
  ReportingQueue: {
    ...QUEUE,
    entry: 'services/reporting/queue.ts',
    tables: { CASES: 'READ', SEALED: 'READ', FACTS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'Reports and statistics fall behind what really happened.',
  },
  Relay: {
    ...STREAM,
    entry: 'services/relay/stream.ts',
    tables: {},
    sendsTo: ['ROUTING', 'REMINDERS', 'REPORTING'],
    keys: {},
    readsClaims: false,
    humanImpact: 'Routing proposals, reminders and reports wait until the hourly reconcile catches up.',
  },
  SealedRelay: {
    ...STREAM,
    entry: 'services/relay/stream.ts',
    tables: {},
    sendsTo: ['REPORTING'],
    keys: {},
    readsClaims: false,
    humanImpact: 'Counts of sealed accusations wait until the hourly reconcile catches up.',
  },
  Sweep: {
    ...SWEEP,
    entry: 'services/reminders/sweep.ts',
    tables: { CASES: 'READ_WRITE', REMINDERS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: ['REMINDERS'],
    keys: {},
    readsClaims: false,
    humanImpact: 'No officer is reminded of a date that comes near or has passed.',
  },
  SealedSweep: {
    ...SWEEP,
    entry: 'services/reminders/sweep.ts',
    tables: { SEALED: 'READ_WRITE', REMINDERS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'The officer for sealed accusations is not reminded of a date that comes near or has passed.',
  },
  Reconcile: {
    memoryMb: 512,
    timeoutSeconds: 300,
    entry: 'services/relay/reconcile.ts',
    // The registry holds how far the journal has been compared.
    tables: { CASES: 'READ', SEALED: 'READ', FACTS: 'READ', REGISTRY: 'READ_WRITE' },
    sendsTo: ['ROUTING', 'REMINDERS', 'REPORTING'],
    keys: {},
    readsClaims: false,
    humanImpact: 'What the relay missed stays missed: a petition may lack its proposal, reminder or line in a report.',
  },
  Audit: {
    memoryMb: 512,
    timeoutSeconds: 900,
    entry: 'services/reminders/audit.ts',
    tables: { CASES: 'READ_WRITE', REMINDERS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'The audit of reminders failed or found a date that nobody would have been reminded of.',
  },
  SealedAudit: {
    memoryMb: 512,
    timeoutSeconds: 900,
    entry: 'services/reminders/audit.ts',
    tables: { SEALED: 'READ_WRITE', REMINDERS: 'READ_WRITE', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'The audit of sealed reminders failed or found a date that nobody would have been reminded of.',
  },
  RemindersRelay: {
    ...STREAM,
    entry: 'services/notify/relay.ts',
    tables: { REMINDERS: 'READ_WRITE' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'Reminders lie in the inbox and are not sent by mail or webhook.',
  },
  Deliver: {
    memoryMb: 512,
    timeoutSeconds: 60,
    entry: 'services/notify/deliver.ts',
    tables: { REMINDERS: 'READ_WRITE', CASES: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    keys: { CHANNEL_KEY: ['OPEN'] },
    readsClaims: false,
    humanImpact: 'Reminders and digests wait and are not sent by mail or webhook; the inbox has them.',
  },
  PetitionerRelay: {
    ...STREAM,
    entry: 'services/notify/petitioner-relay.ts',
    tables: { CASES: 'READ', REMINDERS: 'READ_WRITE' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'Petitioners who asked for messages hear of the steps of their petition an hour late.',
  },
  TellPetitioners: {
    memoryMb: 512,
    timeoutSeconds: 60,
    entry: 'services/notify/tell-petitioners.ts',
    tables: { REMINDERS: 'READ_WRITE', CASES: 'READ', TEXTS: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    // The telephone and the address of one petitioner, at the moment of sending: a function of its own, so that what
    // reminds officers opens no petition.
    keys: { CHANNEL_KEY: ['OPEN'], DATA_KEY: ['OPEN'] },
    readsClaims: false,
    humanImpact: 'Petitioners who asked for messages get none until it runs again; their status page has everything.',
  },
  PetitionerCatchUp: {
    memoryMb: 512,
    timeoutSeconds: 300,
    entry: 'services/notify/petitioner-catch-up.ts',
    tables: { CASES: 'READ', REMINDERS: 'READ_WRITE' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'A message to a petitioner that the stream dropped stays unsent; his status page has everything.',
  },
  Digest: {
    memoryMb: 512,
    timeoutSeconds: 300,
    entry: 'services/notify/digest.ts',
    tables: { REMINDERS: 'READ_WRITE', CASES: 'READ', FACTS: 'READ', REGISTRY: 'READ' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    humanImpact: 'Units get no daily sheet, no agenda of the weekly review and no screening task.',
  },
  Anchor: {
    memoryMb: 1024,
    timeoutSeconds: 900,
    entry: 'services/anchor/schedule.ts',
    // Ids, versions and hashes only: it has no key that opens a text. The registry holds how far it has come.
    tables: { CASES: 'READ', SEALED: 'READ', REGISTRY: 'READ_WRITE' },
    sendsTo: [],
    keys: {},
    readsClaims: false,
    anchors: true,
    humanImpact: 'What happened on a day is not sealed; a later change to it could not be proved.',
  },
};

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

/** One queue per consumer; a queue and its function are named apart because both are resources of one template. */
export interface QueueDefinition {
  /** Logical id of the queue; its dead-letter queue is `<id>Dead`. */
  readonly id: string;
  readonly consumer: FunctionName;
  /** Function instances that may work on the queue at once. */
  readonly maxConcurrency: number;
  readonly humanImpact: string;
}

export const QUEUES: Readonly<Record<QueueName, QueueDefinition>> = {
  ROUTING: {
    id: 'RoutingMessages',
    consumer: 'RoutingQueue',
    maxConcurrency: 10,
    humanImpact: 'New petitions wait for their routing proposal; screening officers must route by hand.',
  },
  REMINDERS: {
    id: 'RemindersMessages',
    consumer: 'RemindersQueue',
    maxConcurrency: 10,
    humanImpact: 'Reminders reach officers late or never, and statutory dates may pass unnoticed.',
  },
  REPORTING: {
    id: 'ReportingMessages',
    consumer: 'ReportingQueue',
    maxConcurrency: 10,
    humanImpact: 'Reports show an older state than the petitions themselves.',
  },
};
