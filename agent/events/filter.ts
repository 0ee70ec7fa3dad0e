import { KINDS } from '../../lib/event/catalogue.ts'
import { like, meets } from '../../lib/event/condition.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { SEVERITIES, severityOf } from '../../lib/event/severity.ts'
import { concernedMailbox } from '../../lib/rules/concerned-mailbox.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { nearest } from '../../lib/text/nearest.ts'
import { isNetwork } from '../../lib/text/networks.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** What a person asks for, as typed; undefined asks for all. */
export interface Asked {
  /** A mailbox or an account; `*` stands for any characters, and case does not matter. */
  readonly mailbox: string | undefined
  /** An address, or a network in CIDR notation. */
  readonly ip: string | undefined
  /** Kinds, with commas between them; `*` stands for any characters. */
  readonly kind: string | undefined
  /** The least severity. */
  readonly severity: string | undefined
}

/** No condition here is about the domains of this server. */
const HERE = { isLocal: () => false }

/** Tells whether an entry is asked for. Throws `ActionNeeded` (exit 2) for what cannot be meant. */
export function entryFilter({ mailbox, ip, kind, severity }: Asked): (entry: Entry) => boolean {
  if (ip !== undefined && !isNetwork(ip)) {
    const form = 'write 192.0.2.1, 192.0.2.0/24, 2001:db8::1 or 2001:db8::/64'
    throw new ActionNeeded(`--ip ${plainText(ip)}: this is no address and no network; ${form}`, EXIT.usage)
  }
  const isOfMailbox = mailbox === undefined ? () => true : concerns(mailbox)
  const isFrom = ip === undefined ? () => true : cameFrom(ip)
  const kinds = kind === undefined ? [() => true] : kindsIn(kind).map(like)
  const isOfKind = ({ type }: Entry): boolean => kinds.some((isLike) => typeof type === 'string' && isLike(type))
  const least = SEVERITIES.findIndex((each) => each === severity)
  return (entry) =>
    isOfMailbox(entry) && isFrom(entry) && isOfKind(entry) && SEVERITIES.indexOf(severityOf(entry)) >= least
}

/** Tells whether an entry is of a mailbox or an account, or of a mailbox that an account did something to. */
function concerns(asked: string): (entry: Entry) => boolean {
  const isLike = like(asked)
  return (entry) => [entry['mailbox_address'], concernedMailbox(entry)].some((name) => isLike(String(name ?? '')))
}

/** Tells whether an entry names an address that is asked for, or a network that has addresses in common with it. */
function cameFrom(asked: string): (entry: Entry) => boolean {
  const fits = meets({ ip: [asked] }, HERE)
  return (entry) => {
    if (fits(entry)) return true
    const { network } = entry
    if (typeof network !== 'string' || !isNetwork(network)) return false
    return fits(firstOf(network)) || meets({ ip: [network] }, HERE)(firstOf(asked))
  }
}

/** Two networks meet if one holds the first address of the other. */
function firstOf(network: string): Entry {
  return { id: '', ip: network.split('/')[0] ?? '' }
}

function kindsIn(text: string): readonly string[] {
  return text.split(',').map((word) => {
    const wanted = word.trim()
    if (KINDS.some(like(wanted))) return wanted
    const near = nearKind(wanted)
    const instead = near === undefined ? 'docs/events.md has them all' : `did you mean ${near}?`
    throw new ActionNeeded(`--kind ${plainText(wanted)}: there is no such kind of event; ${instead}`, EXIT.usage)
  })
}

/** The kind that a wrong word probably means, or those that have it in their names. */
function nearKind(word: string): string | undefined {
  const part = `*${word}*`
  return nearest(word, KINDS) ?? (word.length > 2 && KINDS.some(like(part)) ? part : undefined)
}
