import type { JWTVerifyGetKey } from 'jose';
import { createAuthorizer, type JwtAuthorizer } from './authorizer.ts';
import type { Cors } from './cors.ts';
import type { HostedFunction } from './functions.ts';
import type { Integration } from './gateway.ts';
import { HostProblem } from './problem.ts';
import type { Route } from './routes.ts';
import type { Resource } from './template.ts';

/** The gateway gives up on an integration after 29 seconds, whatever the function's own limit. */
const LONGEST_WAIT_MS = 29_000;

interface RouteProperties {
  readonly RouteKey: string;
  readonly Target?: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
}
interface IntegrationProperties {
  readonly IntegrationUri: string;
  readonly TimeoutInMillis?: number;
}
interface AuthorizerProperties {
  readonly JwtConfiguration?: { readonly Issuer?: string; readonly Audience?: readonly string[] };
}

export interface Api {
  readonly routes: readonly Route<Integration>[];
  readonly cors?: Cors;
}

/** The routes of the template's HTTP API, each with the function and the authorizer that it names. */
export function readApi(
  resources: readonly Resource[],
  functionOf: (reference: string) => HostedFunction,
  keys: JWTVerifyGetKey,
): Api {
  const of = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`);
  const [api, another] = of('Api');
  if (another) throw new HostProblem('The template has two HTTP APIs; the local host serves one.');

  const integrations = new Map(of('Integration').map(({ id, properties }) => [id, properties]));
  const authorizers = new Map(of('Authorizer').map((resource) => [resource.id, authorizerOf(resource, keys)]));

  const routes = of('Route').map((resource): Route<Integration> => {
    const {
      RouteKey,
      Target = '',
      AuthorizationType,
      AuthorizerId = '',
    } = resource.properties as unknown as RouteProperties;
    const integration = integrations.get(Target.replace('integrations/', '')) as IntegrationProperties | undefined;
    if (!integration) throw new HostProblem(`Route ${RouteKey} of the template leads to no integration.`);
    const called = functionOf(integration.IntegrationUri);
    const authorizer = authorizers.get(AuthorizerId);
    if (AuthorizationType === 'JWT' && !authorizer) throw new HostProblem(`Route ${RouteKey} lacks its authorizer.`);
    return {
      key: RouteKey,
      target: {
        invoke: (event) => called.invoke(event),
        loaded: () => called.loaded(),
        timeoutMs: Math.min(integration.TimeoutInMillis ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS),
        ...(AuthorizationType === 'JWT' && authorizer ? { authorizer } : {}),
      },
    };
  });
  const cors = api?.properties.CorsConfiguration as Cors | undefined;
  return { routes, ...(cors ? { cors } : {}) };
}

function authorizerOf({ id, properties }: Resource, keys: JWTVerifyGetKey): JwtAuthorizer {
  const { JwtConfiguration } = properties as AuthorizerProperties;
  const { Issuer, Audience = [] } = JwtConfiguration ?? {};
  if (!Issuer || Audience.length === 0) throw new HostProblem(`Authorizer ${id} names no issuer or no audience.`);
  return createAuthorizer(Issuer, Audience, keys);
}
