import { type Mutant, mutant } from './mutant.ts';

const CONSENT = 'shared/store/message-consent.ts';

/** Bugs of what a petitioner is told, shown and trusted with, and of how his case is counted. */
export const PETITIONER_MUTANTS: readonly Mutant[] = [
  mutant(
    'late-notice-lost-in-a-merger',
    'where steps were missed the petitioner hears of the last one or of nothing',
    'shared/domain/petitioner-messages.ts',
    'const last = thresholds.findLast(({ merged }) => merged.some((key) => keys.includes(key)));',
    'const last = thresholds.at(-1);',
  ),
  mutant(
    'petitioner-hears-of-no-clock',
    'officers are reminded, the petitioner is told of no window that closes and no limit that was missed',
    'services/reminders/fire-alarms.ts',
    'const further = { notices, beside };',
    'const further = { beside };',
  ),
  mutant(
    'status-of-the-case-above',
    'a petitioner is shown how it stands where it was assigned from, not where it is handled',
    'services/intake/petition-status.ts',
    'const last = [...chain].reverse().find(isOpen) ?? (chain.at(-1) as Head);',
    'const last = chain.find(isOpen) ?? (chain.at(-1) as Head);',
  ),
  {
    name: 'address-stored-as-it-is',
    bug: 'the mail address of a petitioner lies unencrypted beside his case',
    patches: [
      {
        file: CONSENT,
        search: 'encryptField(dataKey, petition, FIELD, choice.mail)',
        replace: "Buffer.from(choice.mail, 'utf8')",
      },
      {
        file: CONSENT,
        search: 'consent.mail && decryptField(dataKey, petition, FIELD, consent.mail);',
        replace: "consent.mail && Buffer.from(consent.mail).toString('utf8');",
      },
    ],
  },
  mutant(
    'accuser-is-written-to',
    'an accusation keeps an address for messages in the ordinary store',
    'services/intake/register-petition.ts',
    'const why = submission.sealed\n    ? UNDER_SEAL\n    : messages.channel',
    "const why = submission.sealed && submission.purpose !== 'ACCUSATION'\n    ? UNDER_SEAL\n    : messages.channel",
  ),
  mutant(
    'limit-before-the-extension-forgotten',
    'the rate without extensions is counted by the limit that was extended',
    'shared/domain/facts.ts',
    'endBefore: original.dueInstant',
    'endBefore: handle.dueInstant',
  ),
  mutant(
    'concluded-in-the-month-of-registration',
    'what was concluded is found under the month in which it was registered',
    'shared/store/fact-rows.ts',
    "...entry('concluded', row.concludedDate),",
    "...entry('concluded', row.concludedDate && row.registeredDate),",
  ),
];
