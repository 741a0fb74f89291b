import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or so, the longest first; the others follow. */
const LONGEST = [
  'test/simulation/simulation.test.ts',
  'test/lifecycle/walks.test.ts',
  'test/local/host-process.test.ts',
  'test/notify/hosted.test.ts',
  'test/journeys/every-paper.test.ts',
  'test/journeys/worked-paths.test.ts',
  'test/journeys/reminder-vectors.test.ts',
  'test/journeys/killed-under-load.test.ts',
  'test/journeys/one-petition.test.ts',
  'test/journeys/guards.test.ts',
];

/** A long file that begins last keeps one processor busy and the others idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
