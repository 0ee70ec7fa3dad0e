import { hash } from 'node:crypto'
import type { Event, EventOf } from '../event/event.ts'
import { isLogin } from './logged-in.ts'
import { networkOf } from './network.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Rule, RuleOutcome, Said } from './rule.ts'

const DAY = 86_400

/** Beyond this one is forgotten: a program, or somebody who travels much, has more. */
const MOST_PLACES = 64

/** A longer name is none of a mailbox. */
const LONGEST_NAME = 320

/** A network of logins: since when, by which event (a short digest of its id), and the last day. */
type Place = readonly [first: number, id: string, lastDay: number]

/** The networks from which a mailbox, an account or a token was used. */
interface Places {
  /** The time of the first event of all. */
  readonly since: number
  readonly places: Readonly<Record<string, Place>>
}

type Access = EventOf<'login' | 'session_opened' | 'mail_submitted' | 'api_token_used'>

/**
 * Says that a mailbox, an account or a token is used from a network that is new for it. What is seen of one at first
 * is learned only. Its states may be ahead of what was sealed: an event that made a place new makes it so again.
 */
export function firstSeen({ placeLearning, placeMemory }: RuleNumbers): Rule<Places> {
  return {
    name: 'first-seen',
    version: 1,
    kinds: ['login', 'session_opened', 'mail_submitted', 'api_token_used'],
    says: ['login_new_place'],
    window: placeMemory,
    isLasting: true,
    keys: (event) => (isAccess(event) && networkFor(event) !== undefined ? keysOf(event) : []),
    step: (state, heard, { at }) => {
      if ('tick' in heard || !isAccess(heard.event)) return { state, said: [] }
      const network = networkFor(heard.event)
      if (network === undefined) return { state, said: [] }
      return after(state, { event: heard.event, network, id: shortOf(heard.id), at }, { placeLearning, placeMemory })
    },
  }
}

function isAccess(event: Event): event is Access {
  return isLogin(event) || event.type === 'mail_submitted' || event.type === 'api_token_used'
}

/** The machine itself is no place: programs of cPanel log in from it. */
function networkFor({ ip }: Access): string | undefined {
  return ip === null || ip === '::1' || ip.startsWith('127.') ? undefined : networkOf(ip)
}

/** Accounts of FTP look like mailboxes, and are none. */
function keysOf(event: Access): readonly string[] {
  const name = event.mailbox_address.toLowerCase()
  if (name.length > LONGEST_NAME) return []
  if (event.type === 'api_token_used') return [`token ${name} ${event.token_name ?? ''}`]
  return [`${event.service === 'ftp' ? 'ftp' : 'name'} ${name}`]
}

interface Seen {
  readonly event: Access
  readonly network: string
  readonly id: string
  /** When it is heard. */
  readonly at: number
}

function after(
  before: Places | undefined,
  { event, network, id, at }: Seen,
  { placeLearning, placeMemory }: Pick<RuleNumbers, 'placeLearning' | 'placeMemory'>,
): RuleOutcome<Places> {
  // One login while the clock was wrong must not make a mailbox learn, or a place stay, for years.
  const time = Math.min(event.time, at)
  const day = Math.floor(time / DAY)
  const { since: first, places } = before ?? { since: time, places: {} }
  const since = Math.min(first, time)
  const known = places[network]
  const isRemembered = (place: Place, now: number): boolean => (place[2] + 1) * DAY + placeMemory > now
  const stateWith = (changed: Places['places']): Places => {
    const kept = Object.entries(changed).filter(([, place]) => isRemembered(place, at))
    return { since, places: Object.fromEntries(kept) }
  }
  if (known !== undefined && isRemembered(known, time) && known[1] !== id) {
    const isSame = known[2] >= day && since === before?.since
    return { state: isSame ? before : stateWith({ ...places, [network]: usedOn(known, day) }), said: [] }
  }
  const state = known?.[1] === id ? before : stateWith(withPlace(places, network, [time, id, day]))
  return {
    state,
    said: time - since < placeLearning ? [] : [newPlace(event, network, Math.floor((time - since) / DAY))],
  }
}

function usedOn([first, id, lastDay]: Place, day: number): Place {
  return [first, id, Math.max(lastDay, day)]
}

function withPlace(places: Places['places'], network: string, place: Place): Places['places'] {
  const others = Object.entries(places).filter(([name]) => name !== network)
  const kept = others.length < MOST_PLACES ? others : others.toSorted(byUse).slice(1 - MOST_PLACES)
  return Object.fromEntries([...kept, [network, place]])
}

/** Those of a single day first: many new ones push out no usual one. Then the longest unused, then the newest. */
function byUse([one, first]: [string, Place], [other, second]: [string, Place]): number {
  const order = Number(isUsual(first)) - Number(isUsual(second)) || first[2] - second[2] || second[0] - first[0]
  return order || (one < other ? -1 : 1)
}

function isUsual([first, , lastDay]: Place): boolean {
  return Math.floor(first / DAY) < lastDay
}

function newPlace(event: Access, network: string, days: number): Said {
  const { time, context, service, ip, mailbox_address } = event
  const token_name = event.type === 'api_token_used' ? event.token_name : null
  return {
    event: {
      type: 'login_new_place',
      time,
      context,
      service,
      ip,
      mailbox_address,
      network,
      token_name,
      known_days: days,
    },
    window: Math.floor(time / DAY) * DAY,
    of: network,
  }
}

function shortOf(id: string): string {
  return hash('sha256', id, 'base64url').slice(0, 8)
}
