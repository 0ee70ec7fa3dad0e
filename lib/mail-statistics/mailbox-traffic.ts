import type { Transfer } from './bandwidth-counts.ts'

/** What a session of IMAP or POP3 transferred. */
export interface MailboxTraffic extends Transfer {
  readonly service: 'imap' | 'pop3'
  /** A mailbox, or an account. */
  readonly user: string
}

/** `imap(info@example.com)<83><hDrUk1hjJt>: Info: Disconnected: …`, the last of a session; 2.2 has no ids. */
const SESSION =
  /^(imap|pop3)\(([^ ()]{1,254})\)(?:<\d{1,10}>)?(?:<[^ <>]{1,64}>)?: (?:Info: )?(?:Disconnected|Connection closed|Logged out)/

/** Hosts whose prefix names the parts: `service=imap, user=info@example.com, ip=[::1]. Logged out rcvd=1, sent=2`. */
const NAMED = /^service=(imap|pop3), user=([^ ,]{1,254}), ip=\[[^\] ]{1,64}\]\. /

/**
 * How the words of the two sums are written; `bytes=` and `total=` are cPanel's, the others Dovecot's own and older
 * ones. In front of them stands text of no fixed form, so the last of the line count.
 */
const SUMS = [
  { first: ' in=', second: / in=(\d{1,15}),? out=(\d{1,15})(?=[ ,]|$)/ },
  { first: ' bytes=', second: / bytes=(\d{1,15})\/(\d{1,15})(?=[ ,]|$)/ },
  { first: ' rcvd=', second: / rcvd=(\d{1,15}),? sent=(\d{1,15})(?=[ ,]|$)/ },
  { first: ' total=', second: / total=(\d{1,15})\/(\d{1,15})(?=[ ,]|$)/ },
] as const

/** Of POP3 without sums: what was read of messages and their heads, `top=1/19, retr=2/5300`. */
const READ = / top=\d{1,9}\/(\d{1,15}), retr=\d{1,9}\/(\d{1,15})(?=[ ,]|$)/

/**
 * What Dovecot says at the end of a session: 2.3's `in=5147 out=6203`, cPanel's `in=5147, out=6203, bytes=5147/6203`,
 * 2.4's, which are as 2.3's, and older templates. POP3 tells by default only what was read. Undefined for any other
 * message.
 */
export function mailboxTraffic(message: string): MailboxTraffic | undefined {
  const head = SESSION.exec(message) ?? NAMED.exec(message)
  if (head === null) return undefined
  const [{ length }, name, user = ''] = head
  const transfer = sumsIn(message.slice(length)) ?? readIn(message.slice(length))
  if (transfer === undefined) return undefined
  return { service: name === 'imap' ? 'imap' : 'pop3', user, ...transfer }
}

function sumsIn(text: string): Transfer | undefined {
  for (const { first, second } of SUMS) {
    const at = text.lastIndexOf(first)
    const [, received, sent] = (at === -1 ? undefined : second.exec(text.slice(at))) ?? []
    if (sent !== undefined) return { in: Number(received), out: Number(sent) }
  }
  return undefined
}

function readIn(text: string): Transfer | undefined {
  const at = text.lastIndexOf(' top=')
  const [, heads, messages] = (at === -1 ? undefined : READ.exec(text.slice(at))) ?? []
  return messages === undefined ? undefined : { in: 0, out: Number(heads) + Number(messages) }
}
