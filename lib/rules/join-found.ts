import type { Event, EventOf } from '../event/event.ts'
import { concernedMailbox } from './concerned-mailbox.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Heard, Rule, RuleOutcome, Said } from './rule.ts'

/** So many of each are remembered of a mailbox. */
const MOST = 20

/** Seconds after a change within which the backstop finds it: it looks every five minutes, and may miss a look. */
const LATEST = 900

type Caller = Pick<EventOf<'forward_added_partial_ip'>, 'time' | 'ip' | 'service'>

interface Found extends Heard {
  readonly event: EventOf<'forward_found'>
}

/** What is known of the forwards that a mailbox got lately. */
interface Lately {
  readonly callers: readonly Caller[]
  /** Where forwards lead of which a hook or error_log told. */
  readonly told: readonly string[]
  /** What was found, and waits for callers of the same moment. */
  readonly found: readonly Found[]
}

const NOTHING: Lately = { callers: [], told: [], found: [] }

/**
 * Says once more that a forward was added, now with both halves, if only the backstop told where it leads: minutes
 * after the caller was told alone. Only if all who called in these minutes have one address: the backstop cannot tell
 * whose forward is whose. A found forward that was told in one of these ways is no news for other rules, and may be of
 * somebody who is trusted: they hear of the others only.
 */
export function joinFound({ forwardWait: wait }: RuleNumbers): Rule<Lately> {
  return {
    name: 'join-found',
    version: 1,
    kinds: ['forward_added_partial_ip', 'forward_added_partial_recipient', 'forward_found'],
    says: ['forward_added'],
    holds: ['forward_found'],
    window: LATEST,
    keys: (event) => [concernedMailbox(event)].filter((mailbox) => mailbox !== undefined),
    step: (before = NOTHING, heard) => {
      if ('tick' in heard) return afterWait(before, heard.tick, wait)
      const { event, id } = heard
      if (event.type === 'forward_found') return afterFound(before, { event, id }, wait)
      const state = withHalf(before, event)
      return { state, said: [], wake: wakeFor(state, wait) }
    },
  }
}

function withHalf({ callers, told, found }: Lately, event: Event): Lately {
  if (event.type === 'forward_added_partial_ip') {
    const { time, ip, service } = event
    return { callers: [...callers, { time, ip, service }].slice(-MOST), told, found }
  }
  if (event.type === 'forward_added_partial_recipient' && event.forward_recipient !== null)
    return { callers, told: [...told, event.forward_recipient].slice(-MOST), found }
  return { callers, told, found }
}

/** Beyond the bound the first is passed on as it is. */
function afterFound(before: Lately, one: Found, wait: number): RuleOutcome<Lately> {
  const all = [...before.found, one]
  const state = { ...before, found: all.slice(-MOST) }
  return { state, said: [], passed: all.slice(0, -MOST), wake: wakeFor(state, wait) }
}

function wakeFor({ found }: Lately, wait: number): number | undefined {
  return found.length === 0 ? undefined : Math.min(...found.map(({ event }) => event.time + wait))
}

function afterWait(state: Lately, tick: number, wait: number): RuleOutcome<Lately> {
  const said: Said[] = []
  const passed: Heard[] = []
  const told = [...state.told]
  const isDue = ({ event: { time } }: Found): boolean => time + wait <= tick
  for (const each of state.found.filter(isDue)) {
    const { time, mailbox_address, forward_recipient: recipient, forward_type } = each.event
    if (recipient !== null && told.includes(recipient)) continue
    const caller = callerAt(time, state.callers, wait)
    if (recipient === null || caller === undefined) {
      passed.push(each)
      continue
    }
    told.push(recipient)
    const { ip, service } = caller
    const leads = { mailbox_address, forward_recipient: recipient, forward_type }
    const event = { type: 'forward_added', time, context: 'mailbox', service, ip, actor: null, ...leads } as const
    said.push({ event, window: time, of: `to ${recipient}` })
  }
  const after = { ...state, told: told.slice(-MOST), found: state.found.filter((each) => !isDue(each)) }
  return { state: after, said, passed, wake: wakeFor(after, wait) }
}

/** Who called at a time; undefined for nobody, and while there were others: the file's time is of its last change. */
function callerAt(time: number, callers: readonly Caller[], wait: number): Caller | undefined {
  const caller = callers.find((each) => Math.abs(each.time - time) <= wait)
  return callers.every(({ ip }) => ip === caller?.ip) ? caller : undefined
}
