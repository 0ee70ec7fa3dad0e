import http from 'node:http'
import https from 'node:https'
import { createSecureContext } from 'node:tls'

import { systemAuthorities } from './ca-store.ts'

/** What opens connections and keeps them: one for each protocol. */
export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** Most servers close an idle connection after 5 s or more: closed here first, no report is written into a closing one. */
const IDLE = 4000

/**
 * Agents of at most `connections` each, which trust the system's authorities and those in `caPem`. Certificates are verified
 * whatever NODE_TLS_REJECT_UNAUTHORIZED says, and no proxy is taken from the environment.
 */
export async function createAgents(caPem: string = '', connections: number = 1): Promise<Agents> {
  const connection = { keepAlive: true, maxSockets: connections, timeout: IDLE }
  // Made once: parsing a system's store takes milliseconds, for each connection otherwise.
  const secureContext = createSecureContext({ ca: [...(await systemAuthorities()), caPem], minVersion: 'TLSv1.2' })
  return {
    http: new http.Agent(connection),
    https: new https.Agent({ ...connection, secureContext, rejectUnauthorized: true }),
  }
}
