import { expect, test } from 'vitest';
import { followedBy, rankRepeats, shownOnce } from '../../shared/domain/learning/repeats.ts';
import type { Clock, Head } from '../../shared/domain/petition.ts';
import { accepted, classified } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

const world = new World();
const pending = await world.head(await accepted(world));
const own = await world.head(await classified(world));
const concluded = { concludedAt: world.now, state: 'REVIEW_WINDOW' } as const;
const window = { ...(pending.clocks[0] as Clock), code: 'REVIEW_APPLY_30D', due: '2026-04-20' } as Clock;
const above: Head = { ...own, organ: 'yunze' as Head['organ'] };
const reviewed = (stage: Head['stage'], fields: Partial<Head>): Head => ({
  ...pending,
  id: 'the-case-of-review' as Head['id'],
  stage,
  organ: 'yunze' as Head['organ'],
  ...fields,
});

const pathOf = (mine: Head, head: Head, latest?: Head) =>
  rankRepeats(
    mine,
    { accused: mine.accused },
    [{ head, followed: latest ? [latest] : [], likeness: 0.9, person: 'nameAddress' }],
    world.tree,
  )[0];

test('a review is followed while it runs and after it upheld, not once it sent the case back to be decided anew', () => {
  const reviewCase = 'the-case-of-review' as Head['id'];
  const inReview = { caseId: reviewCase, since: world.now };
  expect(followedBy({ ...pending, ...concluded, reviewCase })).toBe(reviewCase);
  expect(followedBy({ ...pending, state: 'IN_REVIEW', reviewCase, inReview })).toBe(reviewCase);
  expect(followedBy({ ...pending, state: 'INVESTIGATING', reviewCase })).toBeUndefined();
});

test.each<[string, Head, Head, Head | undefined, string, string, RegExp]>([
  ['pending here: attached and told, never refused', own, pending, undefined, 'ATTACH_AND_TELL', '19(3)', /不得拒绝/],
  [
    'pending below: the superior alone may decline',
    above,
    pending,
    undefined,
    'DECLINE_AS_SUPERIOR',
    '19(3)',
    /上级机关可以不予受理/,
  ],
  [
    'answered: the way to review with its last day',
    own,
    { ...pending, ...concluded, clocks: [window] },
    undefined,
    'REVIEW_OPEN',
    '35',
    /复查.*2026-04-20/,
  ],
  [
    'under review above: pending, attached and told',
    own,
    pending,
    reviewed('REVIEW', { state: 'UNDER_REVIEW' }),
    'ATTACH_AND_TELL',
    '19(3)',
    /进展/,
  ],
  ['reviewed: the way to re-review', own, pending, reviewed('REVIEW', concluded), 'REVIEW_OPEN', '36', /复核/],
  [
    're-reviewed, the opinion on its way: pending still, no way to review',
    own,
    pending,
    reviewed('REREVIEW', { ...concluded, state: 'OPINION_ISSUED' }),
    'ATTACH_AND_TELL',
    '19(3)',
    /不得拒绝/,
  ],
  ...(['FINAL', 'CLOSED', 'ARCHIVED'] as const).map((state): [string, Head, Head, Head, string, string, RegExp] => [
    `re-reviewed and delivered (${state}): only with new facts`,
    own,
    pending,
    reviewed('REREVIEW', { ...concluded, state }),
    'NEW_FACTS_ONLY',
    '36(3)',
    /新事实/,
  ]),
  [
    're-review withdrawn: nothing was decided, compared like any that is closed',
    own,
    pending,
    reviewed('REREVIEW', { ...concluded, state: 'CLOSED', closeReason: 'WITHDRAWN' }),
    'NEW_CASE',
    '31',
    /比对/,
  ],
  [
    'closed otherwise: compared, then linked or handled anew',
    own,
    { ...pending, ...concluded, state: 'CLOSED' },
    undefined,
    'NEW_CASE',
    '31',
    /比对/,
  ],
])('[A-28] a repeat of a matter %s', (_what, mine, head, latest, path, article, zh) => {
  expect(pathOf(mine, head, latest)).toMatchObject({ id: pending.id, path, article, zh: expect.stringMatching(zh) });
});

test('copies of one letter that came to different ends each have a line with their lawful way', () => {
  const other = (id: string, fields: Partial<Head>): Head => ({ ...pending, id: id as Head['id'], ...fields });
  const answered = other('answered', { ...concluded, clocks: [window] });
  const [first, second] = [other('first', {}), other('second', {})];
  const found = rankRepeats(
    own,
    { accused: own.accused },
    [answered, first, second].map((head) => ({ head, likeness: 0.9, copyOf: answered.id, person: undefined })),
    world.tree,
  );
  expect(shownOnce(found).map(({ path, copies }) => [path, copies.length])).toEqual([
    ['ATTACH_AND_TELL', 1],
    ['REVIEW_OPEN', 0],
  ]);
});

test('a group is a sign on either side: of the petition that comes, and of the one that is there', () => {
  const signsOf = (mine: Head, head: Head) => pathOf(mine, head)?.signs ?? [];
  expect(signsOf(own, pending)).not.toContain('GROUP');
  expect(signsOf({ ...own, isGroup: true }, pending)).toContain('GROUP');
  expect(signsOf(own, { ...pending, isGroup: true })).toContain('GROUP');
});

test('[P-27] a repeat in alike words goes before all letters of the same person that share no more than a category', () => {
  const mine = { ...own, category: 'IDCARD' };
  const of = (id: string, fields: Partial<Head>): Head => ({ ...pending, id: id as Head['id'], ...fields });
  const his = Array.from({ length: 12 }, (_, at) => ({
    head: of(`his-${at}`, { category: 'IDCARD' }),
    likeness: 0.03,
    person: 'phone' as const,
  }));
  const repeat = { head: of('repeat', { category: 'HUKOU' }), likeness: 0.13, person: undefined };
  const found = (candidates: Parameters<typeof rankRepeats>[2]) =>
    rankRepeats(mine, { accused: { units: [], officers: [] } }, candidates, world.tree).map(({ id }) => id);
  expect(found([...his, repeat])[0]).toBe('repeat');
  expect(found([...his, repeat])).toHaveLength(10);
  // In other categories they are other matters; one that was never read may be the same.
  const unrelated = his.map((one) => ({ ...one, head: { ...one.head, category: 'HUKOU' } }));
  expect(found([...unrelated, repeat])).toEqual(['repeat']);
  expect(found([{ ...(unrelated[0] as (typeof unrelated)[0]), unread: true }])).toEqual(['his-0']);
  expect(found([{ ...(unrelated[0] as (typeof unrelated)[0]), likeness: 0.05 }])).toEqual(['his-0']);
});
