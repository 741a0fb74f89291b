import type { HostedFunction } from './functions.ts';
import type { QueueEngine } from './queues.ts';
import { readScheduleExpression } from './schedule-expression.ts';
import type { ScheduleDefinition } from './scheduler.ts';
import type { Resource } from './template.ts';

interface ScheduleProperties {
  readonly Name?: string;
  readonly State?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly Target: {
    readonly Arn: string;
    readonly Input?: string;
    readonly DeadLetterConfig?: { readonly Arn?: string };
  };
}

/** The enabled schedules of the template. */
export function readSchedules(
  resources: readonly Resource[],
  functionOf: (reference: string) => HostedFunction,
  queues: QueueEngine,
): ScheduleDefinition[] {
  const schedules = resources.filter(({ type }) => type === 'AWS::Scheduler::Schedule');
  return schedules.flatMap((resource) => {
    const properties = resource.properties as unknown as ScheduleProperties;
    if (properties.State === 'DISABLED') return [];
    const { ScheduleExpression, ScheduleExpressionTimezone = 'UTC', Target } = properties;
    const called = functionOf(Target.Arn);
    return {
      name: properties.Name ?? resource.id,
      functionName: called.name,
      expression: ScheduleExpression,
      next: readScheduleExpression(ScheduleExpression, ScheduleExpressionTimezone),
      input: Target.Input ?? '{}',
      invoke: (event) => called.invoke(event),
      onFailure: (input) => {
        const parked = Target.DeadLetterConfig?.Arn;
        if (parked) queues.byArn(parked).send(input);
      },
    };
  });
}
