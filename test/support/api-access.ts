import type { ApiAccess } from '../../agent/receivers/spoor-api/api-access.ts'

/** The access of a client to an API, with only the required fields and the given changes. */
export function accessTo(host: string, change: Partial<ApiAccess> = {}): ApiAccess {
  return {
    option: 'transmission',
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
