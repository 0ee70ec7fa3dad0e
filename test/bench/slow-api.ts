import { once } from 'node:events'
import { createServer } from 'node:http'

/** A Spoor API that accepts everything and remembers nothing. */
export interface SlowApi {
  readonly url: string
  readonly close: () => void
}

/** Starts one on loopback that answers after `delay` milliseconds. */
export async function startSlowApi(delay: number): Promise<SlowApi> {
  const server = createServer((request, response) => {
    const answer = (): void => void response.writeHead(202, { 'content-length': 0 }).end()
    request.resume().on('end', () => (delay === 0 ? answer() : setTimeout(answer, delay)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
