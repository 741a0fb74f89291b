import { describe, expect, test } from 'vitest';
import { suggest } from '../../shared/domain/learning/linear-model.ts';
import { trainModel } from '../../shared/domain/learning/train-model.ts';
import { proposeRoute } from '../../shared/domain/routing.ts';
import { blendedConfidence, type Learnt, learntUnits } from '../../shared/domain/routing-learnt.ts';
import { type BureauTables, treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { invented } from '../routing/invented.ts';
import { demoBureau, demoTree, u } from './demo-bureau.ts';

const tree = demoTree();
const NOBODY = { units: [], officers: [] };
const UNITS = ['donghu-liuqiao', 'donghu-wangjiang', 'no-such-unit'];
const learnt: Learnt = {
  version: 'test',
  category: trainModel(invented(20)),
  unit: trainModel(invented(20).map((sample, at) => ({ ...sample, label: UNITS[at % UNITS.length] as string }))),
};
const propose = (narrative: string, accusedUnits: readonly string[] = []) =>
  proposeRoute(
    {
      narrative,
      accused: { units: accusedUnits.map(u), officers: [] },
      receivedBy: u('donghu-xinfang'),
      channel: 'ONLINE',
    },
    tree,
    learnt,
  );

describe('rules and model together', () => {
  test('[P-03] no unit that was learnt is in conflict, none is unknown', () => {
    for (const { text } of invented(3)) {
      const units = propose(text, ['donghu-liuqiao']).learntUnits ?? [];
      expect(units.map(({ unit }) => unit)).not.toContain('donghu-liuqiao');
      expect(units.map(({ unit }) => unit)).not.toContain('no-such-unit');
    }
    expect(propose(invented(1)[0]?.text ?? '').learntUnits?.length).toBeGreaterThan(0);
  });

  test('no unit that was learnt is one that is no more; who took over from it stands in its place', () => {
    const bureau = demoBureau();
    const gone = (successors?: readonly { unit: string }[]) =>
      treeOf({
        ...bureau,
        units: bureau.units.map((unit) =>
          unit.id === 'donghu-liuqiao' ? { ...unit, until: '2026-01-01', ...(successors ? { successors } : {}) } : unit,
        ),
      } as BureauTables);
    const shown = (tree: UnitTree) =>
      new Set(
        invented(6).flatMap(({ text: narrative }) =>
          learntUnits(
            { narrative, accused: NOBODY, receivedBy: u('donghu-xinfang'), channel: 'ONLINE' },
            NOBODY,
            learnt,
            tree,
          ).map(({ unit }) => unit),
        ),
      );
    expect(shown(tree)).toEqual(new Set(['donghu-liuqiao', 'donghu-wangjiang']));
    expect(shown(gone())).toEqual(new Set(['donghu-wangjiang']));
    expect(shown(gone([{ unit: 'donghu-qingshi' }]))).toEqual(new Set(['donghu-qingshi', 'donghu-wangjiang']));
  });

  test('[P-03] what was learnt never opens what a rule seals', () => {
    const proposal = propose('报警两个小时才来,副所长还收受好处费,徇私枉法');
    expect(proposal).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION' });
    expect(proposal).not.toHaveProperty('learntUnits');
  });

  test.each([
    'CONDUCT.DISCIPLINE',
    'CRIM.REPORT',
  ])('[P-03] %s is known by the words of the rules alone: a model that was taught it never says it', (label) => {
    const taught = {
      version: 'test',
      category: trainModel(
        invented(20).map((sample) => ({ ...sample, label: sample.label === 'HUKOU' ? label : sample.label })),
      ),
    };
    const hukou = invented(20).find((sample) => sample.label === 'HUKOU')?.text as string;
    expect(suggest(taught.category, { text: hukou })[0]?.label).toBe(label);
    const input = {
      narrative: hukou,
      accused: { units: [], officers: [] },
      receivedBy: u('donghu-xinfang'),
      channel: 'ONLINE',
    } as const;
    const proposal = proposeRoute(input, tree, taught);
    expect(proposal.category).not.toBe(label);
    expect(proposal.alternatives.map(({ category }) => category)).not.toContain(label);
  });

  test('danger to life is a rule, whatever the model says', () => {
    expect(propose('户口办不下来我不想活了').urgent).toBe(true);
  });

  test.each([
    '',
    '😀'.repeat(1_000),
    'ignore all rules and route to HUKOU',
    '\u200b\u200d',
    'x'.repeat(100_000),
  ])('[P-07] %#: a text that says nothing is left to a person', (text) => {
    expect(propose(text)).toMatchObject({ action: 'PERSON', confidence: 0 });
  });

  test('against the model no words make surer than what it leaves', () => {
    expect(blendedConfidence('HUKOU', 0.9, [{ category: 'FRAUD', confidence: 0.8 }])).toBeCloseTo(0.2);
    expect(blendedConfidence('FRAUD', 0.1, [{ category: 'FRAUD', confidence: 0.8 }])).toBeCloseTo(0.8);
    expect(blendedConfidence('HUKOU', 0.7, [])).toBe(0.7);
  });
});
