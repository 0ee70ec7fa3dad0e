import { readSecretFile } from '../../../lib/settings/secret-file.ts'
import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import type { MailCheckSettings } from './mail-settings.ts'

/** The most lines of one answer; no answer that is read here has more than a few. */
const MOST_LINES = 1000

/** A mailbox in a conversation of IMAP (RFC 9051). Throws `ProbeFault`s. */
export class ImapMailbox {
  readonly #wire: Wire
  #count = 0

  private constructor(wire: Wire) {
    this.#wire = wire
  }

  /** Reads the greeting, speaks TLS as it is set, logs in and opens the folder. */
  static async open(wire: Wire, settings: MailCheckSettings['imap']): Promise<ImapMailbox> {
    const { host, user = '', password_file: file = '', folder } = settings
    const password = await readSecretFile(file)
    const mailbox = new ImapMailbox(wire)
    await mailbox.#begin(settings)
    if (!isLoopbackHost(host)) mailbox.#demandTrust()
    await mailbox.#logIn(user, password)
    await mailbox.select(folder)
    return mailbox
  }

  /** Opens a folder in place of the one that is open. */
  async select(folder: string): Promise<void> {
    await this.#ask(`SELECT "${folder.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
  }

  /** The numbers (UID) of mails that have this header with this text. */
  async search(header: string, text: string, further: string = ''): Promise<readonly string[]> {
    const lines = await this.#ask(`UID SEARCH HEADER ${header} "${text}"${further}`)
    return lines.flatMap((line) => (line.startsWith('* SEARCH') ? (line.slice(8).match(/\d{1,10}/g) ?? []) : []))
  }

  /** What came since is seen. */
  async refresh(): Promise<void> {
    await this.#ask('NOOP')
  }

  /** Removes mails, and nothing else that somebody has marked so, if the server can (RFC 4315). */
  async remove(uids: readonly string[]): Promise<void> {
    if (uids.length === 0) return
    const set = uids.slice(0, 100).join(',')
    await this.#ask(String.raw`UID STORE ${set} +FLAGS.SILENT (\Deleted)`)
    await this.#ask(`UID EXPUNGE ${set}`).catch((error: unknown) => {
      if (!(error instanceof ProbeFault)) throw error
    })
  }

  /** Takes leave. */
  logOut(): void {
    this.#wire.send(Buffer.from('z LOGOUT\r\n'))
  }

  async #begin({ host, port, tls: written }: MailCheckSettings['imap']): Promise<void> {
    const wire = this.#wire
    const tls = written ?? (port === 993 ? 'implicit' : isLoopbackHost(host) ? 'none' : 'starttls')
    if (tls === 'implicit') await wire.secure(host)
    const greeting = await wire.line('a greeting')
    if (!/^\* OK\b/.test(greeting.toString('latin1'))) throw new ProbeFault(`${wire.words} said ${said(greeting)}`)
    if (tls !== 'starttls') return
    await this.#ask('STARTTLS')
    await wire.secure(host)
  }

  /** Nobody but the server that is meant is told the password. */
  #demandTrust(): void {
    const { certificate, words } = this.#wire
    if (certificate !== undefined && certificate.distrust === undefined) return
    const why = certificate?.distrust ?? 'it shows none'
    throw new ProbeFault(`${words} is not told the password: its certificate is not trusted (${why})`)
  }

  async #logIn(user: string, password: string): Promise<void> {
    const wire = this.#wire
    wire.send(Buffer.from('l AUTHENTICATE PLAIN\r\n'))
    const line = await wire.line('that it takes a password')
    if (line[0] !== 0x2b) throw new ProbeFault(`${wire.words} takes no password: ${said(line)}`)
    wire.send(Buffer.from(`${Buffer.from(`\0${user}\0${password}`).toString('base64')}\r\n`), 'user and password')
    await this.#answer('l', 'the login')
  }

  async #ask(words: string): Promise<readonly string[]> {
    this.#count += 1
    const tag = `s${this.#count}`
    this.#wire.send(Buffer.from(`${tag} ${words}\r\n`))
    return this.#answer(tag, words.split(' ', 2).join(' '))
  }

  async #answer(tag: string, what: string): Promise<readonly string[]> {
    const lines: string[] = []
    while (lines.length < MOST_LINES) {
      const line = await this.#wire.line(`what comes of ${what}`)
      const text = line.toString('latin1')
      if (text.startsWith(`${tag} OK`)) return lines
      if (text.startsWith(`${tag} `)) throw new ProbeFault(`${this.#wire.words} refused ${what}: ${said(line)}`)
      lines.push(text)
    }
    throw new ProbeFault(`${this.#wire.words} said more than ${MOST_LINES} lines to ${what}`)
  }
}
