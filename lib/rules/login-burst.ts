import { hash } from 'node:crypto'
import type { Event, EventOf } from '../event/event.ts'
import { LONGEST_ADDRESS } from './concerned-mailbox.ts'
import { isLogin } from './logged-in.ts'
import { networkOf } from './network.ts'
import type { RuleNumbers } from './numbers.ts'
import type { RuleOutcome, Rule, Said, Subject } from './rule.ts'
import { type Counted, type WindowCount, countOn, halfOf, startOf } from './window-count.ts'

/** Whose logins failed, or from where, as short digests and as far as it matters: each with the half it was in last. */
type Seen = Readonly<Record<string, number>>

/** Logins of one mailbox fail from so many networks: whoever guesses has them all. */
const MOST_NETWORKS = 32

/** What failed lately for one address, network or mailbox. */
interface Failures {
  readonly count: WindowCount
  /** Of an address or a network; of a mailbox the addresses, two at most. */
  readonly names: Seen
  /** Of a network; of a mailbox the networks, and one for all failures from nobody knows where. */
  readonly addresses: Seen
  /** The last burst that makes logins suspicious: its id, and when it was last going on. */
  readonly burst?: { readonly id: string; readonly time: number }
}

type Attempt = EventOf<'login_failed' | 'login' | 'session_opened'>

/**
 * Says that many logins fail: from one address, of one mailbox, or of many names from one address or network; and that
 * somebody logged in soon after, to that mailbox, or from that address if many names had failed.
 */
export function loginBurst(numbers: RuleNumbers): Rule<Failures> {
  const { loginWindow } = numbers
  return {
    name: 'login-burst',
    version: 1,
    kinds: ['login_failed', 'login', 'session_opened'],
    says: ['login_burst', 'login_after_burst'],
    window: 2 * loginWindow,
    matters: ({ burst }) => burst !== undefined,
    keys: (event) => (isAttempt(event) ? keysOf(event) : []),
    step: (state, heard, subject) => {
      if ('tick' in heard || !isAttempt(heard.event)) return { state, said: [] }
      const { event, id } = heard
      return event.type !== 'login_failed'
        ? { state, said: afterLogin(state, event, id, { key: subject.key, seconds: loginWindow }) }
        : afterFailure(state, event, subject, numbers)
    },
  }
}

function isAttempt(event: Event): event is Attempt {
  return event.type === 'login_failed' || isLogin(event)
}

function keysOf({ type, ip, mailbox_address: name }: Attempt): readonly string[] {
  const network = ip === null || type !== 'login_failed' ? undefined : networkOf(ip)
  return [
    ...(ip === null ? [] : [`address ${ip}`]),
    ...(network === undefined ? [] : [`network ${network}`]),
    ...(name.length > LONGEST_ADDRESS ? [] : [`mailbox ${name.toLowerCase()}`]),
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
): RuleOutcome<Failures> {
  const { loginWindow: seconds, namesByAddress } = numbers
  const { what } = subjectOf(subject.key)
  const counted = countFailure(before, event, what, numbers)
  // It comes too late.
  if (counted === undefined) return { state: before, said: [] }
  const kept = recentOf(before, counted.state.start - halfOf(seconds))
  const seen = withSeen(kept, what, event, { half: counted.state.start, most: namesByAddress })
  const isSpread = spreadBy(what, namesByAddress)
  const spread = { isOn: isSpread(seen), isNew: isSpread(seen) && !isSpread(kept) }
  const count = { failures: counted, names: { ...counted, count: Object.keys(seen.names).length } }
  const said = [
    ...(counted.isNew && what !== 'network'
      ? [burstOf(event, sourceOf(event, subject, seen), count.failures, seconds, `${counted.level}`)]
      : []),
    ...(spread.isNew ? [burstOf(event, sourceOf(event, subject, seen), count.names, seconds, 'names')] : []),
  ]
  const suspicious = said.find(({ of }) => what === 'mailbox' || of === 'names')
  const goesOn = what === 'mailbox' ? counted.level > 0 : spread.isOn
  const last = burstAfter(before, suspicious && subject.idOf(suspicious), goesOn ? event.time : undefined)
  return { state: { count: counted.state, ...seen, ...last }, said }
}

function countFailure(
  before: Failures | undefined,
  { time, attempts }: EventOf<'login_failed'>,
  what: string,
  { loginWindow: seconds, failuresByAddress, failuresOfMailbox }: RuleNumbers,
): Counted | undefined {
  const limit = what === 'mailbox' ? failuresOfMailbox : failuresByAddress
  return countOn(before?.count, { time, by: attempts ?? 1 }, { seconds, limit })
}

/** What was seen in the half that began then, or after it. */
function recentOf(before: Failures | undefined, since: number): AllSeen {
  const recent = (seen: Seen = {}): Seen => Object.fromEntries(Object.entries(seen).filter(([, half]) => half >= since))
  return { names: recent(before?.names), addresses: recent(before?.addresses) }
}

/** The last burst: a new one by its id, or the one before, which goes on at a time. */
function burstAfter(before: Failures | undefined, newId?: string, newTime?: number): Pick<Failures, 'burst'> {
  const [id, time] = [newId ?? before?.burst?.id, newTime ?? before?.burst?.time]
  return id === undefined || time === undefined ? {} : { burst: { id, time } }
}

type AllSeen = Pick<Failures, 'names' | 'addresses'>

/** Whether so many names failed that it is a burst. One address has a burst of its own; that of a network needs two. */
function spreadBy(what: string, limit: number): (seen: AllSeen) => boolean {
  const least = what === 'network' ? 2 : 0
  return ({ names, addresses }) =>
    what !== 'mailbox' && Object.keys(names).length >= limit && Object.keys(addresses).length >= least
}

/** Names and addresses with those of one more failure, as far as they matter. */
function withSeen(
  { names, addresses }: AllSeen,
  what: string,
  { mailbox_address, ip }: EventOf<'login_failed'>,
  { half, most }: { readonly half: number; readonly most: number },
): AllSeen {
  return {
    names: what === 'mailbox' ? withOne(names, ip ?? '', half, 2) : withOne(names, mailbox_address, half, most),
    addresses: withAddress(addresses, what, ip, half),
  }
}

function withAddress(addresses: Seen, what: string, ip: string | null, half: number): Seen {
  if (what === 'network' && ip !== null) return withOne(addresses, ip, half, 2)
  if (what !== 'mailbox') return addresses
  return withOne(addresses, (ip === null ? undefined : networkOf(ip)) ?? '', half, MOST_NETWORKS)
}

/** With one more text, unless there are enough others. */
function withOne(seen: Seen, text: string, half: number, most: number): Seen {
  const short = shortOf(text)
  return short in seen || Object.keys(seen).length < most ? { ...seen, [short]: half } : seen
}

function shortOf(text: string): string {
  return hash('sha256', text.toLowerCase(), 'base64url').slice(0, 8)
}

/** Whose failures they are, and from where all of them come, if that is one address or network. */
type Source = Readonly<Record<'ip' | 'network' | 'mailbox_address', string | null>>

function sourceOf({ ip, mailbox_address }: EventOf<'login_failed'>, { key }: Subject, seen: AllSeen): Source {
  const { what, which } = subjectOf(key)
  if (what === 'address') return { ip: which, network: null, mailbox_address: null }
  if (what === 'network') return { ip: null, network: which, mailbox_address: null }
  const network = ip === null || Object.keys(seen.addresses).length > 1 ? null : (networkOf(ip) ?? null)
  const isOne = network !== null && Object.keys(seen.names).length === 1
  return { ip: isOne ? ip : null, network: isOne ? null : network, mailbox_address }
}

/** A burst of failures at a level, or of `names`. */
function burstOf(
  { time, context }: EventOf<'login_failed'>,
  source: Source,
  { state: { start }, count }: Pick<Counted, 'state' | 'count'>,
  seconds: number,
  of: string,
): Said {
  const event = {
    type: 'login_burst',
    time,
    context: source.mailbox_address === null ? 'system' : context,
    service: null,
    ...source,
    counted: of === 'names' ? 'names' : 'failures',
    count,
    seconds,
  } as const
  return { event, window: start, of }
}

function afterLogin(
  state: Failures | undefined,
  { time, context, service, ip, mailbox_address }: EventOf<'login' | 'session_opened'>,
  id: string,
  { key, seconds }: Pick<Subject, 'key'> & { readonly seconds: number },
): readonly Said[] {
  const burst = state?.burst
  if (burst === undefined || time < burst.time || time > burst.time + seconds) return []
  if (key.startsWith('mailbox ') && !mayHaveGuessed(state, ip)) return []
  const event = {
    type: 'login_after_burst',
    time,
    context,
    service,
    ip,
    mailbox_address,
    parts: `${burst.id} ${id}`,
  } as const
  return [{ event, window: startOf(time, seconds), of: `${burst.id} ${mailbox_address}` }]
}

/**
 * Whether a login to a mailbox may be by who guessed: its owner logs in meanwhile, too, from another network. Guessing
 * from very many networks hides which one was right.
 */
function mayHaveGuessed(state: Failures | undefined, ip: string | null): boolean {
  const networks = state?.addresses ?? {}
  const network = ip === null ? undefined : networkOf(ip)
  return network === undefined || shortOf(network) in networks || Object.keys(networks).length >= MOST_NETWORKS
}
