import { hash } from 'node:crypto'
import type { Event, EventOf } from '../event/event.ts'
import { networkOf } from './network.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Outcome, Rule, Said, Subject } from './rule.ts'
import { type WindowCount, countOn, startOf } from './window-count.ts'

/** Whose logins failed, and from where, as short digests and as far as it matters. */
interface Seen {
  readonly names: readonly string[]
  readonly addresses: readonly string[]
}

/** What failed for one address, network or mailbox in one window. */
interface Failures extends WindowCount, Seen {
  /** The last burst that makes the logins after it suspicious: its id, and when it was said. */
  readonly burst?: { readonly id: string; readonly time: number }
}

type Attempt = EventOf<'login_failed' | 'login'>

/** A longer name is none of a mailbox, and thousands of them would be much to remember. */
const LONGEST_NAME = 320

/**
 * Says that many logins fail: from one address, of one mailbox, or of many names from one address or network; and that
 * somebody logged in soon after, to that mailbox, or from that address if many names had failed.
 */
export function loginBurst(numbers: RuleNumbers): Rule<Failures> {
  const { loginWindow } = numbers
  return {
    name: 'login-burst',
    version: 1,
    kinds: ['login_failed', 'login'],
    says: ['login_burst', 'login_after_burst'],
    window: 2 * loginWindow,
    keys: (event) => (isAttempt(event) ? keysOf(event) : []),
    step: (state, heard, subject) => {
      if ('tick' in heard || !isAttempt(heard.event)) return { state, said: [] }
      const { event, id } = heard
      return event.type === 'login'
        ? { state, said: afterLogin(state, event, id, loginWindow) }
        : afterFailure(state, event, subject, numbers)
    },
  }
}

function isAttempt(event: Event): event is Attempt {
  return event.type === 'login_failed' || event.type === 'login'
}

function keysOf({ type, ip, mailbox_address: name }: Attempt): readonly string[] {
  const network = ip === null || type === 'login' ? undefined : networkOf(ip)
  return [
    ...(ip === null ? [] : [`address ${ip}`]),
    ...(network === undefined ? [] : [`network ${network}`]),
    ...(name.length > LONGEST_NAME ? [] : [`mailbox ${name.toLowerCase()}`]),
  ]
}

/** What is counted for a key: `address 192.0.2.1`, `network 192.0.2.0/24` or `mailbox anna@example.com`. */
function subjectOf(key: string): { readonly what: string; readonly which: string } {
  const [what = '', which = ''] = key.split(' ')
  return { what, which }
}

function afterFailure(
  before: Failures | undefined,
  event: EventOf<'login_failed'>,
  subject: Subject,
  numbers: RuleNumbers,
): Outcome<Failures> {
  const { loginWindow: seconds, failuresByAddress, failuresOfMailbox, namesByAddress } = numbers
  const { what } = subjectOf(subject.key)
  const limit = what === 'mailbox' ? failuresOfMailbox : failuresByAddress
  const { level, ...counted } = countOn(before, { time: event.time, by: event.attempts ?? 1 }, { seconds, limit })
  // It comes too late.
  if (startOf(event.time, seconds) < counted.start) return { state: before, said: [] }
  const kept = before?.start === counted.start ? before : { names: [], addresses: [] }
  const seen = what === 'mailbox' ? kept : withSeen(kept, event, namesByAddress)
  const isSpread = spreadBy(what, namesByAddress)
  const said = [
    ...(what === 'network' || level === undefined ? [] : [burstOf(event, subject, counted, seconds, `${level}`)]),
    ...(isSpread(seen) && !isSpread(kept) ? [burstOf(event, subject, namesIn(seen, counted), seconds, 'names')] : []),
  ]
  const suspicious = said.find(({ of }) => what === 'mailbox' || of === 'names')
  return { state: { ...counted, ...seenIn(seen), ...lastBurst(before, suspicious, subject) }, said }
}

function seenIn({ names, addresses }: Seen): Seen {
  return { names, addresses }
}

function namesIn({ names }: Seen, { start }: WindowCount): WindowCount {
  return { start, count: names.length }
}

function lastBurst(before: Failures | undefined, said: Said | undefined, { idOf }: Subject): Pick<Failures, 'burst'> {
  if (said !== undefined) return { burst: { id: idOf(said), time: said.event.time } }
  return before?.burst === undefined ? {} : { burst: before.burst }
}

/** Whether so many names failed that it is a burst. One address has a burst of its own; that of a network needs two. */
function spreadBy(what: string, limit: number): (seen: Seen) => boolean {
  return ({ names, addresses }) => names.length >= limit && addresses.length >= (what === 'network' ? 2 : 0)
}

/** Names and addresses with those of one more failure. */
function withSeen({ names, addresses }: Seen, { mailbox_address, ip }: EventOf<'login_failed'>, most: number): Seen {
  return {
    names: withOne(names, mailbox_address, most),
    addresses: ip === null ? addresses : withOne(addresses, ip, 2),
  }
}

/** A burst of failures at a level, or of `names`. */
function burstOf(
  { time, context, mailbox_address: name }: EventOf<'login_failed'>,
  { key }: Subject,
  { start, count }: WindowCount,
  seconds: number,
  of: string,
): Said {
  const { what, which } = subjectOf(key)
  const event = {
    type: 'login_burst',
    time,
    context: what === 'mailbox' ? context : 'system',
    service: null,
    ip: what === 'address' ? which : null,
    network: what === 'network' ? which : null,
    mailbox_address: what === 'mailbox' ? name : null,
    counted: of === 'names' ? 'names' : 'failures',
    count,
    seconds,
  } as const
  return { event, window: start, of }
}

/** A list of distinct texts, as short digests, with one more of them unless it is full. */
function withOne(known: readonly string[], text: string, most: number): readonly string[] {
  if (known.length >= most) return known
  const short = hash('sha256', text.toLowerCase(), 'base64url').slice(0, 8)
  return known.includes(short) ? known : [...known, short]
}

function afterLogin(
  state: Failures | undefined,
  { time, context, service, ip, mailbox_address }: EventOf<'login'>,
  id: string,
  seconds: number,
): readonly Said[] {
  const burst = state?.burst
  if (burst === undefined || time < burst.time || time > burst.time + seconds) return []
  const event = {
    type: 'login_after_burst',
    time,
    context,
    service,
    ip,
    mailbox_address,
    parts: `${burst.id} ${id}`,
  } as const
  return [{ event, window: startOf(burst.time, seconds), of: `${burst.time} ${mailbox_address}` }]
}
