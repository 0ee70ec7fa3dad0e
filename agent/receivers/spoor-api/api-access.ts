import { proxySecret, type ServerAccess, userAgent } from '../server/server-access.ts'

/** Where the API is, and the credentials for it. */
export interface ApiAccess extends ServerAccess {
  /** `https://api.example.com`; the configuration allows plain http for loopback addresses alone. */
  readonly host: string
  /** The path there that takes reports. */
  readonly reportPath: string
  /** Statuses (2xx) that say that the API has a report, as 202 does. */
  readonly accept: readonly number[]
  readonly identifier: string
  readonly secret: string
  readonly version: string
  /** The name of this host in reports. */
  readonly hostname: string
}

/** The URL of a path at the API. */
export function urlAt({ host }: Pick<ApiAccess, 'host'>, path: string): URL {
  return new URL(host.replace(/\/+$/, '') + path)
}

/** The headers of every request. */
export function headersFor(access: ApiAccess): Readonly<Record<string, string>> {
  return { ...commonHeaders(access), authorization: `Basic ${basic(access)}` }
}

/** The headers of every request but the credentials. */
export function commonHeaders({ version }: Pick<ApiAccess, 'version'>): Readonly<Record<string, string>> {
  return { accept: 'application/json', 'user-agent': userAgent(version) }
}

/** What only the API and the proxy may see. */
export function secretsOf(access: Pick<ApiAccess, 'identifier' | 'secret' | 'proxy'>): readonly string[] {
  return [access.secret, basic(access), proxySecret(access)]
}

function basic({ identifier, secret }: Pick<ApiAccess, 'identifier' | 'secret'>): string {
  return Buffer.from(`${identifier}:${secret}`).toString('base64')
}
