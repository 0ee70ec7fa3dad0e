import type { Event, EventOf } from '../event/event.ts'
import { concernedMailbox } from './concerned-mailbox.ts'
import type { RuleNumbers } from './numbers.ts'
import type { Rule, RuleOutcome, Said } from './rule.ts'

/** So many of each are remembered of a mailbox. */
const MOST = 20

/** Seconds after a change within which the backstop finds it: it looks every five minutes, and may miss a look. */
const LATEST = 900

type Caller = Pick<EventOf<'forward_added_partial_ip'>, 'time' | 'ip' | 'service'>

type Found = Pick<EventOf<'forward_found'>, 'time' | 'mailbox_address' | 'forward_recipient' | 'forward_type'>

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
 * whose forward is whose.
 */
export function joinFound({ forwardWait: wait }: RuleNumbers): Rule<Lately> {
  return {
    name: 'join-found',
    version: 1,
    kinds: ['forward_added_partial_ip', 'forward_added_partial_recipient', 'forward_found'],
    says: ['forward_added'],
    window: LATEST,
    keys: (event) => [concernedMailbox(event)].filter((mailbox) => mailbox !== undefined),
    step: (before = NOTHING, heard) => {
      if ('tick' in heard) return afterWait(before, heard.tick, wait)
      const state = withHalf(before, heard.event)
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
  if (event.type !== 'forward_found') return { callers, told, found }
  const { time, mailbox_address, forward_recipient, forward_type } = event
  return { callers, told, found: [...found, { time, mailbox_address, forward_recipient, forward_type }].slice(-MOST) }
}

function wakeFor({ found }: Lately, wait: number): number | undefined {
  return found.length === 0 ? undefined : Math.min(...found.map(({ time }) => time + wait))
}

function afterWait(state: Lately, tick: number, wait: number): RuleOutcome<Lately> {
  const said: Said[] = []
  const told = [...state.told]
  for (const each of state.found.filter(({ time }) => time + wait <= tick)) {
    const { time, forward_recipient: recipient } = each
    const caller = state.callers.find((caller) => Math.abs(caller.time - time) <= wait)
    // The file's time is that of its last change: of two callers the wrong one could be blamed.
    const isOne = state.callers.every(({ ip }) => ip === caller?.ip)
    if (recipient === null || told.includes(recipient) || caller === undefined || !isOne) continue
    told.push(recipient)
    const { ip, service } = caller
    const event = { type: 'forward_added', context: 'mailbox', service, ip, actor: null, ...each } as const
    said.push({ event, window: time, of: `to ${recipient}` })
  }
  const after = { ...state, told: told.slice(-MOST), found: state.found.filter(({ time }) => time + wait > tick) }
  return { state: after, said, wake: wakeFor(after, wait) }
}
