/**
 * The name of every kind of event; each says something that took effect, but for `login_failed` and `login_deferred`.
 */
export const KINDS = [
  'login',
  'login_failed',
  'login_deferred',
  'forward_added_partial_ip',
  'forward_added_partial_recipient',
  'forward_removed',
  'forward_removed_partial_ip',
  'log_gap',
] as const

/** What happened. */
export type Kind = (typeof KINDS)[number]

/** What a line can say. */
export type LineKind = Exclude<Kind, 'log_gap'>

/** Whose thing it happened to: one mailbox, a cPanel account with its domains, or the whole server. */
export type Context = 'mailbox' | 'domain' | 'system'

/** Where a forward leads: an address, nowhere silently, a bounce, a program, a file, a system user. */
export type ForwardType = 'email' | 'blackhole' | 'fail' | 'pipe' | 'file' | 'system_user'

/**
 * One thing a driver read off one line. Only these fields can ever leave the host: no password, token, subject or raw
 * text.
 */
export interface LineEvent {
  readonly type: LineKind
  /** Seconds since 1970-01-01T00:00:00Z, from the line itself. */
  readonly time: number
  readonly context: Context
  /** The mailbox; the account's name where the context is not `mailbox`. */
  readonly mailbox_address: string
  /** The client's address, absent where the log does not tell. */
  readonly ip?: string
  /**
   * Where the forward leads: an address or a name; of a program, a file or a refusal only what it is (`|`, `/`,
   * `:fail:`).
   */
  readonly forward_recipient?: string
  /** Never sent; decides with `reportedByDefault` what is. */
  readonly forward_type?: ForwardType
}

/** Why bytes of a log cannot be had any more. */
export type GapCause =
  /** The file was truncated or rewritten before they were read, and nothing holds a copy of them. */
  | 'truncated'
  /** While nobody looked, their file went away or became another, and nothing holds a copy of them. */
  | 'missing'
  /** Copies that may hold them cannot be read. */
  | 'unreadable'

/** Bytes of a log that could not be read, and cannot any more. */
export interface GapEvent {
  readonly type: 'log_gap'
  /** Seconds since 1970-01-01T00:00:00Z, when it was noticed. */
  readonly time: number
  readonly context: 'system'
  /** The path of the log, or of the copy of it that cannot be read. */
  readonly log: string
  /** Where they begin, in bytes. */
  readonly offset: number
  /** How many there were; absent where nobody knows. */
  readonly bytes?: number
  readonly cause: GapCause
}

/** What happened: one event with the fields of its kind. */
export type Event = LineEvent | GapEvent

/**
 * One event as it is stored and sent: the wire keys of its kind, `null` for what the log does not tell, and its `id`.
 */
export interface Entry {
  readonly id: string
  readonly [key: string]: string | number | null
}

/** What a report tells besides its entries. */
export interface Metadata {
  /** The host that reports, by its name. */
  readonly reporter: string
  /** What its operator tells of it; absent where that is nothing, as receivers of App::Spoor's time know it. */
  readonly labels?: Readonly<Record<string, string>>
}

const WITH_IP = ['type', 'time', 'ip', 'mailbox_address', 'context', 'host'] as const

/**
 * For each kind of event, the keys its entry has on the wire, in this order (`id` follows). Source: App::Spoor 0.08 for
 * `login`, `forward_added_partial_*` and `forward_removed`, which servers in the field rely on.
 */
const WIRE_KEYS: Record<Kind, readonly (keyof LineEvent | keyof GapEvent | 'host')[]> = {
  login: WITH_IP,
  login_failed: WITH_IP,
  login_deferred: WITH_IP,
  forward_added_partial_ip: WITH_IP,
  forward_added_partial_recipient: ['type', 'time', 'mailbox_address', 'forward_recipient', 'context', 'host'],
  forward_removed: ['type', 'time', 'mailbox_address', 'forward_recipient', 'ip', 'context', 'host'],
  forward_removed_partial_ip: WITH_IP,
  log_gap: ['type', 'time', 'log', 'offset', 'bytes', 'cause', 'context', 'host'],
}

/** The entry of an event of this host; the same event, host and id always give the same keys in the same order. */
export function toEntry(event: Event, host: string, id: string): Entry {
  const values: Partial<Record<keyof LineEvent | keyof GapEvent | 'host', string | number>> = { ...event, host }
  return { ...Object.fromEntries(WIRE_KEYS[event.type].map((key) => [key, values[key] ?? null])), id }
}

const SPOOR_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  'login',
  'forward_added_partial_ip',
  'forward_added_partial_recipient',
  'forward_removed',
])

/**
 * Whether App::Spoor reported such an event: its four kinds, of mailboxes alone, and no new forwards to programs or
 * system users. Those to `:blackhole:`, `:fail:` and files it did report, and every removal, so they stay.
 */
export function reportedByDefault(event: Event): boolean {
  if (event.type === 'log_gap') return false
  const isAdded = event.type === 'forward_added_partial_recipient'
  const isLeftOut = isAdded && (event.forward_type === 'pipe' || event.forward_type === 'system_user')
  return SPOOR_KINDS.has(event.type) && event.context === 'mailbox' && !isLeftOut
}
