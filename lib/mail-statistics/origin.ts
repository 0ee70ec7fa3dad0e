/** What mail is counted by: each has a table. */
export const MAIL_KEYS = ['mailbox', 'sender', 'domain', 'account', 'script', 'ip'] as const

/** One of them. */
export type MailKey = (typeof MAIL_KEYS)[number]

/**
 * Where messages come from, one text for each of MAIL_KEYS, empty where there is none: who gave a password, the
 * envelope's sender (`<>` of bounces) and its domain, the cPanel account, the folder of the script, the client's
 * address.
 */
export type OriginKeys = readonly string[]

/** Texts of a message's arrival. */
export interface OriginTexts {
  readonly sender: string
  /** Who gave a password. */
  readonly user: string
  /** As whom a program of this host ran. */
  readonly program: string
  readonly address: string
  /** The folder that the program called Exim in. */
  readonly folder: string
}

/** The account that a domain (in small letters) belongs to; undefined if it is none of this host. */
export type AccountOf = (domain: string) => string | undefined

/** Users whom programs of the server run as; all others are accounts. `nobody` can run scripts of any account. */
const SYSTEM_USERS: ReadonlySet<string> = new Set(['root', 'nobody', 'mailnull', 'Debian-exim', 'mailman', 'cpanel'])

/** Longest key, in characters; an address has at most 254. */
const LONGEST = 254

/** A user that cPanel invents to check that its own services accept logins. */
const SERVICE_CHECK = '__cpanel__service__auth__'

/** Whether a user is cPanel itself, which checks its services. */
export function isServiceUser(user: string): boolean {
  return user.startsWith(SERVICE_CHECK)
}

/** Of whom a message is, as far as it is wanted: the others are empty. */
export function originKeys(texts: OriginTexts, accountOf: AccountOf, by: readonly MailKey[]): OriginKeys {
  return MAIL_KEYS.map((key) => (by.includes(key) ? keyOf(key, texts, accountOf).slice(0, LONGEST) : ''))
}

function keyOf(key: MailKey, texts: OriginTexts, accountOf: AccountOf): string {
  const { sender, user, program, address, folder } = texts
  switch (key) {
    case 'mailbox':
      return user.includes('@') ? user.toLowerCase() : user
    case 'sender':
      return sender
    case 'domain':
      return domainOfAddress(user) || (sender === '<>' ? '' : domainOfAddress(sender))
    case 'account':
      return accountIn(texts, accountOf)
    case 'script':
      return program === '' ? '' : folder
    case 'ip':
      return address
  }
}

/** Without a password and a program nobody of this host sent it. */
function accountIn({ user, program, folder }: OriginTexts, accountOf: AccountOf): string {
  if (user !== '') return user.includes('@') ? (accountOf(domainOfAddress(user)) ?? '') : user
  if (program === '' || !SYSTEM_USERS.has(program)) return program
  return program === 'nobody' ? homeOwner(folder) : ''
}

/** Whose home a folder is in: `/home/anna/public_html`, `/home2/…`; empty for any other. */
export function homeOwner(folder: string): string {
  return /^\/home\d{0,3}\/([^/]+)/.exec(folder)?.[1] ?? ''
}

/** In small letters; empty without one. */
export function domainOfAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at === -1 ? '' : address.slice(at + 1).toLowerCase()
}
