import { isIP } from 'node:net'
import { proxyFor, withoutBrackets } from '../../lib/http/connection/proxy.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import type { ReceiverConfig, ServerConfig } from '../config/config.ts'
import type { Patient } from './patient.ts'

/** A receiver that is a server, and how it is reached. */
export interface ReceivingServer {
  readonly receiver: ServerConfig
  readonly url: URL
  /** Its host without brackets. */
  readonly host: string
  /** Whether that has to be looked up. */
  readonly isName: boolean
  /** Without a proxy undefined; `wrong` where the environment names none that can be used. */
  readonly proxy: URL | 'wrong' | undefined
}

/** The receivers of a configuration that are servers and get something. */
export function receivingServers({ loaded }: Pick<Patient, 'loaded'>): readonly ReceivingServer[] {
  const receivers: readonly ReceiverConfig[] = loaded?.config.receivers ?? []
  return receivers.flatMap((receiver) => {
    if (receiver.type === 'json-lines' || !receiver.enabled) return []
    const url = new URL(receiver.host)
    const host = withoutBrackets(url.hostname)
    return [{ receiver, url, host, isName: isIP(host) === 0, proxy: proxyOf(receiver) }]
  })
}

function proxyOf({ host, proxy }: ServerConfig): ReceivingServer['proxy'] {
  try {
    return proxyFor(host, proxy, process.env)
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return 'wrong'
  }
}
