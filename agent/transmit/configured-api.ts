import { hostname } from 'node:os'
import { readAuthorities } from '../config/authorities.ts'
import type { Config } from '../config/config.ts'
import { readSecret } from '../config/secret.ts'
import { VERSION } from '../version.ts'
import { createSpoorApi, type SpoorApi } from './spoor-api.ts'

/** The API that the configuration names, for this host. Throws `ActionNeeded` where a file it needs is missing or wrong. */
export async function configuredApi(config: Config): Promise<SpoorApi> {
  const { host, reportPath, identifier, timeout, concurrency } = config.transmission
  return createSpoorApi({
    host,
    reportPath,
    identifier,
    secret: await readSecret(config),
    caPem: await readAuthorities(config),
    timeout,
    connections: concurrency,
    version: VERSION,
    hostname: hostname(),
  })
}
