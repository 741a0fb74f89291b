import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../infra/synthesise.ts';

/** A template as plain data: `Resources` by logical id. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** The template without bundles, for assertions; leaves nothing behind. */
export async function synthesiseTemplate(partition: 'aws' | 'aws-cn'): Promise<Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'xinfang-synth-'));
  try {
    return (await synthesise({ partition, bundle: false, outdir })).template as unknown as Template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Resources of one type, by logical id. */
export function resourcesOf(template: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Logical id that a `Ref` or `Fn::GetAtt` points at. */
export function targetOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    return (value['Fn::Join'][1] as unknown[]).map(targetOf).find((id) => id !== undefined);
  }
  return undefined;
}

export interface Statement {
  /** Logical id of the policy or the resource that carries it. */
  readonly owner: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly principal?: unknown;
  /** Logical ids of the roles it is attached to. */
  readonly roles: readonly string[];
}

const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Every statement of every policy: of roles, keys, queues and topics. */
export function statementsOf(template: Template): Statement[] {
  return Object.entries(template.Resources).flatMap(([owner, { Properties: properties }]) => {
    const inline = asList(properties?.Policies) as { PolicyDocument: unknown }[];
    const documents = [
      properties?.PolicyDocument,
      properties?.KeyPolicy,
      properties?.AssumeRolePolicyDocument,
      ...inline.map((policy) => policy.PolicyDocument),
    ];
    return (documents.filter(Boolean) as { Statement: unknown }[])
      .flatMap((document) => asList(document.Statement) as Record<string, unknown>[])
      .map((statement) => ({
        owner,
        effect: String(statement.Effect),
        actions: asList(statement.Action).map(String),
        resources: asList(statement.Resource),
        roles: asList(properties?.Roles).map((role) => targetOf(role) ?? ''),
        ...(statement.Principal === undefined ? {} : { principal: statement.Principal }),
      }));
  });
}

/** What a function's role allows, statement by statement. */
export function allowedTo(template: Template, functionId: string): Statement[] {
  const role = targetOf(template.Resources[functionId]?.Properties.Role);
  return statementsOf(template).filter(
    (statement) => statement.effect === 'Allow' && statement.roles.includes(role ?? '?'),
  );
}
