import type { Operation } from './operation.ts';
import { DeadlineQuery } from './queries.ts';

/** What anybody may ask without an account. */
export const PORTAL_OPERATIONS = [
  {
    route: 'POST /deadlines',
    service: 'portal',
    public: true,
    zh: '期限计算(公开,不留存)',
    en: 'When something is due, and why; stateless',
    body: DeadlineQuery,
    answers: { 200: 'Nominal and effective due date with the steps that lead to it' },
  },
  {
    route: 'GET /openapi.json',
    service: 'portal',
    public: true,
    zh: '接口说明',
    en: 'This document',
    answers: { 200: 'OpenAPI 3.1' },
  },
  {
    route: 'GET /health',
    service: 'portal',
    public: true,
    zh: '存活检查',
    en: 'Liveness',
    answers: { 200: 'ok' },
  },
] as const satisfies readonly Operation[];
