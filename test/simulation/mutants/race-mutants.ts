import { type Mutant, mutant } from './mutant.ts';

const REGISTER = 'services/intake/register-petition.ts';
const OWN = 'services/commands/own-command.ts';
const COMMAND = 'shared/casework/run-command.ts';
const ALARMS = 'shared/domain/alarms.ts';
const LEDGER = 'shared/store/notifications.ts';
const CASES = 'shared/store/cases.ts';

/** Bugs that two things at once bring about, and small slips of the law that take a whole case to show. */
export const RACE_MUTANTS: readonly Mutant[] = [
  {
    name: 'receipt-written-after-the-commit',
    bug: 'the key of a petition is remembered when it is stored already',
    patches: [
      {
        file: REGISTER,
        search: '    receiptWrite(codeHash, { caseId: id, sealed: submission.sealed, requestHash }),\n',
        replace: '',
      },
      {
        file: REGISTER,
        search: '    await commit(deps.database, prepared, further);\n',
        replace:
          '    await commit(deps.database, prepared, further);\n    await deps.database.write(receiptWrite(codeHash, { caseId: id, sealed: submission.sealed, requestHash }));\n',
      },
    ],
  },
  mutant(
    'another-code-for-a-repetition',
    'a second try gets a receipt code that leads nowhere',
    REGISTER,
    'return repeated(id, receiptCode, codeHash,',
    'return repeated(id, secrets.receiptCode(slipId as unknown as CaseId), codeHash,',
  ),
  mutant(
    'own-command-twice',
    'what the petitioner does runs twice when the network sends it twice at once',
    OWN,
    '    const before = await appliedBefore(call, opened, deps);\n',
    '    const before = opened.chain.length > 99 ? await appliedBefore(call, opened, deps) : undefined;\n',
  ),
  mutant(
    'number-taken-twice',
    'the number of a paper is taken whoever has it',
    'shared/store/document-numbers.ts',
    "    item: { pk: seriesKey(series), sk: seqKey(line.seq), ...asItem(line) },\n    condition: { kind: 'ABSENT' },",
    '    item: { pk: seriesKey(series), sk: seqKey(line.seq), ...asItem(line) },',
  ),
  mutant(
    'number-conflict-given-up',
    'who meets another paper of the series is told that it failed',
    COMMAND,
    'if (error instanceof BesideMoved && attempt < 200)',
    'if (error instanceof BesideMoved && attempt < 1)',
  ),
  mutant(
    'all-pages-but-the-last',
    'whoever reads all pages leaves the last one out',
    'shared/store/database.ts',
    '    items.push(...page.items);\n    after = page.next;',
    '    after = page.next;\n    if (items.length === 0 || after !== undefined) items.push(...page.items);',
  ),
  mutant(
    'role-of-a-shared-mailbox-lost',
    'of two roles in one mailbox the second was never told',
    ALARMS,
    'roles: entries.map(({ role }) => role),',
    'roles: entries.slice(0, 1).map(({ role }) => role),',
  ),
  mutant(
    'reminder-to-whom-it-complains-of',
    'a reminder lies in the mailbox of an officer complained about',
    ALARMS,
    'return officer && unit && mayBeTold({ id: officer, unit }, head, tree)',
    'return officer && unit && tree.unit(unit)',
  ),
  mutant(
    'major-case-reminded-like-any-other',
    'a case that becomes a major one keeps its old alarm',
    'shared/store/cases.ts',
    'before.clocks === clocks && before.major === major &&',
    'before.clocks === clocks &&',
  ),
  mutant(
    'window-from-the-day-of-issue',
    'the thirty days count from the day the opinion was signed',
    'shared/domain/decide/deliver.ts',
    'const window = start(newClock(apply, receivedAt, calendar, key ? { key } : {}));',
    'const window = start(newClock(apply, head.opinion?.issuedAt ?? receivedAt, calendar, key ? { key } : {}));',
  ),
  mutant(
    'window-runs-on-after-closing',
    'a closed case goes on reminding',
    'shared/domain/decide/close.ts',
    "      ...stop(head, APPLY_CLOCKS, context.now, '申请期限届满', 'EXPIRED'),\n",
    '',
  ),
  {
    name: 'extension-of-an-extension',
    bug: 'a limit that was extended is extended again (G3)',
    patches: [
      {
        file: 'shared/domain/decide/extend.ts',
        search: "if (runningClock(head, 'EXT_30D') || head.stopped.some(({ code }) => code === 'EXT_30D'))",
        replace: "if (head.stopped.some(({ code }) => code === 'EXT_30D'))",
      },
      {
        file: 'shared/domain/decide/extend.ts',
        search: "const handle = runningClock(head, 'HANDLE_60D');",
        replace: "const handle = runningClock(head, 'HANDLE_60D') ?? runningClock(head, 'EXT_30D');",
      },
    ],
  },
  mutant(
    'texts-lost-in-sealing',
    'what is sealed loses what was told besides',
    'shared/casework/seal-petition.ts',
    'body: { identity, texts, extra },',
    'body: { identity, texts: { request: texts.request ?? "" }, extra },',
  ),
  mutant(
    'sealing-forgets-the-index-of-matters',
    'a sealed petition is still found as a repeat of others',
    'shared/casework/seal-petition.ts',
    '      ...unindexWrites(petitionId, { keys: proposal?.matterKeys ?? [], at: registeredAt }),\n',
    '',
  ),
  mutant(
    'one-bad-case-stops-the-sweep',
    'what comes after a case that failed waits for it',
    'services/reminders/fire-alarms.ts',
    "else if (outcome === 'FAILED') count.failed += 1;",
    "else if (outcome === 'FAILED') throw new Error('a case failed');",
  ),
  mutant(
    'audit-repairs-what-is-sound',
    'the audit arms every alarm anew, for a step that was decided',
    'services/reminders/audit.ts',
    'const missing = expected.find((threshold) => !fired.has(threshold.fired));',
    'const missing = expected.find((threshold) => threshold.at <= now) ?? expected.find((threshold) => !fired.has(threshold.fired));',
  ),
  mutant(
    'retry-of-a-seal-finds-nothing',
    'who sealed a case and heard no answer is told that there is no such case',
    'shared/casework/repeated-command.ts',
    'const [applied] = await readHistory(deps.database, ORDINARY, call.id, call.version + 1);',
    'const [applied] = await readHistory(deps.database, ORDINARY, call.id, call.version);',
  ),
  mutant(
    'put-off-in-two-steps',
    'what is to be tried later is taken out of the outbox, then put back',
    LEDGER,
    'return database.transact([gone, outboxWrite({ ...outgoing, ...later })]);',
    'await database.write(gone);\n  return database.write(outboxWrite({ ...outgoing, ...later }));',
  ),
  mutant(
    'retry-behind-another-command',
    'a retry is told that somebody was first when another command came in between',
    'shared/casework/repeated-command.ts',
    'const applied = since[0]?.record;',
    'const applied = since.at(-1)?.record;',
  ),
  mutant(
    'history-read-from-a-replica',
    'whether a command was applied is asked of a copy that lags behind',
    'shared/store/cases.ts',
    "    to: 'V#99999999',\n    consistent: true,\n",
    "    to: 'V#99999999',\n",
  ),
  mutant(
    'named-while-a-sweep-looks',
    'who is named as complained about while a sweep looks at the case is reminded of it',
    CASES,
    'before.major === major && canonicalJson(before.accused) === canonicalJson(accused);',
    'before.major === major;',
  ),
];
