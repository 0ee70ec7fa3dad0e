import type http from 'node:http'
import type https from 'node:https'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { systemAuthorities } from './ca-store.ts'
import { type DialOptions, dial } from './dial.ts'
import { type Dial, DialingAgent, DialingTlsAgent } from './dialing-agent.ts'
import { pinnedIdentity } from './pin.ts'
import { tunnelThrough } from './tunnel.ts'

/** What opens connections and keeps them: one for each protocol. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** How connections are made. */
export interface ConnectionOptions extends DialOptions {
  /** Milliseconds one request may take, from the look-up of the name to the end of the answer. */
  readonly timeout: number
  /** So many are opened at most; a request waits for one that is free. */
  readonly connections: number
  /** Authorities trusted besides the system's, in PEM. */
  readonly caPem?: string | undefined
  /** What the agent shows where the API asks who it is, in PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined
  /** One of them has to be that of the API's certificate; none stands for any. */
  readonly pins?: readonly string[] | undefined
  /** Leads to what is at https://. */
  readonly proxy?: URL | undefined
}

/**
 * Most servers close an idle connection after 5 s or more: closed here first, no report is written into a closing one.
 */
const IDLE = 4000

/**
 * Certificates are verified whatever NODE_TLS_REJECT_UNAUTHORIZED says, and of proxies none but the one named is used.
 */
export async function createAgents(connecting: ConnectionOptions): Promise<Agents> {
  const { caPem = '', clientCertificate, connections, pins = [], proxy, timeout } = connecting
  const connection = { keepAlive: true, maxSockets: connections, timeout: IDLE }
  const trusted: SecureContextOptions = { ca: [...(await systemAuthorities()), caPem], minVersion: 'TLSv1.2' }
  const verified = {
    ...connection,
    // Made once: parsing a system's store takes milliseconds, for each connection otherwise.
    secureContext: createSecureContext({ ...trusted, ...clientCertificate }),
    rejectUnauthorized: true,
    ...(pins.length > 0 && { checkServerIdentity: pinnedIdentity(pins) }),
  }
  const direct: Dial = (place, signal) => dial(place, connecting, signal)
  const proxied = proxy && tunnelThrough({ url: proxy, secureContext: createSecureContext(trusted) }, direct)
  return {
    http: new DialingAgent(connection, direct, timeout),
    https: new DialingTlsAgent(verified, proxied ?? direct, timeout),
  }
}
