import { HostProblem } from './problem.ts';

/** A CloudFormation template as CDK synthesises it; what is not known here is not looked at. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A resource with all its functions (`Ref`, `Fn::Sub`, …) worked out. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface ResolverOptions {
  /** Values that win over the defaults of `Parameters`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `AWS::Region` and the like. */
  readonly pseudo: Readonly<Record<string, string>>;
  /** What `Ref` (attribute undefined) or `Fn::GetAtt` of a resource gives. */
  readonly reference: (id: string, type: string, attribute: string | undefined) => string;
}

/** Stands for `AWS::NoValue`: the property that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * The resources of a template whose condition holds, in template order.
 * @throws HostProblem on a function or a name that it does not know.
 */
export function resolveResources(template: Template, options: ResolverOptions): Resource[] {
  const resolve = resolverOf(template, options);
  return Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || resolve.condition(Condition))
    .map(([id, resource]) => ({
      id,
      type: resource.Type,
      metadata: resource.Metadata ?? {},
      get properties() {
        return resolve.value(resource.Properties ?? {}, id) as Record<string, unknown>;
      },
    }));
}

function resolverOf(template: Template, options: ResolverOptions) {
  const conditions = new Map<string, boolean>();

  function condition(name: string): boolean {
    const known = conditions.get(name);
    if (known !== undefined) return known;
    const definition = template.Conditions?.[name];
    if (definition === undefined) throw new HostProblem(`The template has no condition ${name}.`);
    const holds = truth(definition, name);
    conditions.set(name, holds);
    return holds;
  }

  function truth(expression: unknown, at: string): boolean {
    const [name, argument] = functionOf(expression) ?? [];
    const list = () => (argument as unknown[]).map((entry) => truth(entry, at));
    switch (name) {
      case 'Fn::Equals': {
        const [left, right] = (argument as unknown[]).map((entry) => JSON.stringify(value(entry, at)));
        return left === right;
      }
      case 'Fn::Not':
        return !list()[0];
      case 'Fn::And':
        return list().every(Boolean);
      case 'Fn::Or':
        return list().some(Boolean);
      case 'Condition':
        return condition(argument as string);
      default:
        throw new HostProblem(`The local host cannot work out the condition ${at}.`);
    }
  }

  function ref(id: string, at: string): unknown {
    if (id === 'AWS::NoValue') return NO_VALUE;
    const pseudo = options.pseudo[id];
    if (pseudo !== undefined) return pseudo;
    const parameter = template.Parameters?.[id];
    if (parameter) {
      const given = options.parameters[id] ?? parameter.Default;
      if (given === undefined) throw new HostProblem(`The template's parameter ${id} has no value.`);
      if (parameter.Type !== 'CommaDelimitedList') return given;
      return String(given)
        .split(',')
        .map((entry) => entry.trim());
    }
    return attribute(id, undefined, at);
  }

  function attribute(id: string, name: string | undefined, at: string): string {
    const type = template.Resources[id]?.Type;
    if (type === undefined) throw new HostProblem(`${at} refers to ${id}, which the template does not have.`);
    return options.reference(id, type, name);
  }

  function substitute(argument: unknown, at: string): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(value(variables[name], at));
      const dot = name.indexOf('.');
      if (dot < 0) return String(ref(name, at));
      return attribute(name.slice(0, dot), name.slice(dot + 1), at);
    });
  }

  function call(name: string, argument: unknown, at: string): unknown {
    const list = () => value(argument, at) as unknown[];
    switch (name) {
      case 'Ref':
        return ref(argument as string, at);
      case 'Fn::GetAtt': {
        const [id, ...path] = Array.isArray(argument) ? (argument as string[]) : String(argument).split('.');
        return attribute(id ?? '', path.join('.'), at);
      }
      case 'Fn::Join': {
        const [separator, entries] = list();
        return (entries as unknown[]).join(String(separator));
      }
      case 'Fn::Sub':
        return substitute(argument, at);
      case 'Fn::Select': {
        const [index, entries] = list();
        return (entries as unknown[])[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = list();
        return String(text).split(String(separator));
      }
      case 'Fn::If': {
        const [name, then, otherwise] = argument as [string, unknown, unknown];
        return value(condition(name) ? then : otherwise, at);
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = list().map(String);
        return template.Mappings?.[map ?? '']?.[first ?? '']?.[second ?? ''];
      }
      default:
        throw new HostProblem(`${at} uses ${name}, which the local host does not know.`);
    }
  }

  function value(given: unknown, at: string): unknown {
    const called = functionOf(given);
    if (called && called[0] !== 'Condition') return call(called[0], called[1], at);
    if (Array.isArray(given)) return given.map((entry) => value(entry, at)).filter((entry) => entry !== NO_VALUE);
    if (typeof given !== 'object' || given === null) return given;
    const entries = Object.entries(given).map(([key, entry]) => [key, value(entry, at)] as const);
    return Object.fromEntries(entries.filter(([, entry]) => entry !== NO_VALUE));
  }

  return { value, condition };
}

/** `{"Fn::X": argument}` as a pair; undefined for anything else. */
function functionOf(given: unknown): [string, unknown] | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const [entry, more] = Object.entries(given);
  if (!entry || more) return undefined;
  const [name] = entry;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? entry : undefined;
}
