import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { gunzipSync } from 'node:zlib'
import type { TestCertificate } from './test-ca.ts'

/** An answer. `ending` says what follows its body; unless it is `end`, the announced length is never reached. */
export interface FakeAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** In the middle of the body, `cut` resets the connection and `hang` sends nothing more. */
  readonly ending?: 'end' | 'cut' | 'hang'
  /** Informational answers before it, 100 or 103; 101 replaces it. */
  readonly before?: readonly number[]
  /** Delay of the answer, in milliseconds. */
  readonly delay?: number
}

/**
 * The API's reaction to one request: answer, answer one byte now and then for ever, never answer, or reset the
 * connection.
 */
export type Scripted = FakeAnswer | 'drip' | 'hang' | 'cut'

/** A received request. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
  /** The parsed JSON body; undefined if it is not JSON. */
  readonly json: unknown
  /** Time of arrival, in milliseconds since the epoch. */
  readonly time: number
  /** Number of its connection; equal for requests over the same one. */
  readonly connection: number
  readonly answered: Scripted
}

/** A request that has not been answered yet. */
export type Received = Omit<RecordedRequest, 'connection' | 'answered'>

/** A Spoor API that follows a script and records its requests. */
export interface FakeApi {
  /** Without a trailing slash; the host is `localhost`. */
  readonly url: string
  readonly port: number
  readonly requests: readonly RecordedRequest[]
  /** Reactions to the next requests, in order; then `otherwise` applies again. */
  readonly script: Scripted[]
  /** The reaction to requests outside the script; 202 at first. */
  otherwise: Scripted | ((request: Received) => Scripted)
  /** Resolves when this many requests have arrived since the start. */
  arrived(count: number): Promise<void>
  /** Closes the connections without a request in flight, in order. */
  closeIdle(): void
  /** Stops listening and resets every connection. */
  close(): Promise<void>
}

/** Starts a fake API on loopback, over TLS if a certificate is given; by default at a free port of `localhost`. */
export async function startFakeApi(
  options: { readonly certificate?: TestCertificate; readonly port?: number; readonly host?: string } = {},
): Promise<FakeApi> {
  const { certificate } = options
  const server = certificate ? https.createServer(certificate) : http.createServer()
  const requests: RecordedRequest[] = []
  let connections = 0
  const numbers = new WeakMap<object, number>()
  server.on(certificate ? 'secureConnection' : 'connection', (socket: object) => {
    connections += 1
    numbers.set(socket, connections)
  })
  server.on('request', (request, response) => {
    void receive(request).then((body) => {
      const received = describe(request, body)
      const { otherwise } = api
      const answered = api.script.shift() ?? (typeof otherwise === 'function' ? otherwise(received) : otherwise)
      const connection = numbers.get(request.socket) ?? 0
      requests.push({ ...received, connection, answered })
      server.emit('recorded')
      return act(response, answered)
    })
  })
  server.listen(options.port ?? 0, options.host ?? 'localhost')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0

  const api: FakeApi = {
    url: `${certificate ? 'https' : 'http'}://localhost:${port}`,
    port,
    requests,
    script: [],
    otherwise: { status: 202 },
    async arrived(count) {
      while (requests.length < count) await once(server, 'recorded')
    },
    closeIdle() {
      server.closeIdleConnections()
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return api
}

/** The body, decompressed. */
async function receive(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Not `end`: requests that the client abandons are recorded, too.
  await new Promise((resolve) => {
    request.once('close', resolve)
  })
  const body = Buffer.concat(chunks)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
}

function describe(request: http.IncomingMessage, body: string): Received {
  const { method = '', url = '', headers } = request
  return { method, url, headers, body, json: toJson(body), time: Date.now() }
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

async function act(response: http.ServerResponse, answer: Scripted): Promise<void> {
  if (answer === 'hang') return
  if (answer === 'cut') response.destroy()
  else if (answer === 'drip') drip(response)
  else await reply(response, answer)
}

function drip(response: http.ServerResponse): void {
  response.socket?.write('HTTP/1.1 202 Accepted\r\nX-Slow: ')
  const dripping = setInterval(() => response.socket?.write('.'), 10)
  response.on('close', () => clearInterval(dripping))
}

async function reply(response: http.ServerResponse, answer: FakeAnswer): Promise<void> {
  for (const status of answer.before ?? []) response.socket?.write(`HTTP/1.1 ${status} Early\r\nX-Early: 1\r\n\r\n`)
  const { status, headers, body = '', ending = 'end', delay } = answer
  if (delay !== undefined) {
    await new Promise((resolve) => {
      setTimeout(resolve, delay).unref()
    })
  }
  const length = Buffer.byteLength(body) + (ending === 'end' ? 0 : 1)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers })
  response.flushHeaders()
  if (ending === 'end') response.end(body)
  else response.write(body, () => ending === 'cut' && response.destroy())
}
