import { VERSION } from '../../../lib/command-line/version.ts'
import { proxyFor } from '../../../lib/http/connection/proxy.ts'
import { readAuthoritiesFile } from '../../../lib/settings/authorities-file.ts'
import type { Config, SpoorApiConfig } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { readClientCertificate } from '../../config/receivers/client-certificate.ts'
import { readSecret } from '../../config/receivers/secret.ts'
import type { ApiAccess } from './api-access.ts'

/**
 * Access to a receiver that the configuration names, for this host. Throws `ActionNeeded` if a file that it names is
 * missing or wrong.
 */
export async function configuredAccess(receiver: SpoorApiConfig, config: Pick<Config, 'host'>): Promise<ApiAccess> {
  const { option, host, reportPath, accept, identifier, timeout, concurrency, compression, caFile, pins, proxy } =
    receiver
  return {
    option,
    host,
    reportPath,
    accept,
    identifier,
    secret: await readSecret(receiver),
    caPem: caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`)),
    timeout,
    connections: concurrency,
    clientCertificate: await readClientCertificate(receiver),
    pins,
    proxy: proxyFor(host, proxy, process.env),
    compression,
    version: VERSION,
    hostname: hostNameOf(config),
  }
}
