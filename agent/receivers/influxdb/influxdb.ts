import { VERSION } from '../../../lib/command-line/version.ts'
import { readSecretFile } from '../../../lib/settings/secret-file.ts'
import type { InfluxdbConfig } from '../../config/config.ts'
import { proxySecret, readServerAccess, userAgent } from '../server/server-access.ts'
import { type TotalsAccess, type TotalsServer, totalsServer } from '../server/totals-server.ts'
import { influxdbOutcome } from './influxdb-answer.ts'
import { linesOf } from './line-protocol.ts'

/** An InfluxDB server that takes totals. */
export const influxdbServer: TotalsServer<InfluxdbConfig> = {
  words: 'the InfluxDB server',
  urlOf,
  contentType: 'text/plain; charset=utf-8',
  shownCredentials({ target, option }) {
    if (target.version === 2) return [`authorization: Token (${option}.token_file, not shown)`]
    return target.login === undefined ? [] : [`authorization: Basic (${option}.password_file, not shown)`]
  },
  readAccess,
  bodyOf: (projection) => Buffer.from(linesOf(projection)),
  outcomeOf: influxdbOutcome,
}

/** InfluxDB as a type of receiver. */
export const influxdb = totalsServer(influxdbServer)

function urlOf({ host, target }: InfluxdbConfig): URL {
  const url = new URL(target.version === 2 ? '/api/v2/write' : '/write', host)
  const query = target.version === 2 ? { org: target.org, bucket: target.bucket } : { db: target.database }
  for (const [key, value] of Object.entries({ ...query, precision: 's' })) url.searchParams.set(key, value)
  return url
}

async function readAccess(receiver: InfluxdbConfig): Promise<TotalsAccess> {
  const server = await readServerAccess(receiver)
  const { authorization, secrets } = await credentialsFor(receiver)
  return {
    ...server,
    url: urlOf(receiver),
    headers: { accept: 'application/json', 'user-agent': userAgent(VERSION), ...authorization },
    secrets: [...secrets, proxySecret(server)],
  }
}

interface Credentials {
  readonly authorization: { readonly authorization?: string }
  readonly secrets: readonly string[]
}

async function credentialsFor({ target }: InfluxdbConfig): Promise<Credentials> {
  if (target.version === 2) {
    const token = await readSecretFile(target.tokenFile)
    return { authorization: { authorization: `Token ${token}` }, secrets: [token] }
  }
  if (target.login === undefined) return { authorization: {}, secrets: [] }
  const password = await readSecretFile(target.login.passwordFile)
  const basic = Buffer.from(`${target.login.user}:${password}`).toString('base64')
  return { authorization: { authorization: `Basic ${basic}` }, secrets: [password, basic] }
}
