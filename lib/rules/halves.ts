import type { Event, EventOf } from '../event/event.ts'
import type { Heard, Rule, RuleOutcome, Said, Tick } from './rule.ts'

/** What becomes one event, whether a forward is added or removed. */
type JoinedForward = EventOf<'forward_added' | 'forward_deleted'>

type Whom = Pick<JoinedForward, 'time' | 'context' | 'mailbox_address'>
type Leads = Pick<JoinedForward, 'forward_recipient' | 'forward_type'>

/** Somebody who asked cPanel to change forwards, from where, and which one if the request names it. */
export interface ForwardCaller extends Whom, Leads, Pick<JoinedForward, 'service' | 'ip'> {
  readonly isUsed: boolean
}

/** A forward that was changed, and the account that did it if that is told. */
export interface ForwardChange extends Whom, Leads, Pick<JoinedForward, 'actor'> {}

/** Halves that wait, in the order of time. */
export interface Halves {
  readonly callers: readonly ForwardCaller[]
  readonly changed: readonly ForwardChange[]
}

/** How halves are joined. */
export interface Joining {
  /** Seconds that one half waits for the other. */
  readonly wait: number
  readonly says: JoinedForward['type']
  /** The half that an event is; undefined for none. */
  readonly halfOf: (event: Event) => ForwardCaller | ForwardChange | undefined
}

const NONE: Halves = { callers: [], changed: [] }

/** So many of each half wait at most; beyond that those of the busiest are said at once, as they are. */
const MOST = 500

/** All halves have one key: of an account and its mailboxes no half tells that they belong together. */
const KEY = 'forwards'

/** Seconds within which the same change is told by two sources: cPanel's hook and App::Spoor's. */
const SAME = 2

/**
 * The part of a rule that joins who changed a forward, as access_log has it, with what was changed, as a hook or
 * error_log tells: one event, in which null stands for what nobody told in time. The caller is the mailbox itself, or
 * the account that did it. A call may change several forwards, and a change may be told twice.
 */
export function joining({ wait, says, halfOf }: Joining): Pick<Rule<Halves>, 'window' | 'keys' | 'step'> {
  return {
    window: 2 * wait,
    keys: (event) => (halfOf(event) === undefined ? [] : [KEY]),
    step: (before = NONE, heard: Heard | Tick) => {
      if ('tick' in heard) return outcomeOf(before, heard, { wait, says })
      const half = halfOf(heard.event)
      if (half === undefined) return { state: before, said: [] }
      const halves = withHalf(before, half)
      const isFull = Math.max(halves.changed.length, halves.callers.length) > MOST
      return isFull
        ? relieved(halves, half.time, { wait, says })
        : outcomeOf(halves, { tick: half.time }, { wait, says })
    },
  }
}

/** Says all halves of the mailbox or account that has the most, so that nobody else's suffer from its flood. */
function relieved({ callers, changed }: Halves, tick: number, ways: Ways): RuleOutcome<Halves> {
  const counts = new Map<string, number>()
  for (const { mailbox_address: name } of [...callers, ...changed]) counts.set(name, (counts.get(name) ?? 0) + 1)
  const [busiest] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))
  const isIts = ({ mailbox_address: name }: Whom): boolean => name === busiest
  const its = { callers: callers.filter(isIts), changed: changed.filter(isIts) }
  const rest = {
    callers: callers.filter((each) => !isIts(each)),
    changed: changed.filter((each) => !isIts(each)),
  }
  const others = outcomeOf(rest, { tick }, ways)
  return { ...others, said: [...outcomeOf(its, { tick: Infinity }, ways).said, ...others.said] }
}

function withHalf({ callers, changed }: Halves, half: ForwardCaller | ForwardChange): Halves {
  if ('isUsed' in half) return { callers: [...callers, half], changed }
  const known = changed.findIndex((other) => isSame(half, other))
  const told = changed[known]
  if (told === undefined) return { callers, changed: [...changed, half] }
  return { callers, changed: changed.with(known, { ...told, actor: told.actor ?? half.actor }) }
}

function isSame(one: ForwardChange, other: ForwardChange): boolean {
  const isSoon = Math.abs(one.time - other.time) <= SAME
  const isIts = one.mailbox_address.toLowerCase() === other.mailbox_address.toLowerCase()
  return isSoon && isIts && one.forward_recipient === other.forward_recipient
}

type Ways = Omit<Joining, 'halfOf'>

/** Says what has waited long enough: a change for its caller, and a caller for a change that comes later. */
function outcomeOf({ callers: before, changed }: Halves, { tick }: Tick, { wait, says }: Ways): RuleOutcome<Halves> {
  const callers = [...before]
  const said: Said[] = []
  for (const each of changed.filter(({ time }) => time + wait <= tick)) {
    const index = callerOf(each, callers, wait)
    const caller = callers[index]
    if (caller !== undefined) callers[index] = { ...caller, isUsed: true }
    said.push(conclusion(says, { ...each, ip: caller?.ip ?? null, service: caller?.service ?? null }))
  }
  const isOver = ({ time }: Whom): boolean => time + 2 * wait <= tick
  for (const { isUsed, ...caller } of callers)
    if (!isUsed && isOver(caller)) said.push(conclusion(says, { ...caller, actor: null }))
  const left = {
    callers: callers.filter((caller) => !isOver(caller)),
    changed: changed.filter(({ time }) => time + wait > tick),
  }
  if (left.callers.length + left.changed.length === 0) return { state: undefined, said }
  const wake = Math.min(
    ...left.changed.map(({ time }) => time + wait),
    ...left.callers.map(({ time }) => time + 2 * wait),
  )
  return { state: left, said, wake }
}

/**
 * The index of the caller of a change: the mailbox itself before its account, then the nearest in time, then one that
 * has no change yet; -1 if nobody called in time.
 */
function callerOf(changed: ForwardChange, callers: readonly ForwardCaller[], wait: number): number {
  const { time, mailbox_address, actor } = changed
  let [best, least] = [-1, Infinity]
  for (const [index, caller] of callers.entries()) {
    const distance = Math.abs(caller.time - time)
    const isMailbox = caller.mailbox_address.toLowerCase() === mailbox_address.toLowerCase()
    if (distance > wait || !(isMailbox || caller.mailbox_address === actor) || !mayLead(caller, changed)) continue
    const rank = (isMailbox ? 0 : 1e6) + 2 * distance + (caller.isUsed ? 1 : 0)
    if (rank < least) [best, least] = [index, rank]
  }
  return best
}

/** Whether a request can be about a forward: it names no other. */
function mayLead({ forward_recipient: asked }: ForwardCaller, { forward_recipient: done }: ForwardChange): boolean {
  return asked === null || done === null || asked === done
}

function conclusion(
  type: JoinedForward['type'],
  { time, context, service, ip, mailbox_address, forward_recipient, forward_type, actor }: Omit<JoinedForward, 'type'>,
): Said {
  const of = `${forward_recipient === null ? '' : `to ${forward_recipient} `}by ${ip}`
  return {
    event: {
      type,
      time,
      // What an account changes of a mailbox concerns the mailbox all the same.
      context: mailbox_address.includes('@') ? 'mailbox' : context,
      service,
      ip,
      mailbox_address,
      forward_recipient,
      forward_type,
      actor,
    },
    window: time,
    of: `${mailbox_address} ${of}`,
  }
}
