import { proxyFor } from '../../../lib/http/connection/proxy.ts'
import { readAuthorities } from '../../config/authorities.ts'
import { readClientCertificate } from '../../config/client-certificate.ts'
import type { Config } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { readSecret } from '../../config/secret.ts'
import { VERSION } from '../../version.ts'
import type { ApiAccess } from './api-access.ts'

/**
 * Access to the API that the configuration names, for this host. Throws `ActionNeeded` where a file that it names is
 * missing or wrong.
 */
export async function configuredAccess(config: Config): Promise<ApiAccess> {
  const { host, reportPath, accept, identifier, timeout, concurrency, compression, pins, proxy } = config.transmission
  return {
    host,
    reportPath,
    accept,
    identifier,
    secret: await readSecret(config),
    caPem: await readAuthorities(config),
    timeout,
    connections: concurrency,
    clientCertificate: await readClientCertificate(config),
    pins,
    proxy: proxyFor(host, proxy, process.env),
    compression,
    version: VERSION,
    hostname: hostNameOf(config),
  }
}
