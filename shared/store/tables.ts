/**
 * Every table, key and index, declared once: CDK creates them from here, the in-memory twin emulates them, tests
 * create them on the embedded engine. All keys are strings; every table has `pk` and `sk`.
 *
 * Access patterns
 *
 * | pattern | table · index | key |
 * |---|---|---|
 * | case by id: head, alarm | CASES | pk `<caseId>`, sk `HEAD`, `ALARM` |
 * | history of a case, in order | CASES | pk `<caseId>`, sk `V#<version, 8 digits>` |
 * | routing proposal of a case | CASES | pk `<caseId>`, sk `PROPOSAL` |
 * | whether a petitioner wants messages, and how | CASES | pk `<petitionId>`, sk `MESSAGES` |
 * | who opened the file | CASES | pk `<caseId>`, sk `L#<instant>#<n>` |
 * | candidates for supervision of a case; submissions of one matter | CASES | pk `<caseId>`, sk `CANDIDATE#<key>`; pk `<matter>`, sk `MATTER` |
 * | open candidates of an organ; those decided in a month | CASES · worklist | `SUPERVISE#<organ>`, `SUPERVISED#<organ>#<YYYY-MM>`, `<instant>#<caseId>#<key>` |
 * | extensions that an organ approved in a month | CASES · worklist | `EXTENDED#<organ>#<YYYY-MM>`, `<day>#<caseId>`; pk `<caseId>`, sk `EXTENSION#<instant>` |
 * | matters with three submissions; agenda of the joint meeting | CASES · worklist | `REPEATED#<organ>`, `<matter>`; `AGENDA#<organ>`, `<instant>#<caseId>` (pk `<caseId>`, sk `AGENDA`) |
 * | screening queue of an organ | CASES · worklist | `SCREEN#<office>`, `<next due>#<caseId>` |
 * | worklist of a unit by due date | CASES · worklist | `UNIT#<unitId>`, `<next due>#<caseId>` |
 * | closed cases whose clocks still run (audit) | CASES · worklist | `CLOSED#<shard>`, `<last due>#<caseId>` |
 * | alarms due by now | CASES · alarms | `ALARM#<shard>`, `<wakeAt>#<caseId>` |
 * | what happened on a day (reconcile, anchors) | CASES · journal | `DAY#<day>#<shard>`, `<instant>#<caseId>#<version>` |
 * | identity and narrative of a petition | TEXTS | pk `<petitionId>`, sk `BODY`, `BODY#<field>#<n>` |
 * | petitions of the same person | TEXTS · byPhone, byIdNumber, byNameAddress | keyed blind index, `<petitionId>` |
 * | petitions of the same matter, by time | TEXTS | pk `MATTER#<keyed hash>`, sk `<instant>#<petitionId>` |
 * | a sealed accusation, wholly | SEALED | as CASES and TEXTS together |
 * | petition by receipt code; one petition per idempotency key | REGISTRY | pk `RECEIPT#<keyed hash>` |
 * | the bureau's tables, in parts; wrapped secrets; sealed slips; rate limits | REGISTRY | pk `BUREAU`, `SECRETS`, `SLIP#<id>`, `RATE#<hash>#<window>` |
 * | numbers of papers, by organ, class and year | REGISTRY; those of accusations SEALED | pk `NUMBER#<organ>#<class>#<year>`, sk `N#<8 digits>` |
 * | number of a form that no command issues; the yearly report that was issued | REGISTRY | pk `FORM#<caseId>`, sk `<kind>`; pk `ANNUAL#<organ>`, sk `<year>` |
 * | routing models and the live one; areas of GB/T 2260 | REGISTRY | pk `ROUTING_MODEL…`, `ROUTING_AREAS` |
 * | loaded calendars and local rules | REGISTRY | pk `LAW` |
 * | how far histories are anchored | REGISTRY | pk `ANCHOR` |
 * | reminder inbox of an officer | REMINDERS | pk `OFFICER#<id>` and `ROLE#<unitId>#<role>`, sk `<instant>#<caseId>#<clock>#<key>` |
 * | sweep runs of a day | REMINDERS | pk `RUN#<day>`, sk `<instant>` |
 * | last run of each schedule; audits of a day | REMINDERS | pk `SCHEDULE`, sk `<name>`; pk `AUDIT#<day>`, sk `<instant>#<store>` |
 * | the wall of flagged cases, a place each; flags cleared in a year | REGISTRY | pk `WALL`, sk `PLACE#<n>`; pk `WALL#<year>`, sk `<instant>#<caseId>` |
 * | sample audits of an organ; results of one | REGISTRY | pk `SAMPLE#<organ>`, sk `<id>`; pk `SAMPLE_RESULT#<id>`, sk `<caseId>` |
 * | what waits to be sent outside the inbox | REMINDERS | pk `OUTBOX#<shard>`, to petitioners `OUTBOX#PETITIONERS#<shard>`, sk `<not before>#<id>` |
 * | what is told to a petitioner | REMINDERS | pk `PETITIONER#<petitionId>`, sk `<instant>#<caseId>#<step>#<version or threshold>` |
 * | deliveries of a day; those that did not arrive | REMINDERS | pk `DELIVERY#<day>`, sk `<id>`; pk `UNDELIVERED`, sk `<day>#<id>` |
 * | how officers and units want to be told; the bureau's gateways | REMINDERS | pk `PREFERENCES`, sk `OFFICER#<id>`, `UNIT#<id>`; pk `CHANNELS` |
 * | digest, tasks and sheets of a unit; its calendar feed | REMINDERS | pk `DIGEST#<unitId>`, `TASK#<unitId>`, `SHEET#<unitId>`, sk by day; pk `FEED`, sk `<unitId>` |
 * | fact row of a case | FACTS | pk `<caseId>`, sk `ROW` |
 * | fact rows of an organ by a date of theirs | FACTS · byRegistered, byInformDue, byHandleDue, byConcluded | `<organId>#<YYYY-MM>`, `<date>#<caseId>` |
 */
export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly projection: 'KEYS_ONLY';
}

export interface TableDefinition {
  /** Name in the environment: `<key>_TABLE`. */
  readonly key: TableKey;
  readonly partitionKey: 'pk';
  readonly sortKey: 'sk';
  readonly indexes: readonly IndexDefinition[];
  /** New images go to the relay. */
  readonly stream?: boolean;
  /** Attribute (epoch seconds) after which an item may be deleted. */
  readonly ttl?: string;
}

export const TABLE_KEYS = ['CASES', 'TEXTS', 'SEALED', 'REGISTRY', 'REMINDERS', 'FACTS'] as const;
export type TableKey = (typeof TABLE_KEYS)[number];

const index = (name: string, partitionKey: string, sortKey: string): IndexDefinition => ({
  name,
  partitionKey,
  sortKey,
  projection: 'KEYS_ONLY',
});

/** Sparse: an item is in an index only while it carries that index's two attributes. */
const CASE_INDEXES = [
  index('worklist', 'worklistPk', 'worklistSk'),
  index('alarms', 'alarmPk', 'alarmSk'),
  index('journal', 'journalPk', 'journalSk'),
];

export const TABLES: Readonly<Record<TableKey, TableDefinition>> = {
  CASES: { key: 'CASES', partitionKey: 'pk', sortKey: 'sk', indexes: CASE_INDEXES, stream: true },
  TEXTS: {
    key: 'TEXTS',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: [
      index('byPhone', 'phoneHash', 'pk'),
      index('byIdNumber', 'idNumberHash', 'pk'),
      index('byNameAddress', 'nameAddressHash', 'pk'),
    ],
  },
  SEALED: { key: 'SEALED', partitionKey: 'pk', sortKey: 'sk', indexes: CASE_INDEXES, stream: true },
  REGISTRY: { key: 'REGISTRY', partitionKey: 'pk', sortKey: 'sk', indexes: [], ttl: 'expiresAt' },
  REMINDERS: { key: 'REMINDERS', partitionKey: 'pk', sortKey: 'sk', indexes: [], stream: true },
  FACTS: {
    key: 'FACTS',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: [
      index('byRegistered', 'registeredPk', 'registeredSk'),
      index('byInformDue', 'informPk', 'informSk'),
      index('byHandleDue', 'handlePk', 'handleSk'),
      index('byConcluded', 'concludedPk', 'concludedSk'),
    ],
  },
};
