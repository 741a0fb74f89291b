import { beforeAll, expect, test } from 'vitest';
import { resourcesOf, synthesiseTemplate, type Template, targetOf } from './template.ts';

let template: Template;
beforeAll(async () => {
  template = await synthesiseTemplate('aws');
});

/** Routes that anyone may call. Adding one here is a decision about people's data. */
const PUBLIC = [
  'POST /petitions',
  'POST /petitions/status',
  'POST /petitions/mine/commands',
  'POST /petitions/mine/documents',
  'POST /petitions/mine/code',
  'POST /petitions/mine/messages',
  'POST /petitions/{id}/history/query',
  'POST /deadlines',
  'GET /units/{id}/calendar.ics',
  'GET /openapi.json',
  'GET /health',
  '$default',
];

const OFFICERS: Readonly<Record<string, string>> = {
  'POST /registrations': 'IntakeHttp',
  'GET /petitions/{id}': 'CaseworkHttp',
  'POST /petitions/{id}/commands': 'CommandsHttp',
  'GET /petitions/{id}/history': 'CaseworkHttp',
  'GET /petitions/{id}/documents': 'DocumentsHttp',
  'POST /petitions/{id}/documents/read': 'DocumentsHttp',
  'POST /petitions/{id}/volume': 'DocumentsHttp',
  'GET /documents/numbers': 'DocumentsHttp',
  'POST /documents/numbers/void': 'DocumentsHttp',
  'POST /petitions/{id}/reveal': 'CaseworkHttp',
  'GET /petitions/{id}/related': 'CaseworkHttp',
  'GET /worklist': 'CaseworkHttp',
  'GET /leaders': 'CaseworkHttp',
  'GET /receipt-codes/office-uses': 'CaseworkHttp',
  'GET /slips': 'DocumentsHttp',
  'POST /petitions/{id}/code': 'CaseworkHttp',
  'POST /petitions/{id}/documents/form': 'DocumentsHttp',
  'POST /slips/print': 'DocumentsHttp',
  'POST /documents/annual': 'DocumentsHttp',
  'GET /units': 'CaseworkHttp',
  'GET /bureau': 'CaseworkHttp',
  'PUT /bureau': 'CaseworkHttp',
  'GET /rules': 'CommandsHttp',
  'POST /calendar/notices': 'CommandsHttp',
  'POST /rules/overlays': 'CommandsHttp',
  'POST /bureau/successions': 'CommandsHttp',
  'POST /petitions/{id}/joint-matter': 'CommandsHttp',
  'GET /reports': 'ReportingHttp',
  'GET /warnings': 'ReportingHttp',
  'GET /warnings/recurring': 'ReportingHttp',
  'GET /reports/{id}': 'ReportingHttp',
  'GET /inbox': 'RemindersHttp',
  'GET /supervision/candidates': 'SupervisionHttp',
  'GET /supervision/extensions': 'SupervisionHttp',
  'GET /supervision/rectifications': 'SupervisionHttp',
  'GET /supervision/backlog': 'SupervisionHttp',
  'GET /supervision/agenda': 'SupervisionHttp',
  'GET /supervision/samples': 'SupervisionHttp',
  'POST /supervision/samples': 'SupervisionHttp',
  'GET /supervision/samples/{id}': 'SupervisionHttp',
  'POST /supervision/samples/{id}/draw': 'SupervisionHttp',
  'GET /schedules': 'NotifyHttp',
  'GET /audits': 'NotifyHttp',
  'GET /flags': 'SupervisionHttp',
  'GET /deliveries': 'NotifyHttp',
  'GET /preferences': 'NotifyHttp',
  'PUT /preferences': 'NotifyHttp',
  'GET /channels': 'NotifyHttp',
  'PUT /channels': 'NotifyHttp',
  'GET /units/{id}/digest': 'NotifyHttp',
  'GET /units/{id}/sheets': 'NotifyHttp',
  'POST /units/{id}/sheets': 'NotifyHttp',
  'POST /units/{id}/calendar': 'NotifyHttp',
  'GET /mediations': 'NotifyHttp',
  'POST /mediations': 'NotifyHttp',
  'POST /mediations/{id}/result': 'NotifyHttp',
};

const routes = () =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties: properties }]) => properties);

function functionOf(route: Readonly<Record<string, unknown>>): string | undefined {
  const integration = template.Resources[targetOf(route.Target) ?? ''];
  expect(integration?.Properties.PayloadFormatVersion).toBe('2.0');
  return targetOf(integration?.Properties.IntegrationUri);
}

test('every route but the public ones demands a token', () => {
  const open = routes().filter((route) => route.AuthorizationType !== 'JWT' || route.AuthorizerId === undefined);
  expect(open.map((route) => route.RouteKey).sort()).toEqual([...PUBLIC].sort());
});

test('every officers’ route is served by its function', () => {
  const guarded = routes().filter((route) => route.AuthorizationType === 'JWT');
  expect(Object.fromEntries(guarded.map((route) => [route.RouteKey, functionOf(route)]))).toEqual(OFFICERS);
});

test('public routes are served by intake and portal, the petitioner’s own commands and papers where these are', () => {
  const open = Object.fromEntries(routes().map((route) => [String(route.RouteKey), functionOf(route)]));
  for (const route of PUBLIC)
    expect(open[route], route).toBe(
      route.includes('/calendar.ics')
        ? 'NotifyHttp'
        : route.includes('/commands')
          ? 'CommandsHttp'
          : route.includes('/documents')
            ? 'DocumentsHttp'
            : route.includes('/petitions')
              ? 'IntakeHttp'
              : 'PortalHttp',
    );
});

test('the issuer and the audience come from parameters', () => {
  const authorizers = resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer');
  expect(authorizers).toHaveLength(1);
  expect(authorizers[0]?.[1].Properties).toMatchObject({
    AuthorizerType: 'JWT',
    JwtConfiguration: { Issuer: { Ref: 'OidcIssuer' }, Audience: [{ Ref: 'OidcAudience' }] },
  });
  expect(template.Parameters).toHaveProperty('OidcIssuer');
  expect(template.Parameters).toHaveProperty('OidcAudience');
  expect(template.Parameters.ClaimOfficer?.Default).toBe('sub');
});

test('the gateway may call each function, the catch-all included', () => {
  const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(([, { Properties: properties }]) => ({
    target: targetOf(properties.FunctionName),
    scope: JSON.stringify(properties.SourceArn).split('"').at(-2),
  }));
  for (const name of new Set(routes().map(functionOf))) {
    expect(permissions, name).toContainEqual({ target: name, scope: '/*/*/*' });
  }
  // `<api>/<stage>/$default` has no method: a pattern with a place for it does not match.
  expect(permissions).toContainEqual({ target: 'PortalHttp', scope: '/*/*' });
});

test('the access log holds no address, query or identity of the caller', () => {
  const stage = resourcesOf(template, 'AWS::ApiGatewayV2::Stage')[0]?.[1].Properties;
  const format = JSON.parse((stage?.AccessLogSettings as { Format: string }).Format);
  expect(format).toEqual({
    requestId: '$context.requestId',
    routeKey: '$context.routeKey',
    status: '$context.status',
    latency: '$context.responseLatency',
  });
});

test('requests are throttled', () => {
  const stage = resourcesOf(template, 'AWS::ApiGatewayV2::Stage')[0]?.[1].Properties;
  expect(stage?.DefaultRouteSettings).toMatchObject({
    ThrottlingRateLimit: expect.any(Number),
    ThrottlingBurstLimit: expect.any(Number),
  });
});

test('without named origins no browser of another origin may call', () => {
  expect(template.Parameters.WebOrigins?.Default).toBe('');
  const api = resourcesOf(template, 'AWS::ApiGatewayV2::Api')[0]?.[1].Properties;
  const [, allowed, otherwise] = (api?.CorsConfiguration as { 'Fn::If': unknown[] })['Fn::If'];
  expect(allowed).toMatchObject({ AllowOrigins: { Ref: 'WebOrigins' } });
  expect(otherwise).toEqual({ Ref: 'AWS::NoValue' });
});
