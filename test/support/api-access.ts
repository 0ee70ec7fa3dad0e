import type { ApiAccess } from '../../agent/receivers/spoor-api/api-access.ts'

/** What a client needs to talk to an API, with no more than it must have. */
export function accessTo(host: string, change: Partial<ApiAccess> = {}): ApiAccess {
  return {
    host,
    reportPath: '/api/reports',
    accept: [],
    identifier: 'ABC123',
    secret: 'secret456',
    timeout: 60_000,
    connections: 1,
    version: '1.2.3',
    hostname: 'host.example.com',
    ...change,
  }
}
