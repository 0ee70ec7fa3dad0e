import type { DialogueStep } from './dialogue.ts'

/** A service that many hosts have: where it listens, and what shows that it works. */
export interface KnownService {
  readonly port: number
  /** Whether it speaks TLS from the beginning. */
  readonly isSecure?: true
  readonly steps: readonly DialogueStep[]
}

const TLS: DialogueStep = { starttls: true }

/** A reply of SMTP, LMTP and FTP that is its last line (RFC 5321 §4.2.1, RFC 959 §4.2). */
const REPLY = '^\\d{3}(?: |$)'

function reply(code: string): DialogueStep {
  return { expect: `^${code}(?: |$)`, unless: REPLY, what: code }
}

function smtp(hello: string): readonly DialogueStep[] {
  return [
    reply('220'),
    { send: `${hello} localhost` },
    reply('250'),
    {
      offered: '^250[- ]STARTTLS',
      follow: [{ send: 'STARTTLS' }, reply('220'), TLS, { send: `${hello} localhost` }, reply('250')],
    },
    { send: 'QUIT' },
  ]
}

/** The answer to what was asked under a tag of IMAP. */
function tagged(tag: string): DialogueStep {
  return { expect: `^${tag} OK`, unless: `^${tag} `, what: `${tag} OK` }
}

const POSITIVE: DialogueStep = { expect: '^\\+OK', unless: '^', what: '+OK' }

const OK: DialogueStep = { expect: '^OK', unless: '^(?:NO|BYE)', what: 'OK' }

/** RFC 9051 §7.1; a server that takes no more connections greets with BYE. */
const IMAP: readonly DialogueStep[] = [
  { expect: '^\\* (?:OK|PREAUTH)', unless: '^\\*', what: '* OK' },
  { send: 'a CAPABILITY' },
  tagged('a'),
  { offered: ' STARTTLS(?: |$)', follow: [{ send: 'b STARTTLS' }, tagged('b'), TLS] },
  { send: 'c LOGOUT' },
]

/** RFC 1939, RFC 2449 and RFC 2595: what CAPA says ends with a dot, but its refusal is one line. */
const POP3: readonly DialogueStep[] = [
  POSITIVE,
  { send: 'CAPA' },
  { expect: '^(?:\\.$|-ERR)', what: 'all that it is capable of' },
  { offered: '^STLS$', follow: [{ send: 'STLS' }, POSITIVE, TLS] },
  { send: 'QUIT' },
]

/** RFC 5804 §1.7: capabilities, then OK. */
const SIEVE: readonly DialogueStep[] = [
  OK,
  { offered: '^"STARTTLS"', follow: [{ send: 'STARTTLS' }, OK, TLS] },
  { send: 'LOGOUT' },
]

/** RFC 2389 and RFC 4217. The banner may have many lines. */
const FTP: readonly DialogueStep[] = [
  reply('220'),
  { send: 'FEAT' },
  { expect: '^(?:211|[45]\\d\\d)(?: |$)', unless: REPLY, what: '211' },
  { offered: '^ ?AUTH.*TLS', follow: [{ send: 'AUTH TLS' }, reply('234'), TLS] },
  { send: 'QUIT' },
]

/** The services that a check can name. */
export const KNOWN_SERVICES: Readonly<Record<string, KnownService>> = {
  smtp: { port: 25, steps: smtp('EHLO') },
  submission: { port: 587, steps: smtp('EHLO') },
  smtps: { port: 465, isSecure: true, steps: smtp('EHLO') },
  lmtp: { port: 24, steps: smtp('LHLO') },
  imap: { port: 143, steps: IMAP },
  imaps: { port: 993, isSecure: true, steps: IMAP },
  pop3: { port: 110, steps: POP3 },
  pop3s: { port: 995, isSecure: true, steps: POP3 },
  sieve: { port: 4190, steps: SIEVE },
  ftp: { port: 21, steps: FTP },
  // RFC 4253 §4.2: lines may come before the version. Who says nothing more is told `Connection closed`.
  ssh: { port: 22, steps: [{ expect: '^SSH-(?:2\\.0|1\\.99)-', what: 'its version of SSH' }] },
  // Who must log in first is told so by a server that works.
  redis: {
    port: 6379,
    steps: [{ send: 'PING' }, { expect: '^(?:\\+PONG|-NOAUTH)', unless: '^', what: 'PONG' }, { send: 'QUIT' }],
  },
  memcached: {
    port: 11_211,
    steps: [{ send: 'version' }, { expect: '^VERSION ', unless: '^', what: 'its version' }, { send: 'quit' }],
  },
  // With n in front both sides end with a newline (clamd(8)).
  clamd: { port: 3310, steps: [{ send: 'nPING\n' }, { expect: '^PONG$', unless: '^', what: 'PONG' }] },
}
