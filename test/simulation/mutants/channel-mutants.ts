import { type Mutant, mutant } from './mutant.ts';

const ATTEMPT = 'services/notify/attempt-delivery.ts';
const SEND = 'services/notify/send-outgoing.ts';
const NOTIFICATIONS = 'shared/domain/notifications.ts';
const LEDGER = 'shared/store/notifications.ts';

/** Bugs of what leaves the house, and of what is shown to readers. */
export const CHANNEL_MUTANTS: readonly Mutant[] = [
  mutant(
    'arrivals-left-out-of-the-command',
    'a command stores the case and tells nobody that it came to him',
    'shared/casework/run-command.ts',
    '...lists, ...arrived]',
    '...lists]',
  ),
  mutant(
    'told-of-what-moved-on',
    'that something came is sent although it was signed for or handed on meanwhile',
    SEND,
    'stillLies(head, { kind, of }) ? {}',
    'head ? {}',
  ),
  mutant(
    'arrivals-wake-people',
    'what is new breaks into quiet hours like what is overdue',
    SEND,
    "what: `NEW ${kind}`,\n    ...(stillLies(head, { kind, of }) ? {} : { notSent: 'MOVED_ON' as const }),\n    undelayed: false,",
    "what: `NEW ${kind}`,\n    ...(stillLies(head, { kind, of }) ? {} : { notSent: 'MOVED_ON' as const }),\n    undelayed: true,",
  ),
  mutant(
    'sent-without-a-claim',
    'two runs that send at once both send',
    ATTEMPT,
    'if (!claimed) return { key, next: notBefore };',
    '',
  ),
  mutant(
    'sent-before-it-is-claimed',
    'a message leaves, then the ledger hears of it',
    ATTEMPT,
    '  const claimed = await writeDelivery(database, claim, before);\n  if (!claimed) return { key, next: notBefore };\n  try {\n    await send();',
    '  let claimed: Delivery | undefined;\n  try {\n    await send();\n    claimed = await writeDelivery(database, claim, before);\n    if (!claimed) return { key, next: notBefore };',
  ),
  mutant(
    'claims-what-another-run-sent',
    'a line is told apart by its tries alone, which sending does not change',
    LEDGER,
    'rev > 0',
    'rev < 0',
  ),
  mutant(
    'sent-and-not-settled',
    'what was sent is sent again as long as it lies in the outbox',
    ATTEMPT,
    "if (before && before.state !== 'WAITING') return { key };",
    "if (before && before.state === 'FAILED') return { key };",
  ),
  mutant(
    'message-id-of-the-day',
    'the same message has another id the next time',
    LEDGER,
    'digest(`${sk}|${officer}|${channel}`).slice(0, 32);',
    'digest(`${sk}|${officer}|${channel}|${Math.random() < 0.5}`).slice(0, 32);',
  ),
  mutant(
    'failure-not-listed',
    'what did not arrive stands in no list',
    LEDGER,
    "const failing = delivery.state === 'FAILED' || (delivery.state === 'WAITING' && delivery.reason !== undefined);",
    "const failing = delivery.state === 'FAILED';",
  ),
  mutant(
    'given-up-at-once',
    'the first refusal of a gateway is the last try',
    NOTIFICATIONS,
    'const minutes = BACKOFF_MINUTES[failures - 1];',
    'const minutes = BACKOFF_MINUTES[failures + 3];',
  ),
  mutant(
    'told-after-the-answer',
    'what was answered meanwhile is sent all the same',
    SEND,
    "...(stillRuns(head, pushed) ? {} : { notSent: 'ANSWERED' as const }),",
    '',
  ),
  mutant(
    'quiet-hours-delay-the-law',
    'an overdue notice of the law waits for the morning',
    NOTIFICATIONS,
    "(colour === 'RED' || colour === 'BLACK') && (CLOCKS[clock].class !== 'POLICY' || clock === 'ACK_URGENT');",
    "colour === 'BLACK' && clock === 'ACK_URGENT';",
  ),
  mutant(
    'quiet-hours-ignored',
    'a promise of ours wakes people at night',
    ATTEMPT,
    'const awake = quietUntil(quiet, now);',
    'const awake = undefined as Instant | undefined;',
  ),
  mutant(
    'deputy-ignored',
    'who is on leave is told, and nobody who is there',
    NOTIFICATIONS,
    'return deputy && mayHear(deputy) ? deputy.id : officer.id;',
    'return deputy && mayHear(deputy) && deputy.id === officer.id ? deputy.id : officer.id;',
  ),
  // Either of the two places alone keeps it from him.
  {
    name: 'complained-about-told-outside',
    bug: 'a push goes to everybody who holds the role',
    patches: [
      {
        file: NOTIFICATIONS,
        search: '!isComplainedAbout({ id: officer.id, unit: officer.unit }, head, tree);',
        replace:
          '!isComplainedAbout({ id: officer.id, unit: officer.unit }, { ...head, accused: { units: [], officers: [] } }, tree);',
      },
      {
        file: SEND,
        search:
          'if (reader && (await hideComplaints(reader, [head], ORDINARY, tree, database)).length > 0) told.push(id);',
        replace: 'if (reader) told.push(id);',
      },
    ],
  },
  mutant(
    'everything-pushed',
    'what is merely near wakes everybody too',
    NOTIFICATIONS,
    "=>\n  colour === 'NEW' || colour === 'RED' || colour === 'BLACK';\n\n/** A red or overdue notice of a limit",
    '=> colour !== undefined;\n\n/** A red or overdue notice of a limit',
  ),
  mutant(
    'taken-out-before-it-is-sent',
    'the outbox forgets what could not be sent',
    'services/notify/drain-outbox.ts',
    'await settleOutgoing(database, outgoing, result.later);',
    'await settleOutgoing(database, outgoing);',
  ),
  mutant(
    'lost-stream-lost-push',
    'what a relay never heard of is never put out',
    'services/notify/digest.ts',
    'await putOutMissed(now, lastRun, tree, database)',
    'tree.bureau.units.length > 0 ? 0 : await putOutMissed(now, lastRun, tree, database)',
  ),
  mutant(
    'relay-skips-what-failed',
    'a reminder that could not be put out is acknowledged',
    'services/notify/relay.ts',
    'return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };',
    "return { batchItemFailures: failed === '' ? [{ itemIdentifier: failed }] : [] };",
  ),
  mutant(
    'unsigned-webhook',
    'the signature does not cover the time',
    'services/notify/webhook.ts',
    '.update(`${timestamp}.${body}`)',
    '.update(body)',
  ),
  mutant(
    'digest-of-what-complains-of-you',
    'the sheet of the morning lists what its reader is complained about in',
    'services/notify/digest-notice.ts',
    'const shown = await hideComplaints(reader, heads, ORDINARY, tree, database);',
    'const shown = heads;',
  ),
  mutant(
    'petitioner-told-at-night',
    'petitioners are written to at any hour',
    'services/notify/send-to-petitioner.ts',
    'return resultOf(await attempt(line, quiet, now, send, database));',
    'return resultOf(await attempt(line, { ...quiet, to: quiet.from }, now, send, database));',
  ),
  mutant(
    'step-lost-with-its-stream',
    'a step that the stream dropped is told to nobody',
    'services/notify/petitioner-catch-up.ts',
    '[...changed.keys()].map((caseId) => ({ caseId, fromVersion: 1 })),',
    '[...changed.keys()].slice(0, 0).map((caseId) => ({ caseId, fromVersion: 1 })),',
  ),
  mutant(
    'opened-without-a-log',
    'a file is opened, and the log does not say by whom',
    'services/casework/open-file.ts',
    '  await logOpening(found, { at: now, officer: principal.id, ...opened(head, what), reason }, deps);\n  const body',
    '  const body',
  ),
  mutant(
    'unscreened-file-for-the-unit',
    'whoever leads the unit opens a file that nobody has screened',
    'shared/domain/access.ts',
    '  if (!head.screened) return standings;\n',
    '',
  ),
  mutant(
    'list-shows-what-complains-of-you',
    'a worklist lists what its reader is complained about in',
    'services/casework/list-cases.ts',
    'listed.push(...(await hideComplaints(principal, page.heads.filter(wanted), tables, tree, deps.database)));',
    'listed.push(...page.heads.filter(wanted));',
  ),
  mutant(
    'sealed-still-listed',
    'what was sealed a moment ago is in the list of its office',
    'services/casework/list-cases.ts',
    '    isOnWorklist(head) &&\n',
    '',
  ),
  mutant(
    'first-on-duty-called-again-and-again',
    'who does not answer a call for help is called once more, and nobody else',
    'shared/domain/notifications.ts',
    'const called = list[callNumber(key, everyMinutes) % Math.max(list.length, 1)];',
    'const called = list[callNumber(key, everyMinutes) * 0];',
  ),
  mutant(
    'end-of-the-minutes-calls-the-first',
    'the call at the end of the five minutes goes to who was called at their beginning',
    'shared/domain/notifications.ts',
    "const minutes = key.startsWith('M+') ? Number(key.slice(2)) : everyMinutes;",
    "const minutes = key.startsWith('M+') ? Number(key.slice(2)) : 0;",
  ),
  mutant(
    'six-tries-in-six-minutes',
    'a gateway that is off for ten minutes has lost the message: the waits do not grow',
    NOTIFICATIONS,
    'const BACKOFF_MINUTES = [1, 5, 15, 60, 240] as const;',
    'const BACKOFF_MINUTES = [1, 1, 1, 1, 1] as const;',
  ),
];
