import { type Mutant, mutant } from './mutant.ts';

const SEND = 'services/notify/send-outgoing.ts';
const KEEP = 'services/casework/keep-bureau.ts';
const HELD = 'services/casework/cases-held.ts';
const SOURCE = 'shared/lambda/bureau-source.ts';

/** Bugs that show only where the bureau's tables change while cases are open. */
export const TABLE_MUTANTS: readonly Mutant[] = [
  mutant(
    'tables-kept-for-ever',
    'a function that has read the tables once goes on with them',
    SOURCE,
    'if (known && clock() - known.readAt < FRESH_MS) return known.tree;',
    'if (known) return known.tree;',
  ),
  mutant(
    'tables-replaced-whatever-was-read',
    'who replaces the tables replaces those that somebody else has just stored',
    KEEP,
    'const replaces = request.ifMatch ?? 0;',
    'const replaces = present?.version ?? 0;',
  ),
  {
    name: 'recipients-kept-from-the-first-try',
    bug: 'whom a reminder goes to is looked up when it is first tried, not when it is sent',
    patches: [
      {
        file: SEND,
        search: '  const tree = await deps.bureau.tree();\n',
        replace:
          "  if (outgoing.kind === 'DIGEST' || !KEPT[outgoing.source.sk]) KEPT[outgoing.source.sk] = await deps.bureau.tree();\n  const tree = KEPT[outgoing.source.sk] as UnitTree;\n",
      },
      {
        file: SEND,
        search: '/** One thing to say to some people, as it is at this moment. */\n',
        replace: 'const KEPT: Record<string, UnitTree> = {};\n',
      },
    ],
  },
  mutant(
    'deputy-of-the-day-of-decision',
    'who stands in is asked for the day on which a reminder was decided',
    SEND,
    'recipientsOf(pushed, head, now, tree)',
    'recipientsOf(pushed, head, item.decidedAt as Instant, tree)',
  ),
  mutant(
    'officer-in-charge-let-go',
    'an officer who still handles cases is taken out of the tables',
    KEEP,
    'if (held.length > 0) throw',
    'if (held.length > 50) throw',
  ),
  mutant(
    'leader-let-go',
    'who leads a case leaves, and nobody leads it',
    HELD,
    'head.leader === officer && isLedOn(head) &&',
    'isLedOn(head) && false &&',
  ),
  mutant(
    'handler-let-go-before-he-began',
    'only a case under investigation keeps its handler in the tables',
    HELD,
    "=> transitionOf('ASSIGN_HANDLER').from.includes(state);",
    "=> transitionOf('ASSIGN_HANDLER').from.includes(state) && state === 'INVESTIGATING';",
  ),
  mutant(
    'roles-by-the-token-alone',
    'a role that was taken from somebody is his as long as his token says so',
    'shared/lambda/principal.ts',
    '.filter((role) => officer.roles.includes(role));',
    ';',
  ),
  mutant(
    'leave-of-nobody-taken',
    'tables are taken in which whoever stands in is no officer any more',
    'shared/domain/unit-tree.ts',
    '    ...leaveProblems(bureau),\n',
    '',
  ),
  mutant(
    'handed-on-by-old-tables',
    'cases are handed on by the tables that the function happens to know',
    'services/commands/hand-on-cases.ts',
    '  deps.bureau.forget();\n',
    '',
  ),
  mutant(
    'named-below-and-unknown-above',
    'an officer whom the unit below finds complained about stays unnamed in the case above',
    'shared/domain/accused-parties.ts',
    'return accusesSomebody(without(accused, known))',
    'return without(accused, known).units.length > 0',
  ),
  mutant(
    'inbox-of-a-merged-unit-lost',
    'whoever took over from a unit does not see what lay in its mailboxes',
    'services/reminders/read-inbox.ts',
    '.filter(({ id }) => id === principal.unit || tree.presentOf(id) === principal.unit)',
    '.filter(({ id }) => id === principal.unit)',
  ),
];
