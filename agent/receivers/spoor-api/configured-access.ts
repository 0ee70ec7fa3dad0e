import { VERSION } from '../../../lib/command-line/version.ts'
import type { Config, SpoorApiConfig } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { readSecret } from '../../config/receivers/secret.ts'
import { readServerAccess } from '../server/server-access.ts'
import type { ApiAccess } from './api-access.ts'

/**
 * Access to a receiver that the configuration names, for this host. Throws `ActionNeeded` if a file that it names is
 * missing or wrong.
 */
export async function configuredAccess(receiver: SpoorApiConfig, config: Pick<Config, 'host'>): Promise<ApiAccess> {
  const { host, reportPath, accept, identifier } = receiver
  return {
    ...(await readServerAccess(receiver)),
    host,
    reportPath,
    accept,
    identifier,
    secret: await readSecret(receiver),
    version: VERSION,
    hostname: hostNameOf(config),
  }
}
