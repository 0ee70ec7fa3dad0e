import { once } from 'node:events'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Agents } from '../../http/connection/agents.ts'
import { TimedOut } from '../../http/connection/dialing-agent.ts'
import { withoutBrackets } from '../../http/connection/proxy.ts'

/**
 * Connects to the server of a URL, over verified TLS for https://, and asks it for nothing: some webhooks act on GET,
 * too. Rejects with an error that `failureCode` knows. The end of the agents ends it.
 */
export async function reach(url: URL, { http, https }: Agents, timeout: number): Promise<void> {
  const isSecure = url.protocol === 'https:'
  const host = withoutBrackets(url.hostname)
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  const place = { host, port: url.port === '' ? null : url.port, servername: isIP(host) === 0 ? host : '' }
  const callback = (error: Error | null, socket: Duplex): void => (error ? reject(error) : resolve(socket))
  if (isSecure) https.createConnection({ ...https.options, ...place }, callback)
  else http.createConnection(place, callback)
  const socket = await promise
  const timer = setTimeout(() => socket.destroy(new TimedOut()), timeout)
  try {
    if (isSecure) await once(socket, 'secureConnect')
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
