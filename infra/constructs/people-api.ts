import { Aws, CfnCondition, CfnOutput, type CfnParameter, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteDefinition } from '../stack/routes.ts';
import { ALARM_PERIOD, type Operators } from './operators.ts';
import type { ServiceFunction } from './service-function.ts';

export interface PeopleApiProps {
  readonly issuer: CfnParameter;
  readonly audience: CfnParameter;
  /** Comma-delimited list of origins; empty means that no browser of another origin may call. */
  readonly webOrigins: CfnParameter;
  readonly operators: Operators;
}

/** Requests per second of the whole API, and how many may come at once. A city's organ sees a few per second. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 };

/** Only what an operator needs: no address of the caller, no query string, no body. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
};

/** The HTTP API for petitioners and officers. Officers come with a token of any OpenID Connect issuer. */
export class PeopleApi extends Construct {
  readonly #api: apigateway.HttpApi;
  readonly #officers: HttpJwtAuthorizer;
  readonly #integrations = new Map<string, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: PeopleApiProps) {
    super(scope, id);
    this.#api = new apigateway.HttpApi(this, 'HttpApi', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
    });
    this.#allowWebClients(props.webOrigins);
    this.#officers = new HttpJwtAuthorizer('Officers', props.issuer.valueAsString, {
      jwtAudience: [props.audience.valueAsString],
    });

    const accessLog = new logs.LogGroup(this, 'AccessLog', {
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    new CfnOutput(this, 'Url', { value: stage.url, description: 'Address of the API' }).overrideLogicalId('ApiUrl');

    props.operators.alarm(this, {
      anchor: 'api-server-errors',
      humanImpact: 'Petitioners or officers were answered with a server error.',
      metric: stage.metricServerError({ period: ALARM_PERIOD, statistic: 'Sum' }),
      threshold: 1,
    });
  }

  serve(definition: RouteDefinition, target: ServiceFunction): void {
    const route = new apigateway.HttpRoute(this, `Route ${definition.route.replaceAll('/', ' ')}`, {
      httpApi: this.#api,
      routeKey: routeKeyOf(definition.route),
      integration: this.#integrationOf(target, definition.route),
      ...(definition.access === 'OFFICER' ? { authorizer: this.#officers } : {}),
    });
    if (definition.access === 'PUBLIC') {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: definition.reason });
    }
  }

  /**
   * One integration and one permission per function instead of one per route: the routes are this construct's own.
   * Only the catch-all needs its own, because its calls come as `<api>/<stage>/$default`, without a method: the
   * permission for the whole API has a place for the method and does not cover them.
   */
  #integrationOf(target: ServiceFunction, route: string): HttpLambdaIntegration {
    const catchAll = route === '$default';
    const name = catchAll ? `${target.node.id}CatchAll` : target.node.id;
    const known = this.#integrations.get(name);
    if (known) return known;
    const integration = new HttpLambdaIntegration(name, target.function, { scopePermissionToRoute: catchAll });
    this.#integrations.set(name, integration);
    return integration;
  }

  #allowWebClients(origins: CfnParameter): void {
    const named = new CfnCondition(this, 'HasWebOrigins', {
      expression: Fn.conditionNot(Fn.conditionEquals(Fn.join('', origins.valueAsList), '')),
    });
    const api = this.#api.node.defaultChild as apigateway.CfnApi;
    api.corsConfiguration = Fn.conditionIf(
      named.logicalId,
      {
        AllowOrigins: origins.valueAsList,
        AllowMethods: ['GET', 'POST', 'PUT'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
        ExposeHeaders: ['etag', 'location', 'retry-after'],
        MaxAge: 3600,
      },
      Aws.NO_VALUE,
    );
  }
}

function routeKeyOf(route: string): apigateway.HttpRouteKey {
  if (route === '$default') return apigateway.HttpRouteKey.DEFAULT;
  const [method, path] = route.split(' ');
  if (path === undefined) throw new Error(`route "${route}" lacks a path`);
  return apigateway.HttpRouteKey.with(path, method as apigateway.HttpMethod);
}
