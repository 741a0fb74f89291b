import { describe, expect, test } from 'vitest';
import { findCase } from '../../shared/casework/find-case.ts';
import { NOT_BY_COMMAND } from '../../shared/casework/papers/compose-for.ts';
import { issueComposed } from '../../shared/casework/papers/issue-composed.ts';
import { runCommand } from '../../shared/casework/run-command.ts';
import { BESIDE } from '../../shared/casework/writes-beside.ts';
import type { Bureau } from '../../shared/domain/bureau.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { DOCUMENT_KIND_CODES } from '../../shared/domain/documents/kinds.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { TRANSITIONS, transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { canonicalJson } from '../../shared/events/record.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { APPROVE, accepted, cast, classified, DRAFT, heard } from '../builders/walk.ts';
import { CHECK, delivers, heardOf } from '../builders/walk-review.ts';
import { demoBureau, World } from '../builders/world.ts';
import { paper, papersIn, wordsOf } from './papers-read.ts';

describe('the table of papers', () => {
  test('every kind is issued by some command, or is one of those that none issues', () => {
    const named = new Set(TRANSITIONS.flatMap(({ documents = [] }) => documents));
    const expected = DOCUMENT_KIND_CODES.filter((kind) => !NOT_BY_COMMAND.some((none) => none === kind));
    expect([...named].sort()).toEqual([...expected].sort());
    expect(transitionOf('EXTEND').documents).toEqual(['DOC-EXT-APPROVAL', 'DOC-EXT']);
  });
});

describe('a paper once issued stays as it was', () => {
  test('its SHA-256 stands in the chained event, and what is decrypted gives that digest', async () => {
    const world = new World();
    const id = await heard(world);
    await delivers(world, id, '2026-03-20T10:00+08:00');
    const papers = await papersIn(world, id);
    expect(papers.map(({ event }) => event.kind)).toEqual([
      'DOC-ACCEPT',
      'DOC-PLAN',
      'DOC-INTERVIEW',
      'DOC-OPINION',
      'DOC-DELIVERY',
    ]);
    for (const { event, digest: found, content } of papers) {
      expect(event.hash).toBe(found);
      expect(content.number).toBe(event.number);
    }
    for (const { record } of await readHistory(world.database, ORDINARY, id)) {
      const { hash, ...unchained } = record;
      expect(hash).toBe(digest(canonicalJson(unchained)));
    }
  });

  test('a correction of the record and other tables of the bureau change nothing in it', async () => {
    const world = new World();
    const id = await heard(world);
    await delivers(world, id, '2026-03-20T10:00+08:00');
    const before = await papersIn(world, id);
    const other = await accepted(world);
    const acceptedBefore = await paper(world, other, 'DOC-ACCEPT');
    await world.command(other, cast(world).officeRegistrar, {
      type: 'CORRECT_RECORD',
      reason: '更正姓名',
      petitioner: { name: '钱小禾' },
      request: '请求书面道歉',
    });
    const moved: Bureau = {
      ...demoBureau,
      units: demoBureau.units.map((unit) => ({
        ...unit,
        name: `新${unit.name}`,
        address: '新址',
        documentCode: '新代字',
      })),
    };
    const tree = treeOf(moved);
    const officer = world.officer('handler-zhu');
    await world.command(other, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    const { version } = await world.head(other);
    await runCommand(
      {
        id: other,
        command: { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '更名后联系' },
        actor: () => ({ kind: 'OFFICER', id: officer.id, unit: officer.unit, standing: '' }),
        version,
        idempotencyKey: undefined,
        now: world.now,
      },
      () => findCase(world.database, other, officer, 'COMMAND_CASE', tree),
      officer,
      tree,
      { ...world.deps, decide, issue: issueComposed, beside: BESIDE, forOfficers: world.deps },
    );
    expect(await papersIn(world, id)).toEqual(before);
    expect(await paper(world, other, 'DOC-ACCEPT')).toEqual(acceptedBefore);
    // What is issued from then on is of the new tables and the corrected record.
    const later = wordsOf(await paper(world, other, 'DOC-INTERVIEW'));
    expect(later).toContain('新云泽市公安局东湖分局');
    expect(later).toContain('陈述人:钱小禾');
  });

  test('[P-25] no paper holds the receipt code', async () => {
    const world = new World();
    const { id, receiptCode } = await world.submit({ organ: 'donghu' });
    await world.command(id, cast(world).officeRegistrar, { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    await world.command(id, cast(world).officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    const text = JSON.stringify(await paper(world, id, 'DOC-ACCEPT'));
    expect(text).not.toContain(receiptCode);
    expect(text.replace(/\D/g, '')).not.toContain(receiptCode);
  });
});

describe('hostile and empty words', () => {
  const HOSTILE = '<script>alert("钱")</script>&\u0007\u202E禾';

  test('a hostile name comes through as text, without what no paper can show', async () => {
    const world = new World();
    const id = await accepted(world, {
      petitioner: { name: HOSTILE, address: '柳桥街12号', phone: '13800000000' },
      request: `${HOSTILE}请求`,
    });
    const content = await paper(world, id, 'DOC-ACCEPT');
    expect(content.recipient).toBe('<script>alert("钱")</script>&禾');
    await world.command(id, cast(world).officer, { type: 'WITHDRAW', words: HOSTILE, free: true });
    expect(wordsOf(await paper(world, id, 'DOC-WITHDRAW'))).toContain('“<script>alert("钱")</script>&禾”');
  });

  test('words of which nothing can be seen never stop a lawful command', async () => {
    const world = new World();
    const id = await classified(world, { facts: '\u0001', reasons: '\u0002' });
    const blank = '\u0001\u0001';
    const { officer, bureauHead } = cast(world);
    await world.command(id, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: [blank, '第二项'],
      method: 'POST',
    });
    const content = await paper(world, id, 'DOC-ACCEPT');
    expect(content.blocks).toContainEqual({ type: 'NUMBERED', items: ['请依法处理并书面答复', '第二项'] });
    await world.command(id, world.officer('head-ma'), {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt: '2026-04-30',
      requirements: blank,
    });
    const contact = { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'VISIT', note: blank };
    await world.command(id, world.officer('handler-zhu'), contact);
    await world.command(id, world.officer('handler-zhu'), {
      type: 'DRAFT_OPINION',
      opinion: {
        facts: blank,
        legalBasis: blank,
        items: [
          { item: 1, outcome: 'REJECT', answer: blank },
          { item: 2, outcome: 'SUPPORT', answer: blank },
        ],
      },
    });
    await world.command(id, world.officer('head-ma'), APPROVE);
    await world.command(id, bureauHead, APPROVE);
    await world.command(id, world.officer('leader-shen'), CHECK);
    await world.command(id, officer, { type: 'DISPATCH', method: 'POST' });
    const opinion = wordsOf(await paper(world, id, 'DOC-OPINION'));
    expect(opinion).toContain('事实：未登记');
    expect(opinion).toContain('“第二项”：予以支持。未登记');
  });

  test('the longest petition and opinion fit: the petitioner’s own words are quoted, the finding is whole', async () => {
    const world = new World();
    const long = (letters: number, first: number) =>
      Array.from({ length: letters }, (_, at) => String.fromCharCode(first + ((at * 7919) % 20_000))).join('');
    const id = await heardOf(world, { facts: long(90_000, 0x4e00) });
    const facts = long(50_000, 0x4e10);
    await delivers(world, id, '2026-03-20T10:00+08:00', { ...DRAFT.opinion, facts });
    const opinion = wordsOf(await paper(world, id, 'DOC-OPINION'));
    expect(opinion).toContain('……（以下略，全文存卷）');
    expect(opinion).toContain(facts);
    expect(opinion.length).toBeLessThan(60_000);
  });

  test('nobody to inform: the case goes on without a notice to him', async () => {
    const world = new World();
    const id: CaseId = await classified(world, { petitioner: {} });
    await world.command(id, cast(world).officer, { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地' });
    const kinds = (await papersIn(world, id)).map(({ event }) => event.kind);
    expect(kinds).toEqual(['DOC-TRANSFER']);
  });
});
