import { type Mutant, mutant } from './mutant.ts';

const CASES = 'shared/store/cases.ts';
const ALARMS = 'shared/store/due-alarms.ts';

/** Bugs of storing: conditions, transactions, indexes, retries. */
export const STORE_MUTANTS: readonly Mutant[] = [
  {
    name: 'compare-and-set-removed',
    bug: 'a command overwrites whatever version is there',
    patches: [
      {
        file: CASES,
        search:
          "condition: before ? { kind: 'EQUALS', attribute: 'version', value: before.version } : { kind: 'ABSENT' },",
        replace: '',
      },
    ],
  },
  mutant(
    'record-overwritten',
    'a record of history is put without looking whether one is there',
    CASES,
    "item: historyItem(history, encrypted, alarmDue),\n      condition: { kind: 'ABSENT' },",
    'item: historyItem(history, encrypted, alarmDue),',
  ),
  mutant(
    'version-conflict-taken-for-success',
    'who comes second is told that it is stored',
    CASES,
    'if (prepared.headPositions.some((position) => positions.includes(position))) throw new VersionConflict();',
    'if (prepared.headPositions.some((position) => positions.includes(position))) return;',
  ),
  mutant(
    'alarm-left-when-a-clock-stops',
    'only new clocks arm the alarm anew',
    CASES,
    'const unmoved = before !== undefined && isRemindedAlike(before, head);',
    'const unmoved = before !== undefined && head.clocks.every((clock) => before.clocks.includes(clock));',
  ),
  mutant(
    'alarm-condition-removed',
    'a command re-arms the alarm over a sweep',
    CASES,
    `          change.loaded && change.loaded.alarm.rev > 0
            ? { kind: 'EQUALS', attribute: 'rev', value: change.loaded.alarm.rev }
            : { kind: 'ABSENT' },`,
    "          { kind: 'OLDER', attribute: 'rev', value: alarm.rev + 1_000_000 },",
  ),
  mutant(
    'wrong-shard',
    'alarms are spread over one shard more than is swept',
    CASES,
    'alarmPk: `ALARM#${shardOf(id, ALARM_SHARDS)}`,',
    'alarmPk: `ALARM#${shardOf(id, ALARM_SHARDS + 1)}`,',
  ),
  mutant(
    'unscreened-shown-to-a-unit',
    'every case lies in the worklist of its unit',
    CASES,
    'return head.screened ? `UNIT#${holder}` : `SCREEN#${head.office}`;',
    "return head.screened || head.state === 'REGISTERED' ? `UNIT#${holder}` : `SCREEN#${head.office}`;",
  ),
  mutant(
    'closed-case-stays-in-a-list',
    'what is done lies in the worklist for ever',
    CASES,
    'const place = isOnWorklist(head) ? {',
    "const place = isOnWorklist(head) || head.state === 'CLOSED' ? {",
  ),
  mutant(
    'objection-in-the-wrong-queue',
    'an objection waits for the unit that objected',
    CASES,
    'const holder = objected ?? agreed ?? head.unit;',
    'const holder = agreed ?? head.unit;',
  ),
  mutant(
    'body-written-apart',
    'text and identity are forgotten when a key is tried again',
    CASES,
    'if (change.body) writes.push(',
    'if (change.body && record.at.charCodeAt(22) % 2 === 0) writes.push(',
  ),
  mutant(
    'chain-broken',
    'a record follows from the first one instead of the last',
    CASES,
    'previous: change.loaded?.chain ?? NO_PREVIOUS,',
    'previous: NO_PREVIOUS,',
  ),
  mutant(
    'journal-by-another-day',
    'the journal is kept by the day in Shanghai, and read by the day in UTC',
    CASES,
    'journalPk: `DAY#${record.at.slice(0, 10)}#',
    'journalPk: `DAY#${new Date(Date.parse(record.at) + 28_800_000).toISOString().slice(0, 10)}#',
  ),
  {
    name: 'mail-before-marker',
    bug: 'reminders are put into the inbox, then the alarm is re-armed',
    patches: [
      {
        file: ALARMS,
        search: 'await withConflictRetry(() => database.transact([rearmed, ...beside, ...decided]));',
        replace: `for (const write of [...beside, ...decided]) await withConflictRetry(() => database.write(write));
      await withConflictRetry(() => database.write(rearmed));`,
      },
    ],
  },
  mutant(
    'marker-before-mail',
    'the alarm is re-armed, then reminders are put into the inbox',
    ALARMS,
    'await withConflictRetry(() => database.transact([rearmed, ...beside, ...decided]));',
    `await withConflictRetry(() => database.write(rearmed));
      for (const write of [...beside, ...decided]) await withConflictRetry(() => database.write(write));`,
  ),
  mutant(
    'inbox-written-without-condition',
    'a reminder overwrites the one that is there',
    ALARMS,
    `    item: reminderItem(id, reminder, now),
    condition: { kind: 'ABSENT' },`,
    '    item: reminderItem(id, reminder, now),',
  ),
  mutant(
    'two-sweeps-decide',
    'a sweep decides whatever another one did meanwhile',
    ALARMS,
    `item: alarmItem(id, alarm),
    condition: { kind: 'EQUALS', attribute: 'rev', value: loaded.alarm.rev },`,
    `item: alarmItem(id, alarm),
    condition: { kind: 'OLDER', attribute: 'rev', value: 1_000_000 },`,
  ),
  mutant(
    'sweep-of-today-only',
    'what was not reminded of yesterday never is',
    ALARMS,
    'to: `${now}#~`,',
    'from: `${now.slice(0, 10)}`,\n    to: `${now}#~`,',
  ),
  mutant(
    'head-read-before-alarm',
    'a clock that stops between the two reads is reminded of',
    ALARMS,
    `  const alarms = await database.getMany(
    tables.cases,
    ids.map((id) => ({ pk: id, sk: 'ALARM' })),
    { consistent: true },
  );
  const heads = await database.getMany(
    tables.cases,
    alarms.map(({ pk }) => ({ pk, sk: 'HEAD' })),
    { consistent: true },
  );`,
    `  const heads = await database.getMany(
    tables.cases,
    ids.map((id) => ({ pk: id, sk: 'HEAD' })),
    { consistent: true },
  );
  const alarms = await database.getMany(
    tables.cases,
    ids.map((id) => ({ pk: id, sk: 'ALARM' })),
    { consistent: true },
  );`,
  ),
  mutant(
    'lost-retry-at',
    'an alarm that could not be handled never rings again',
    ALARMS,
    '...alarmItem(head.id, { ...alarm, rev: alarm.rev + 1, wakeAt: retryAt }),',
    '...alarmItem(head.id, { fired: alarm.fired, rev: alarm.rev + 1 }),',
  ),
  mutant(
    'put-off-counts-as-decided',
    'what could not be decided is marked as decided',
    ALARMS,
    '...alarmItem(head.id, { ...alarm, rev: alarm.rev + 1, wakeAt: retryAt }),',
    '...alarmItem(head.id, { ...alarm, rev: alarm.rev + 1, wakeAt: retryAt, fired: [...alarm.fired, ...head.clocks.map((clock) => `${clock.code}:T-3@${clock.nominalDue}`)] }),',
  ),
  mutant(
    'older-row-wins',
    'a late delivery overwrites a newer fact row',
    'shared/store/fact-rows.ts',
    "condition: { kind: 'OLDER', attribute: 'version', value: row.version },",
    '',
  ),
  mutant(
    'row-in-the-wrong-month',
    'a fact row is filed by the month of its receipt',
    'shared/store/fact-rows.ts',
    "...entry('inform', row.inform?.waived ? undefined : row.inform?.due),",
    "...entry('inform', row.inform?.waived ? undefined : row.inform?.nominalDue),",
  ),
  mutant(
    'conflict-taken-for-success',
    'a transaction that met another one is not tried again',
    'shared/store/database.ts',
    'if (!(error instanceof Conflict) || tries >= 8) throw error;',
    'if (!(error instanceof Conflict)) throw error;\n      if (tries >= 2) return undefined as T;',
  ),
  mutant(
    'proposal-of-another-version',
    'a proposal is stored beside whatever the case has become',
    'shared/store/proposals.ts',
    "condition: { kind: 'EQUALS', attribute: 'version', value: stored.forVersion },",
    "condition: { kind: 'OLDER', attribute: 'version', value: 1_000_000 },",
  ),
  mutant(
    'first-page-of-the-journal',
    'a reconcile reads the first page and no more',
    'shared/store/case-lists.ts',
    `        queryAll(database, {
          table: tables.cases,
          index: 'journal',
          pk: \`DAY#\${day}#\${shard}\`,
          from,
          to: \`\${to}#~\`,
        }),`,
    `        database
          .query({
            table: tables.cases,
            index: 'journal',
            pk: \`DAY#\${day}#\${shard}\`,
            from,
            to: \`\${to}#~\`,
            limit: 1,
          })
          .then(({ items }) => items),`,
  ),
  {
    name: 'noted-before-it-was-sent',
    bug: 'a reconcile notes how far it came, then sends what it found',
    patches: [
      {
        file: 'services/relay/reconcile.ts',
        search: '  if (relay.queues.REPORTING && uncounted.length > 0)',
        replace: '  await writeReconciled(database, until);\n  if (relay.queues.REPORTING && uncounted.length > 0)',
      },
      {
        file: 'services/relay/reconcile.ts',
        search: 'await relay.send(relay.queues.ROUTING, unrouted);\n  await writeReconciled(database, until);\n',
        replace: 'await relay.send(relay.queues.ROUTING, unrouted);\n',
      },
    ],
  },
  mutant(
    'correction-not-routed-again',
    'a text that was corrected keeps the proposal of the one before',
    'shared/events/message.ts',
    "ROUTING: ['opened.v1', 'record-corrected.v1'],",
    "ROUTING: ['opened.v1'],",
  ),
];
