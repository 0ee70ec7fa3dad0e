import type { ConnectionOptions } from '../../../lib/http/connection/agents.ts'
import { proxyFor } from '../../../lib/http/connection/proxy.ts'
import { readAuthoritiesFile } from '../../../lib/settings/authorities-file.ts'
import type { ServerConfig } from '../../config/config.ts'
import { readClientCertificate } from '../../config/receivers/client-certificate.ts'

/** How to reach a receiver that is a server. */
export interface ServerAccess extends ConnectionOptions {
  /** Its section in the configuration, for messages: `transmission`, `receivers.hub`. */
  readonly option: string
  /** How bodies are compressed; undefined if they are not. */
  readonly compression?: 'gzip' | undefined
}

/** How to reach a server of the configuration. Throws `ActionNeeded` if one of its files is missing or wrong. */
export async function readServerAccess(receiver: ServerConfig): Promise<ServerAccess> {
  const { option, host, timeout, concurrency, compression, caFile, pins, proxy } = receiver
  return {
    option,
    caPem: caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`)),
    timeout,
    connections: concurrency,
    clientCertificate: await readClientCertificate(receiver),
    pins,
    proxy: proxyFor(host, proxy, process.env),
    compression,
  }
}

/** What the agent calls itself in requests. */
export function userAgent(version: string): string {
  return `spoor-agent/${version}`
}

/** What only the proxy may see; some take a token as the user, without a password. */
export function proxySecret({ proxy }: Pick<ServerAccess, 'proxy'>): string {
  const { username = '', password = '' } = proxy ?? {}
  return decodeURIComponent(password || username)
}
