import { once } from 'node:events'
import { createServer as createWeb } from 'node:https'
import { createServer, type Server } from 'node:net'
import { TLSSocket } from 'node:tls'
import { createTestCa } from '../support/test-ca.ts'

/** Services of loopback that checks can ask; each is a YAML line of the keys of a check. */
export interface CheckTargets {
  readonly smtp: string
  readonly https: string
  readonly port: string
  readonly close: () => void
}

/** Opens a mail server with STARTTLS, a web server with TLS, and a port that says a line. */
export async function openCheckTargets(): Promise<CheckTargets> {
  const certificate = createTestCa().issue()
  const smtp = createServer((socket) => {
    socket.on('error', () => undefined)
    converse(socket, '220 mail.example.com ESMTP\r\n', () => {
      socket.removeAllListeners('data')
      const over = new TLSSocket(socket, { isServer: true, ...certificate })
      converse(
        over.on('error', () => undefined),
        '',
      )
    })
  })
  const web = createWeb(certificate, (_, response) => response.end('Welcome'))
  const port = createServer((socket) => socket.on('error', () => undefined).end('ok\n'))
  const servers = [smtp, web, port]
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening')
  // By another name of this host: such targets are other hosts to the agent.
  const elsewhere = '::ffff:127.0.0.1'
  return {
    smtp: `type: tcp, service: smtp, host: "${elsewhere}", port: ${portOf(smtp)}`,
    https: `type: http, url: "https://www.example.com:${portOf(web)}/", address: "${elsewhere}", contains: Welcome`,
    port: `type: tcp, host: "${elsewhere}", port: ${portOf(port)}, script: [{ expect: "^ok" }]`,
    close: () => servers.forEach((server) => server.close()),
  }
}

/** Speaks as much SMTP as a check asks for. */
function converse(socket: NodeJS.ReadWriteStream, greeting: string, secure?: () => void): void {
  if (greeting !== '') socket.write(greeting)
  socket.on('data', (bytes: Buffer) => {
    const line = bytes.toString('latin1')
    if (line.startsWith('EHLO'))
      socket.write(`250-mail.example.com\r\n${secure === undefined ? '' : '250-STARTTLS\r\n'}250 HELP\r\n`)
    else if (line.startsWith('STARTTLS') && secure !== undefined) {
      socket.write('220 go on\r\n')
      secure()
    } else socket.end('221 bye\r\n')
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
