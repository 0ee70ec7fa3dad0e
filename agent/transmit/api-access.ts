import type { Connecting } from './agents.ts'
import { type Reporter, commonHeaders } from './report-request.ts'

/** Where the API is and who talks to it. */
export interface ApiAccess extends Reporter, Connecting {
  /** `https://api.example.com`; to refuse plain http is the configuration's business. */
  readonly host: string
  readonly identifier: string
  readonly secret: string
  /** How reports are compressed; undefined where they are not. */
  readonly compression?: 'gzip' | undefined
}

/** What every request says of itself. */
export function headersFor(access: ApiAccess): Readonly<Record<string, string>> {
  return { ...commonHeaders(access.version), authorization: `Basic ${basic(access)}` }
}

/** What the API wrote, which may echo what it was sent: reasons end in the journal. */
export function withoutSecrets(text: string, access: ApiAccess): string {
  const secrets = [basic(access), access.secret].filter((secret) => secret !== '')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), text)
}

function basic({ identifier, secret }: ApiAccess): string {
  return Buffer.from(`${identifier}:${secret}`).toString('base64')
}
