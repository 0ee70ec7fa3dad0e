import * as v from 'valibot'
import document from '../../docs/hub/openapi.json' with { type: 'json' }
import type { ApiRoute } from './api-route.ts'

/** `GET /api/v1/openapi.json`: what this API is. It tells nothing about what the hub keeps. */
export const openApiRoute: ApiRoute = {
  method: 'GET',
  path: '/api/v1/openapi.json',
  caller: 'anybody',
  answer: async () => ({ status: 200, body: { json: document, mayPack: true } }),
  description: { summary: 'This document.', parameters: {}, answer: v.looseObject({}) },
}
