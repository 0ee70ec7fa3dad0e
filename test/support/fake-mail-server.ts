import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import type { TestCertificate } from './test-ca.ts'

/** A mail that was taken. */
export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it was meant: without the dots of the wire. */
  readonly data: string
  readonly isSecure: boolean
  /** `user:password`, if somebody logged in. */
  readonly login: string | undefined
}

/**
 * What it does on a line instead of the usual: replies, or nothing ever, or resets the connection, or replies without
 * an end, or one byte now and then for ever.
 */
export type Behaviour = `${number}${' ' | '-'}${string}` | 'hang' | 'cut' | 'endless' | 'drip'

/** A mail server on loopback that misbehaves as told, and records what it hears. */
export interface FakeMailServer {
  readonly port: number
  /** Each line that was no part of a mail, those in clear with `clear: ` in front. */
  readonly lines: readonly string[]
  readonly mails: readonly TakenMail[]
  /** Extensions that it offers besides STARTTLS. */
  extensions: readonly string[]
  /** Its behaviour on a line: `CONNECT` for the beginning, `.` for the end of a mail. */
  does: (line: string) => Behaviour | undefined
  /** Number of open connections. */
  readonly open: number
  close(): Promise<void>
}

/** How it listens: with a certificate it has STARTTLS, or TLS from the beginning if `implicit`. */
export interface FakeMailOptions {
  readonly certificate?: TestCertificate
  readonly implicit?: boolean
  readonly host?: string
}

/** Starts one at a free port. */
export async function startFakeMailServer(options: FakeMailOptions = {}): Promise<FakeMailServer> {
  const { certificate, implicit = false, host = '127.0.0.1' } = options
  const server = certificate && implicit ? tls.createServer(certificate) : net.createServer()
  const sockets = new Set<net.Socket>()
  const [lines, mails]: [string[], TakenMail[]] = [[], []]
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
  })
  server.on(implicit ? 'secureConnection' : 'connection', (socket: net.Socket) => {
    new Conversation(fake, { lines, mails, certificate }).begin(socket)
  })
  // A client that does not like the certificate.
  server.on('tlsClientError', () => undefined)
  await once(server.listen(0, host), 'listening')
  const address = server.address()
  const fake: FakeMailServer = {
    port: typeof address === 'object' && address ? address.port : 0,
    lines,
    mails,
    extensions: ['PIPELINING', '8BITMIME', 'AUTH PLAIN LOGIN'],
    does: () => undefined,
    get open() {
      return sockets.size
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return fake
}

interface Records {
  readonly lines: string[]
  readonly mails: TakenMail[]
  readonly certificate: TestCertificate | undefined
}

class Conversation {
  readonly #fake: FakeMailServer
  readonly #records: Records
  #socket = new net.Socket()
  #received = ''
  #isMail = false
  #from = ''
  #to: string[] = []
  #login: string | undefined
  /** Takes the next line, in the middle of AUTH. */
  #expects: ((line: string) => string) | undefined

  constructor(fake: FakeMailServer, records: Records) {
    this.#fake = fake
    this.#records = records
  }

  begin(socket: net.Socket): void {
    this.#listen(socket)
    this.#act('CONNECT', () => '220 mail.example.com ESMTP')
  }

  #listen(socket: net.Socket): void {
    this.#socket = socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString('latin1')
      this.#read()
    })
  }

  #read(): void {
    for (;;) {
      const end = this.#isMail ? /^\.\r\n|\r\n\.\r\n/.exec(this.#received) : /\r\n/.exec(this.#received)
      if (end === null) return
      const text = this.#received.slice(0, end.index)
      this.#received = this.#received.slice(end.index + end[0].length)
      if (this.#isMail) this.#takeMail(text)
      else this.#hear(text)
    }
  }

  #hear(line: string): void {
    const isSecure = this.#socket instanceof tls.TLSSocket
    this.#records.lines.push(isSecure ? line : `clear: ${line}`)
    const expects = this.#expects
    this.#expects = undefined
    this.#act(line, () => expects?.(line) ?? this.#usual(line))
  }

  #takeMail(text: string): void {
    this.#isMail = false
    const isSecure = this.#socket instanceof tls.TLSSocket
    const data = `${text.replace(/^\./, '').replaceAll('\r\n.', '\r\n')}\r\n`
    this.#act('.', () => {
      this.#records.mails.push({ from: this.#from, to: this.#to, data, isSecure, login: this.#login })
      return '250 2.0.0 taken'
    })
  }

  #act(line: string, usual: () => string): void {
    const does = this.#fake.does(line)
    if (does === 'hang') return
    if (does === 'cut') this.#socket.destroy()
    else if (does === 'drip') this.#dripping()
    else if (does === 'endless') this.#endless()
    else this.#socket.write(`${does ?? usual()}\r\n`)
  }

  #dripping(): void {
    const timer = setInterval(() => this.#socket.write('2'), 5)
    this.#socket.on('close', () => clearInterval(timer))
  }

  #endless(): void {
    const more = (): void => {
      while (this.#socket.writable && this.#socket.write('250-more\r\n'.repeat(1000)));
    }
    this.#socket.on('drain', more)
    more()
  }

  #usual(line: string): string {
    const [, path = ''] = /:<(.*)>/.exec(line) ?? []
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return this.#ehlo()
      case 'STAR':
        return this.#startTls()
      case 'AUTH':
        return this.#auth(line.split(' '))
      case 'MAIL':
        this.#from = path
        return '250 2.1.0 ok'
      case 'RCPT':
        this.#to = [...this.#to, path]
        return '250 2.1.5 ok'
      case 'DATA':
        this.#isMail = this.#to.length > 0
        return this.#isMail ? '354 go on' : '554 no recipients'
      case 'QUIT':
        return '221 bye'
      default:
        return '500 what?'
    }
  }

  #ehlo(): string {
    const isClear = this.#records.certificate !== undefined && !(this.#socket instanceof tls.TLSSocket)
    const words = ['mail.example.com', ...(isClear ? ['STARTTLS'] : []), ...this.#fake.extensions]
    return words.map((word, at) => `250${at === words.length - 1 ? ' ' : '-'}${word}`).join('\r\n')
  }

  #startTls(): string {
    const { certificate } = this.#records
    if (certificate === undefined) return '502 no STARTTLS here'
    const plain = this.#socket.removeAllListeners('data')
    setImmediate(() => this.#listen(new tls.TLSSocket(plain, { isServer: true, ...certificate })))
    return '220 go on'
  }

  #auth([, method, initial = '']: readonly string[]): string {
    if (method === 'PLAIN') return this.#loggedIn(decoded(initial).split('\0').slice(1).join(':'))
    this.#expects = (user) => {
      this.#expects = (password) => this.#loggedIn(`${decoded(user)}:${decoded(password)}`)
      return '334 UGFzc3dvcmQ6'
    }
    return '334 VXNlcm5hbWU6'
  }

  #loggedIn(login: string): string {
    this.#login = login
    return '235 2.7.0 welcome'
  }
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString()
}
