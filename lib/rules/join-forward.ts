import type { Event, EventOf } from '../event/event.ts'
import type { RuleNumbers } from './numbers.ts'
import type { RuleOutcome, Rule, Said, Tick } from './rule.ts'

/** Who added a forward, and from where. */
type Caller = Pick<EventOf<'forward_added_partial_ip'>, 'time' | 'context' | 'service' | 'mailbox_address' | 'ip'> & {
  readonly isUsed: boolean
}

/** What was added. */
type Added = Pick<
  EventOf<'forward_added_partial_recipient'>,
  'time' | 'context' | 'mailbox_address' | 'forward_recipient' | 'forward_type' | 'actor'
>

/** Halves that wait, in the order of time. */
interface Halves {
  readonly callers: readonly Caller[]
  readonly added: readonly Added[]
}

const NONE: Halves = { callers: [], added: [] }

/** So many of each half wait at most; beyond that all are said at once, as they are. */
const MOST = 500

/** All halves have one key: of an account and its mailboxes no half tells that they belong together. */
const KEY = 'forwards'

/** Seconds within which the same forward is told by two sources: cPanel's hook and App::Spoor's. */
const SAME = 2

/**
 * Joins who added a forward, as access_log has it, with where it leads, as a hook or error_log tells: one event, in
 * which null stands for what nobody told in time. The caller is the mailbox itself, or the account that the hook names.
 * A call may add several forwards, and a forward may be told twice.
 */
export function joinForward({ forwardWait: wait }: RuleNumbers): Rule<Halves> {
  return {
    name: 'join-forward',
    version: 1,
    kinds: ['forward_added_partial_ip', 'forward_added_partial_recipient'],
    says: ['forward_added'],
    window: 2 * wait,
    keys: (event) => (isHalf(event) ? [KEY] : []),
    step: (before = NONE, heard) => {
      if ('tick' in heard) return outcomeOf(before, heard, wait)
      const { event } = heard
      if (!isHalf(event)) return { state: before, said: [] }
      const halves = withHalf(before, event)
      const isFull = Math.max(halves.added.length, halves.callers.length) > MOST
      return outcomeOf(halves, { tick: isFull ? Infinity : event.time }, wait)
    },
  }
}

type Half = EventOf<'forward_added_partial_ip' | 'forward_added_partial_recipient'>

function isHalf(event: Event): event is Half {
  return event.type === 'forward_added_partial_ip' || event.type === 'forward_added_partial_recipient'
}

function withHalf({ callers, added }: Halves, half: Half): Halves {
  const { time, context, mailbox_address } = half
  if (half.type === 'forward_added_partial_ip') {
    const { service, ip } = half
    return { callers: [...callers, { time, context, service, mailbox_address, ip, isUsed: false }], added }
  }
  const { forward_recipient, forward_type, actor } = half
  const one: Added = { time, context, mailbox_address, forward_recipient, forward_type, actor }
  const known = added.findIndex((other) => isSame(one, other))
  const told = added[known]
  if (told === undefined) return { callers, added: [...added, one] }
  return { callers, added: added.with(known, { ...told, actor: told.actor ?? actor }) }
}

function isSame(one: Added, other: Added): boolean {
  const isSoon = Math.abs(one.time - other.time) <= SAME
  return isSoon && one.mailbox_address === other.mailbox_address && one.forward_recipient === other.forward_recipient
}

/** Says what has waited long enough: a new forward for its caller, and a caller for a forward that comes later. */
function outcomeOf({ callers: before, added }: Halves, { tick }: Tick, wait: number): RuleOutcome<Halves> {
  const callers = [...before]
  const said: Said[] = []
  for (const each of added.filter(({ time }) => time + wait <= tick)) {
    const index = callerOf(each, callers, wait)
    const caller = callers[index]
    if (caller !== undefined) callers[index] = { ...caller, isUsed: true }
    said.push(joined(each, caller))
  }
  const isOver = ({ time }: Caller): boolean => time + 2 * wait <= tick
  said.push(...callers.filter((caller) => isOver(caller) && !caller.isUsed).map(alone))
  const left = {
    callers: callers.filter((caller) => !isOver(caller)),
    added: added.filter(({ time }) => time + wait > tick),
  }
  if (left.callers.length + left.added.length === 0) return { state: undefined, said }
  const wake = Math.min(
    ...left.added.map(({ time }) => time + wait),
    ...left.callers.map(({ time }) => time + 2 * wait),
  )
  return { state: left, said, wake }
}

/**
 * The index of the caller of a new forward: the mailbox itself before its account, then the nearest in time, then one
 * that has no forward yet; -1 if nobody called in time.
 */
function callerOf({ time, mailbox_address, actor }: Added, callers: readonly Caller[], wait: number): number {
  let [best, least] = [-1, Infinity]
  for (const [index, caller] of callers.entries()) {
    const distance = Math.abs(caller.time - time)
    const isMailbox = caller.mailbox_address.toLowerCase() === mailbox_address.toLowerCase()
    if (distance > wait || !(isMailbox || caller.mailbox_address === actor)) continue
    const rank = (isMailbox ? 0 : 1e6) + 2 * distance + (caller.isUsed ? 1 : 0)
    if (rank < least) [best, least] = [index, rank]
  }
  return best
}

/** A new forward, and its caller if that is known. */
function joined(added: Added, caller: Caller | undefined): Said {
  const { forward_recipient, forward_type, actor } = added
  const leads = { forward_recipient, forward_type, actor }
  return conclusion(added, { ip: caller?.ip ?? null, service: caller?.service ?? null, ...leads })
}

/** A call whose forward nobody told. */
function alone({ ip, service, ...who }: Caller): Said {
  return conclusion(who, { ip, service, forward_recipient: null, forward_type: null, actor: null })
}

function conclusion(
  { time, context, mailbox_address }: Pick<Added, 'time' | 'context' | 'mailbox_address'>,
  told: Pick<EventOf<'forward_added'>, 'ip' | 'service' | 'forward_recipient' | 'forward_type' | 'actor'>,
): Said {
  // App::Spoor's hook calls a forward one of the domain if the account made it; it is one of the mailbox all the same.
  const whom = { context: mailbox_address.includes('@') ? 'mailbox' : context, mailbox_address } as const
  const { ip, forward_recipient } = told
  const of = forward_recipient === null ? `by ${ip}` : `to ${forward_recipient}`
  return { event: { type: 'forward_added', time, ...whom, ...told }, window: time, of: `${mailbox_address} ${of}` }
}
