import type http from 'node:http'
import type https from 'node:https'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { systemAuthorities } from './ca-store.ts'
import { type DialOptions, dial } from './dial.ts'
import { type Dial, DialingAgent, DialingTlsAgent } from './dialing-agent.ts'
import { pinnedIdentity } from './pin.ts'
import { tunnelThrough } from './tunnel.ts'

/** Open connections and keep them, one agent for each protocol. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** How connections are made and kept. */
export interface ConnectionOptions extends DialOptions {
  /** Milliseconds that one request may take, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  /** The most connections at once; a request waits for a free one. */
  readonly connections: number
  /** Authorities trusted besides the system's, in PEM. */
  readonly caPem?: string | undefined
  /** The client's certificate for servers that ask for one, in PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined
  /** The server's certificate must have one of these pins; without any, every certificate will do. */
  readonly pins?: readonly string[] | undefined
  /** The proxy for https:// URLs. */
  readonly proxy?: URL | undefined
}

/**
 * Most servers close an idle connection after 5 s or more. Closed here first, no request goes into a closing
 * connection.
 */
const IDLE = 4000

/** Verify certificates whatever NODE_TLS_REJECT_UNAUTHORIZED says, and use no proxy but the one named. */
export async function createAgents(options: ConnectionOptions): Promise<Agents> {
  const { caPem = '', clientCertificate, connections, pins = [], proxy, timeout } = options
  const connection = { keepAlive: true, maxSockets: connections, timeout: IDLE }
  const trusted: SecureContextOptions = { ca: [...(await systemAuthorities()), caPem], minVersion: 'TLSv1.2' }
  const verified = {
    ...connection,
    // Made once, not for each connection: parsing the system's store takes milliseconds.
    secureContext: createSecureContext({ ...trusted, ...clientCertificate }),
    rejectUnauthorized: true,
    ...(pins.length > 0 && { checkServerIdentity: pinnedIdentity(pins) }),
  }
  const direct: Dial = (place, signal) => dial(place, options, signal)
  const proxied = proxy && tunnelThrough({ url: proxy, secureContext: createSecureContext(trusted) }, direct)
  return {
    http: new DialingAgent(connection, direct, timeout),
    https: new DialingTlsAgent(verified, proxied ?? direct, timeout),
  }
}
