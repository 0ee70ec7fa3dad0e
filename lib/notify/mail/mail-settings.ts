import type { DialOptions, HostPort } from '../../http/connection/dial.ts'
import type { PinnedKey } from '../../pgp/recipient-key.ts'
import { readAuthoritiesFile } from '../../settings/authorities-file.ts'
import { readSecretFile } from '../../settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../system/errors.ts'
import { isLoopbackHost } from '../../text/loopback.ts'
import type { ChannelWords } from '../failure-reason.ts'
import type { Correspondents } from './letter.ts'
import { mailAddressFault } from './mail-address.ts'
import type { Relay } from './smtp-session.ts'

/** A channel by mail. */
export interface MailSettings extends ChannelWords, Correspondents, HostPort, DialOptions {
  /** If undefined: `implicit` at port 465, `none` on this machine, and otherwise `starttls`. */
  readonly tls?: Relay['tls'] | undefined
  /** Both of these or none. */
  readonly user?: string | undefined
  readonly passwordFile?: string | undefined
  /** Authorities trusted besides the system's. */
  readonly caFile?: string | undefined
  /** The keys of all who may read it; without them it is not encrypted. */
  readonly keys?: readonly PinnedKey[] | undefined
}

/**
 * The relay of a channel, with what its files hold now. Throws `ActionNeeded` (exit 2), with a line for each fault, if
 * the settings are wrong, and if a file is.
 */
export async function relayOf(settings: MailSettings): Promise<Relay> {
  const { host, port, timeout, lookup, option, user, passwordFile, caFile } = settings
  const tls = settings.tls ?? (port === 465 ? 'implicit' : isLoopbackHost(host) ? 'none' : 'starttls')
  const faults = [...faultsOf(settings, tls)]
  if (faults.length > 0) throw new ActionNeeded(faults.map((fault) => `${option}.${fault}`).join('\n'), EXIT.usage)
  const pass = passwordFile && (await readSecretFile(passwordFile))
  return {
    host,
    port,
    timeout,
    lookup,
    tls,
    caPem: caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`)),
    login: user === undefined || pass === undefined ? undefined : { user, pass },
  }
}

function* faultsOf({ from, to, user, passwordFile, host }: MailSettings, tls: Relay['tls']): Generator<string> {
  const addresses = [['from', from] as const, ...to.map((address) => ['to', address] as const)]
  for (const [key, address] of addresses) {
    const fault = mailAddressFault(address)
    if (fault !== undefined) yield `${key}: ${JSON.stringify(address)} ${fault}`
  }
  if ((user === undefined) !== (passwordFile === undefined)) yield 'user: goes with password_file; write both or none'
  if (tls === 'none' && user !== undefined && !isLoopbackHost(host))
    yield 'tls: none would send the password in clear; write starttls or implicit'
}
