import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, QUEUES } from '../../infra/stack/functions.ts';
import { SCHEDULES } from '../../infra/stack/schedules.ts';
import { type Resource, resourcesOf, synthesiseTemplate, type Template, targetOf } from './template.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesiseTemplate('aws');
});

/** Sections by heading; the heading is the anchor. */
function readRunbook(): Map<string, string> {
  const text = readFileSync(new URL('../../infra/runbook.md', import.meta.url), 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), section]));
}

const alarms = (): Resource[] => resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

/** `<human impact> infra/runbook.md#<anchor>` */
function parseDescription(alarm: Resource): { impact: string; anchor: string } {
  const match = /^(?<impact>\S.+[.]) infra\/runbook\.md#(?<anchor>[a-z-]+)$/.exec(
    String(alarm.Properties.AlarmDescription),
  );
  return { impact: match?.groups?.impact ?? '', anchor: match?.groups?.anchor ?? '' };
}

describe('every alarm is in the runbook', () => {
  test('its description opens with the human impact and links to a section that says the same', () => {
    const runbook = readRunbook();
    for (const alarm of alarms()) {
      const { impact, anchor } = parseDescription(alarm);
      const section = runbook.get(anchor);
      expect(section, String(alarm.Properties.AlarmDescription)).toBeDefined();
      expect(section).toContain(`**Human impact.** ${impact}\n`);
    }
  });

  test('no two alarms share a section, and no section is without its alarm', () => {
    const anchors = alarms().map((alarm) => parseDescription(alarm).anchor);
    expect([...anchors].sort()).toEqual([...readRunbook().keys()].sort());
  });

  test('every section has its four parts, and its links lead somewhere', () => {
    const runbook = readRunbook();
    for (const [anchor, section] of runbook) {
      const parts = [...section.matchAll(/^\*\*(.+?)\.\*\* ./gm)].map((match) => match[1]);
      expect(parts, anchor).toEqual(['Description', 'Human impact', 'Investigation', 'Resolution']);
      for (const [, link] of section.matchAll(/\]\(#(.+?)\)/g)) expect(runbook.has(link!), link).toBe(true);
    }
  });

  test('every alarm reaches the operators', () => {
    const topics = resourcesOf(template, 'AWS::SNS::Topic').map(([id]) => id);
    expect(topics).toHaveLength(1);
    for (const alarm of alarms()) expect((alarm.Properties.AlarmActions as unknown[]).map(targetOf)).toEqual(topics);
  });

  test('the topic is encrypted, and CloudWatch may use it and its key', () => {
    const topic = resourcesOf(template, 'AWS::SNS::Topic')[0]?.[1];
    const key = template.Resources[targetOf(topic?.Properties.KmsMasterKeyId) ?? ''];
    expect(JSON.stringify(key?.Properties.KeyPolicy)).toContain('cloudwatch.amazonaws.com');
    expect(JSON.stringify(resourcesOf(template, 'AWS::SNS::TopicPolicy'))).toContain('cloudwatch.amazonaws.com');
  });
});

/** Alarms on a metric of one resource. */
function alarmsOn(metric: string, resourceId: string): Resource[] {
  return alarms().filter(
    ({ Properties: properties }) =>
      properties.MetricName === metric &&
      (properties.Dimensions as { Value: unknown }[]).some(({ Value: value }) => targetOf(value) === resourceId),
  );
}

describe('what is watched', () => {
  test.each(FUNCTION_NAMES)('%s: errors', (name) => {
    expect(alarmsOn('Errors', name)).toHaveLength(1);
  });

  test('every queue: the age of its oldest message, or that something is parked in it', () => {
    const working = new Set(Object.values(QUEUES).map(({ id }) => id));
    for (const [id] of resourcesOf(template, 'AWS::SQS::Queue')) {
      const metric = working.has(id) ? 'ApproximateAgeOfOldestMessage' : 'ApproximateNumberOfMessagesVisible';
      expect(alarmsOn(metric, id), id).toHaveLength(1);
    }
  });

  test.each(['Relay', 'SealedRelay', 'PetitionerRelay'])('%s: how far it is behind', (name) => {
    expect(alarmsOn('IteratorAge', name)).toHaveLength(1);
  });

  test.each(SCHEDULES)('$name: silence rings', ({ function: name, missedAfterMinutes }) => {
    const [alarm] = alarmsOn('Invocations', name);
    expect(alarm?.Properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
    const { Period: period, EvaluationPeriods: periods } = alarm?.Properties ?? {};
    expect((Number(period) * Number(periods)) / 60).toBe(missedAfterMinutes);
  });

  test('the API: server errors', () => {
    expect(alarms().filter(({ Properties: properties }) => properties.MetricName === '5xx')).toHaveLength(1);
  });
});
