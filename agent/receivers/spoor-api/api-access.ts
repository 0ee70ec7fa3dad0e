import type { ConnectionOptions } from '../../../lib/http/connection/agents.ts'

/** Where the API is and who talks to it. */
export interface ApiAccess extends ConnectionOptions {
  /** `https://api.example.com`; to refuse plain http is the configuration's business. */
  readonly host: string
  /** The path there that takes reports. */
  readonly reportPath: string
  /** Statuses (2xx) that say, like 202, that the API has a report. */
  readonly accept: readonly number[]
  readonly identifier: string
  readonly secret: string
  readonly version: string
  /** The name of this server, as reports carry it. */
  readonly hostname: string
  /** How reports are compressed; undefined where they are not. */
  readonly compression?: 'gzip' | undefined
}

/** What every request says of itself. */
export function headersFor(access: ApiAccess): Readonly<Record<string, string>> {
  return { ...commonHeaders(access), authorization: `Basic ${basic(access)}` }
}

/** The same without the credentials. */
export function commonHeaders({ version }: Pick<ApiAccess, 'version'>): Readonly<Record<string, string>> {
  return { accept: 'application/json', 'user-agent': `spoor-agent/${version}` }
}

/** What the API and the proxy are told, and nobody else may see. */
export function secretsOf(access: Pick<ApiAccess, 'identifier' | 'secret' | 'proxy'>): readonly string[] {
  const { username = '', password = '' } = access.proxy ?? {}
  // Some proxies take a token for a user, without a password.
  return [access.secret, basic(access), decodeURIComponent(password || username)]
}

function basic({ identifier, secret }: Pick<ApiAccess, 'identifier' | 'secret'>): string {
  return Buffer.from(`${identifier}:${secret}`).toString('base64')
}
