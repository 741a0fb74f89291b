import type { Command } from '../domain/commands.ts';
import type { DecideAny } from '../domain/decide/allowed.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Head } from '../domain/petition.ts';
import type { Actor } from '../domain/petition-events.ts';
import type { BureauSource } from '../lambda/bureau-source.ts';
import type { Secrets } from '../lambda/secrets.ts';
import type { CaseTables, LoadedCase } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import type { KeyRing } from '../store/field-cipher.ts';
import type { IssueCall, IssuedPapers } from './issue-papers.ts';
import type { BESIDE } from './writes-beside.ts';

/** What running a command needs; a rule neither seals nor corrects, and has neither key nor secrets for it. */
export interface CommandDeps {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly bureau: Pick<BureauSource, 'law'>;
  /** The decisions that the caller can come to: all of them, or the few of a rule. */
  readonly decide: DecideAny;
  /** Numbers, composes and freezes the papers that commands issue; a rule issues none. */
  readonly issue?: (call: IssueCall, database: Database) => Promise<IssuedPapers>;
  /** The lists and other cases beside its own; a rule, which registers and classifies, neither reads nor writes any. */
  readonly beside: typeof BESIDE | undefined;
  readonly forOfficers?: {
    readonly sealedKeys: KeyRing;
    readonly secrets: Secrets;
  };
}

/** A command as it arrives: by whom, on which version, with which key. */
export interface CommandCall {
  readonly id: CaseId;
  readonly command: Command;
  /** Who acts, given in what capacity he stands to the case. */
  readonly actor: (standings: ReadonlySet<Standing>) => Actor;
  readonly version: number;
  readonly idempotencyKey: string | undefined;
  readonly now: Instant;
}

/** Loads the case anew for each attempt and says in what capacity the actor stands to it. */
export type FindForCommand = () => Promise<{
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  /** The cases above it, nearest first. */
  readonly above: readonly LoadedCase[];
  readonly standings: ReadonlySet<Standing>;
}>;

export interface CommandResult {
  readonly head: Head;
  /** The second case that the command touched or opened. */
  readonly other?: Head;
  /** True when this call repeats one that was applied before. */
  readonly repeated: boolean;
}

/** Another paper of the series got the number first, or a list or the proposal changed meanwhile: decided again, it fits. */
export class BesideMoved extends Error {
  constructor() {
    super('what stands beside the case changed meanwhile');
    this.name = 'BesideMoved';
  }
}
