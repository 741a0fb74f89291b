import { HttpProblem } from '../lambda/problem.ts';

const TRIES = 5;

/**
 * For whoever names no version, since what he wants does not depend on it: nobody else's version can come between for
 * long, and it is tried on what the case has become.
 * @param attempt reads the version anew each time
 */
export async function onPresentVersion<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1)
    try {
      return await attempt();
    } catch (error) {
      const behind = error instanceof HttpProblem && error.body.status === 412;
      if (!behind || tried >= TRIES) throw error;
    }
}
