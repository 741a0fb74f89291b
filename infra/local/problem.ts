/** Something the person at the keyboard can put right: shown as one plain sentence, without a stack, exit code 1. */
export class HostProblem extends Error {
  override readonly name = 'HostProblem';
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
