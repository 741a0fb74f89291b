import * as z from 'zod/mini';
import type { Operation } from '../../shared/api/operation.ts';
import { OPERATIONS } from '../../shared/api/operations.ts';

let generated: Record<string, unknown> | undefined;

/** The OpenAPI 3.1 document of the API, from the same operations and schemas that the handlers enforce. */
export function openApiDocument(): Record<string, unknown> {
  generated ??= {
    openapi: '3.1.0',
    info: {
      title: '公安信访 Xinfang',
      version: '1',
      description:
        '信访是公民的权利。Petitioning is a right. 公众接口不需要账户;工作人员接口需要本机关身份提供方签发的令牌。',
    },
    security: [{ officer: [] }],
    paths: paths(),
    components: {
      securitySchemes: { officer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: PROBLEM },
    },
  };
  return generated;
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457, in Chinese and English',
  required: ['type', 'title', 'titleEn', 'status', 'detail', 'detailEn', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    titleEn: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    detailEn: { type: 'string' },
    code: { type: 'string' },
    article: { type: 'string' },
    guard: { type: 'string' },
    remedy: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'zh', 'en'],
        properties: { pointer: { type: 'string' }, zh: { type: 'string' }, en: { type: 'string' } },
      },
    },
  },
};

function paths(): Record<string, Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS as readonly Operation[]) {
    const [method = '', path = ''] = operation.route.split(' ');
    found[path] = { ...found[path], [method.toLowerCase()]: describe(operation, path) };
  }
  return found;
}

function describe(operation: Operation, path: string): Record<string, unknown> {
  return {
    operationId: operation.route
      .replace(/[^A-Za-z]+/g, '-')
      .replace(/-$/, '')
      .toLowerCase(),
    summary: operation.zh,
    description: operation.en,
    tags: [operation.service],
    ...(operation.public ? { security: [] } : {}),
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...queryParameters(operation),
      ...(operation.headers ?? []).map(({ name, required, en }) => ({
        name,
        in: 'header',
        required,
        description: en,
        schema: { type: 'string' },
      })),
    ],
    ...(operation.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body()) } } } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, description]) => [
          status,
          {
            description,
            content: Number(status) < 300 ? { 'application/json': { schema: {} } } : PROBLEM_CONTENT,
          },
        ]),
      ),
      default: { description: 'A problem', content: PROBLEM_CONTENT },
    },
  };
}

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** What a client sends, before it is read into branded values. */
const schemaOf = (schema: z.ZodMiniType): Record<string, unknown> => {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return plain;
};

function queryParameters(operation: Operation): Record<string, unknown>[] {
  if (!operation.query) return [];
  const { properties = {}, required = [] } = schemaOf(operation.query()) as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
