import { writeFileSync } from 'node:fs'

/** A generated log of mail: its last line is a refused password, and no other line is. */
export interface MailLog {
  readonly lines: number
  readonly bytes: number
}

/** A format, by its driver: lines of interest, and lines of all other kinds. */
export interface MailFormat {
  readonly driver: 'exim-main' | 'dovecot'
  /** Matches exactly the lines of interest, for grep -E. */
  readonly ofInterest: string
  /** How many times what grep costs is allowed, which makes nothing of the lines that it finds. */
  readonly timesGrep: number
  readonly hits: readonly string[]
  readonly others: readonly string[]
  readonly last: string
}

const [SHORT, EXIM] = ['Nov 20 TIME web1 dovecot: ', '2026-11-20 TIME 1vLxQA-00000007abc-NUMB']
const FROM = 'H=(laptop) [192.0.2.NUM]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no'

/** Exim's main log: submissions among mail that arrives and what becomes of it. */
export const EXIM_MAIN: MailFormat = {
  driver: 'exim-main',
  ofInterest: String.raw` <= [^ ]+ (H=.* A=\w+:|U=[^ ]+ P=local)|authenticator failed .*\(set_id=`,
  timesGrep: 8,
  hits: [
    `${EXIM} <= USER ${FROM} A=dovecot_login:USER S=2201 id=c56f7efc-NUMBER@shop.example T="Invoice NUMBER for September" for a@example.net b@example.net`,
    `${EXIM} <= info@shop.example U=shopNUM P=local S=900 id=NUMBER@web1.example.net T="Your order NUMBER" for customer@example.net`,
  ],
  others: [
    `${EXIM} <= bounces@list.example H=mx.list.example [198.51.100.NUM]:41884 P=esmtps X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no S=48210 DKIM=list.example id=NUMBER@list.example T="This week: new houses, and how to get there" for USER`,
    `${EXIM} => info <USER> R=virtual_user T=dovecot_virtual_delivery C="250 2.0.0 <USER> kPqzNUMBERaAbB Saved"`,
    `${EXIM} => a@example.net R=dkim_lookuphost T=dkim_remote_smtp H=mx.example.net [198.51.100.NUM] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes C="250 2.0.0 OK NUMBER"`,
    `${EXIM} Completed`,
    `2026-11-20 TIME cwd=/var/spool/exim 3 args: /usr/sbin/exim -Mc 1vLxQA-00000007abc-NUMB`,
    `2026-11-20 TIME H=(mail.example.net) [203.0.113.NUM]:17125 F=<x@example.org> rejected RCPT <USER>: No such person at this address`,
  ],
  last: `2026-11-20 TIME dovecot_login authenticator failed for (User) [203.0.113.9]:55379: 535 Incorrect authentication data (set_id=USER)`,
}

/** Dovecot's log: logins among what its other processes say. */
export const DOVECOT: MailFormat = {
  driver: 'dovecot',
  ofInterest: '(imap|pop3|managesieve|submission)-login: .*user=<',
  timesGrep: 25,
  hits: [
    `${SHORT}imap-login: Login: user=<USER>, method=PLAIN, rip=192.0.2.NUM, lip=198.51.100.1, mpid=NUMBER, TLS, session=<aNUMBERbAAAAAA>`,
    `${SHORT}pop3-login: Login: user=<USER>, method=PLAIN, rip=192.0.2.NUM, lip=198.51.100.1, mpid=NUMBER, TLS, session=<aNUMBERbAAAAAA>`,
  ],
  others: [
    `${SHORT}imap(USER)<NUMBER><aNUMBERbAAAAAA>: Disconnected: Logged out in=1234 out=56789 deleted=0 expunged=0 trashed=0 hdr_count=1 hdr_bytes=2345 body_count=0 body_bytes=0`,
    `${SHORT}pop3(USER)<NUMBER><aNUMBERbAAAAAA>: Disconnected: Logged out top=0/0, retr=0/0, del=0/48, size=8362915`,
    `${SHORT}lmtp(USER)<NUMBER><kPqzNUMBERaAbB>: msgid=<NUMBER@list.example>: saved mail to INBOX`,
    `${SHORT}lmtp(NUMBER): Connect from local`,
  ],
  last: `${SHORT}imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<USER>, method=PLAIN, rip=203.0.113.9, lip=198.51.100.1, TLS, session=<a>`,
}

/** Writes a log of so many lines, ten a second; one line in `every`, and the last, is of interest. */
export function writeMailLog(path: string, format: MailFormat, lines: number, every: number): MailLog {
  const text = Array.from({ length: lines }, (_, number) => {
    if (number === lines - 1) return fill(format.last, number)
    const from = number % every === 0 ? format.hits : format.others
    return fill(from[Math.floor(number / every + number) % from.length] ?? '', number)
  }).join('')
  writeFileSync(path, text, 'latin1')
  return { lines, bytes: text.length }
}

const VALUES: Readonly<Record<string, (number: number) => string>> = {
  TIME: (number) => new Date(number * 100).toISOString().slice(11, 19),
  USER: (number) => `info@shop${number % 200}.example`,
  NUMBER: (number) => `${4_711_000 + number}`,
  NUMB: (number) => String(number % 10_000).padStart(4, '0'),
  NUM: (number) => `${number % 256}`,
}

function fill(line: string, number: number): string {
  return `${line.replaceAll(/TIME|USER|NUMBER|NUMB|NUM/g, (name) => VALUES[name]?.(number) ?? '')}\n`
}
