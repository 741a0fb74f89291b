import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../cloud.ts';
import { HostProblem } from '../problem.ts';
import { tellIntake } from './chapter-intake.ts';
import { tellOpinion } from './chapter-opinion.ts';
import { tellReferral } from './chapter-referral.ts';
import { tellReports } from './chapter-reports.ts';
import { tellSealedAndVisit } from './chapter-sealed-and-visit.ts';
import { tellTime } from './chapter-time.ts';
import { Story, StoryBroken } from './story.ts';
import { createPaper } from './story-paper.ts';

/**
 * `npm run demo`: tells how Xinfang works, by doing it. Its own local cloud on a free port, a temporary folder, real
 * calls to the API alone. Exit code 1 when anything turns out otherwise than told.
 */
const BEGINS = '2026-03-05T09:00+08:00';

// Lambda runs in UTC; so do we, whatever the machine's zone.
process.env.TZ = 'UTC';

const paper = createPaper({
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  write: (text) => void process.stdout.write(text),
});
const folder = mkdtempSync(join(tmpdir(), 'xinfang-demo-'));
const began = performance.now();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  process.exitCode = await tell();
} catch (error) {
  const expected = error instanceof StoryBroken || error instanceof HostProblem;
  console.error(expected ? `✗ ${error.message}` : error);
  process.exitCode = 1;
}

async function tell(): Promise<number> {
  paper.say(
    '信访 Xinfang:一件信访从提交到结案',
    'one petition from submission to closing; the calls are real, people and places invented',
  );
  const cloud = await startLocalCloud({ port: 0, dataDir: folder, log: (line) => paper.quote(line) });
  const stop = () => void cloud.stop().then(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const story = new Story(cloud, paper);
    await story.must('POST', '/_local/clock', { body: { set: BEGINS, force: true } });
    paper.say(`本机云已启动(${cloud.summary}),时钟拨到 ${BEGINS.slice(0, 16).replace('T', ' ')}`, cloud.url);
    await tellIntake(story);
    await tellSealedAndVisit(story);
    const followed = await tellReferral(story);
    await tellTime(story, followed);
    await tellOpinion(story, followed);
    await tellReports(story, followed.id);
    const seconds = Math.round((performance.now() - began) / 1000);
    paper.say('');
    story.expect(
      story.failed === 0,
      story.failed === 0 ? `故事讲完,用时 ${seconds} 秒` : `${story.failed} 处与预期不符`,
      story.failed === 0 ? `told in ${seconds} s; try it yourself: npm start` : 'turned out otherwise',
    );
    return story.failed === 0 ? 0 : 1;
  } finally {
    await cloud.stop();
  }
}
