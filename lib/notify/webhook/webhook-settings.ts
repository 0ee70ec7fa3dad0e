import { isIP } from 'node:net'
import { type Agents, createAgents } from '../../http/connection/agents.ts'
import type { DialOptions } from '../../http/connection/dial.ts'
import { withoutBrackets } from '../../http/connection/proxy.ts'
import { readAuthoritiesFile } from '../../settings/authorities-file.ts'
import { readSecretFile } from '../../settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../system/errors.ts'
import { inNetworks } from '../../text/networks.ts'
import type { ChannelWords } from '../failure-reason.ts'
import { ForbiddenAddress, guardedLookup } from './guarded-lookup.ts'
import { isPublicAddress } from './public-address.ts'
import { webhookUrlFault } from './webhook-url.ts'

/** A channel by webhook. */
export interface WebhookSettings extends ChannelWords, DialOptions {
  /** What `webhookUrlFault` finds nothing wrong with. */
  readonly url: string
  /** The key of the signature; without it nothing is signed. */
  readonly secretFile?: string | undefined
  /** Authorities trusted besides the system's. */
  readonly caFile?: string | undefined
  /** The server's certificate must have one of these pins (`pinOf`); without any, every trusted one will do. */
  readonly pins?: readonly string[] | undefined
  /** For https://: it looks the name up itself, so that it must guard its own networks. */
  readonly proxy?: URL | undefined
  /** Networks (`isNetwork`) that may be connected to besides the internet. */
  readonly allow: readonly string[]
}

/** A webhook with what its files hold now. */
export interface ReadyWebhook {
  readonly url: URL
  readonly agents: Agents
  readonly secret: string | undefined
}

/**
 * Gets ready to connect. Throws `ActionNeeded` (exit 2) if the URL or a file is wrong, and `ForbiddenAddress` if the
 * URL holds an address that is not allowed.
 */
export async function readyWebhook(settings: WebhookSettings): Promise<ReadyWebhook> {
  const { option, timeout, lookup, secretFile, caFile, pins, proxy, allow } = settings
  const fault = webhookUrlFault(settings.url)
  if (fault !== undefined) throw new ActionNeeded(`${option}.url: ${fault}`, EXIT.usage)
  const url = new URL(settings.url)
  const isNamed = inNetworks(allow)
  const isAllowed = (address: string): boolean => isPublicAddress(address) || isNamed(address)
  // A proxy would connect to it.
  const host = withoutBrackets(url.hostname)
  if (isIP(host) !== 0 && !isAllowed(host)) throw new ForbiddenAddress(host, host)
  const isProxied = proxy !== undefined && url.protocol === 'https:'
  return {
    url,
    secret: secretFile === undefined ? undefined : await readSecretFile(secretFile),
    agents: await createAgents({
      timeout,
      connections: 1,
      pins,
      proxy,
      caPem: caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`)),
      lookup: isProxied ? lookup : guardedLookup(isAllowed, lookup),
    }),
  }
}
