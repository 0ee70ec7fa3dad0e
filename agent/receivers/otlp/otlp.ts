import { VERSION } from '../../../lib/command-line/version.ts'
import type { OtlpConfig } from '../../config/config.ts'
import { proxySecret, readServerAccess, userAgent } from '../server/server-access.ts'
import { type TotalsAccess, type TotalsServer, totalsServer } from '../server/totals-server.ts'
import { readHeadersFile } from './headers-file.ts'
import { metricsRequest } from './metrics-request.ts'
import { otlpOutcome } from './otlp-answer.ts'

/** A server of OpenTelemetry's protocol that takes totals. */
export const otlpServer: TotalsServer<OtlpConfig> = {
  words: 'the OTLP server',
  urlOf,
  contentType: 'application/json',
  shownCredentials: ({ headersFile, option }) =>
    headersFile === undefined ? [] : [`(and the headers of ${option}.headers_file, not shown)`],
  readAccess,
  bodyOf: (projection) => Buffer.from(JSON.stringify(metricsRequest(projection))),
  outcomeOf: otlpOutcome,
}

/** OpenTelemetry's protocol as a type of receiver. */
export const otlp = totalsServer(otlpServer)

function urlOf({ host, path }: OtlpConfig): URL {
  return new URL(host + path)
}

async function readAccess(receiver: OtlpConfig): Promise<TotalsAccess> {
  const server = await readServerAccess(receiver)
  const headers = receiver.headersFile === undefined ? {} : await readHeadersFile(receiver.headersFile)
  // A server may echo the token without its scheme.
  const secrets = Object.values(headers).flatMap((value) => [value, value.slice(value.lastIndexOf(' ') + 1)])
  return {
    ...server,
    url: urlOf(receiver),
    headers: { accept: 'application/json', 'user-agent': userAgent(VERSION), ...headers },
    secrets: [...secrets, proxySecret(server)],
  }
}
