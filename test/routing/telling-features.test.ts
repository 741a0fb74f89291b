import { describe, expect, test } from 'vitest';
import { hashOf } from '../../shared/domain/learning/features.ts';
import { indexOf, rawScores } from '../../shared/domain/learning/linear-model.ts';
import { tellingOf } from '../../shared/domain/learning/telling-features.ts';
import { trainModel } from '../../shared/domain/learning/train-model.ts';

const [EVERYWHERE, OF_FIRST, ONCE_ONLY] = [10, 20, 30] as const;
const FEATURES = Uint32Array.of(EVERYWHERE, OF_FIRST, ONCE_ONLY);
/** Two labels, six samples each: one feature in all, one in all of the first label, one in a single sample. */
const counts = Array.from({ length: 12 }, (_, at) => {
  const features = [EVERYWHERE, ...(at < 6 ? [OF_FIRST] : []), ...(at === 0 ? [ONCE_ONLY] : [])];
  return new Map<number, number>(features.map((feature) => [feature, 1]));
});
const targets = counts.map((_, at) => (at < 6 ? 0 : 1));

describe('what a feature tells of the label', () => {
  test('nothing where it stands everywhere alike; more, the oftener it was seen with one label only', () => {
    const [everywhere, ofFirst, once] = tellingOf(FEATURES, counts, targets, 1);
    expect(everywhere).toBeCloseTo(0, 12);
    expect(once).toBeGreaterThan(0.05);
    expect(ofFirst).toBeGreaterThan(2 * (once as number));
  });

  test('is the divergence of its labels from those of all samples, in nats', () => {
    // Six of one label and a doubt of one: shares 6.5 and 0.5 of 7, against a half each.
    const expected = (6.5 / 7) * Math.log(6.5 / 7 / 0.5) + (0.5 / 7) * Math.log(0.5 / 7 / 0.5);
    expect(tellingOf(FEATURES, counts, targets, 1)[1]).toBeCloseTo(expected, 12);
  });

  test('the greater the doubt, the less; features that nobody has tell nothing', () => {
    const [sure, doubted] = [1, 5].map((doubt) => tellingOf(FEATURES, counts, targets, doubt)[1] as number);
    expect(doubted).toBeLessThan(sure as number);
    expect(tellingOf(Uint32Array.of(99), counts, targets, 1)[0]).toBeCloseTo(0, 12);
  });

  test('of two rare words the one that is told of one unit only counts more than the one told of all', () => {
    const texts = Array.from({ length: 40 }, (_, at) => {
      const label = ['甲', '乙', '丙', '丁'][at % 4] as string;
      return { label, text: `${label}处的事${at < 8 ? '庚' : ''}${label === '甲' && at < 32 ? '辛' : ''}` };
    });
    const model = trainModel(texts);
    const alone = texts.map((one) => ({ ...one, text: one.text.replace('辛', '庚') }));
    const lead = (text: string, of = model): number => {
      const scores = rawScores(of, { text });
      return (
        (scores[of.labels.indexOf('甲')] as number) - Math.max(...scores.filter((_, at) => of.labels[at] !== '甲'))
      );
    };
    const told = (letter: string) => model.tells[indexOf(model.features, hashOf(letter, 0))];
    expect(told('辛')).toBeGreaterThan(told('庚') as number);
    expect(model.tells.length).toBe(model.features.length);
    expect(new Set(model.tells).size).toBeGreaterThan(3);
    expect(lead('辛庚')).toBeGreaterThan(lead('辛庚', trainModel(alone)));
  });

  test('named circumstances all count alike', () => {
    const rows = Array.from({ length: 12 }, (_, at) => ({
      text: '',
      label: at % 3 === 0 ? 'A' : 'B',
      fields: { kind: at % 3 === 0 ? '路灯' : '井盖', area: at % 2 ? '东街' : '西街' },
    }));
    expect(new Set(trainModel(rows).tells).size).toBe(1);
  });
});
