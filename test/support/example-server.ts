import type { ServerConfig } from '../../agent/config/config.ts'

/** A receiver of totals that is an HTTP server, without a proxy. */
export function exampleServer(host: string, name: string): ServerConfig {
  return {
    name,
    option: `receivers.${name}`,
    events: [],
    enabled: true,
    concurrency: 1,
    interval: undefined,
    retryRefused: false,
    totals: ['traffic', 'mail', 'bandwidth'],
    host,
    caFile: undefined,
    timeout: 60_000,
    compression: undefined,
    proxy: 'none',
    clientCertificate: undefined,
    pins: undefined,
  }
}
