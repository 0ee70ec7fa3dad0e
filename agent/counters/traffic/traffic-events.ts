import type { Event } from '../../../lib/event/event.ts'
import type { LoginRule, LoginWord } from '../../../lib/traffic/guard/login-guard.ts'
import { clientAddress } from '../../drivers/client-address.ts'
import type { CountedNews } from '../counter.ts'
import type { BoardWord } from './guard-board.ts'

/** An event with its name. */
export type NamedEvent = CountedNews['events'][number]

/** What a guard says, as an event. Its name is the same whenever the same interval decides. */
export function trafficEvent(said: BoardWord): NamedEvent {
  const event = eventOf(said)
  return { event, name: nameOf(event, `${said.rule.measure}:${said.vhost ?? ''}`) }
}

/** What is said of an address that sends passwords, as an event. */
export function webLoginEvent({ window }: LoginRule, { says, value, limit, at, address }: LoginWord): NamedEvent {
  const event = {
    type: says === 'high' ? 'web_logins_high' : 'web_logins_recovered',
    time: at,
    context: 'system',
    service: null,
    // A log may have names of hosts instead.
    ip: clientAddress(address) ?? null,
    value,
    limit,
    seconds: window,
  } as const
  return { event, name: nameOf(event, `logins:${address}`) }
}

function eventOf({ vhost, rule, word, window }: BoardWord): Event {
  const { says, at: time } = word
  const isHigh = says === 'high'
  const context = vhost === null ? 'system' : 'domain'
  const { value, limit } = comparedIn(word, window)
  const common = { time, context, service: null, vhost } as const
  const seconds = rule.window
  const { measure } = rule
  if (measure === 'silence')
    return isHigh
      ? { type: 'traffic_silent', ...common, limit, seconds }
      : { type: 'traffic_resumed', ...common, value, seconds }
  if (!isHigh) return { type: 'traffic_recovered', ...common, measure, value, limit, seconds }
  if (measure === 'errors') return { type: 'traffic_errors_high', ...common, value, limit, seconds }
  return { type: 'traffic_high', ...common, measure, value, limit, seconds }
}

/** In whole requests or bytes: of errors, how many there were, and how many may be. */
function comparedIn(
  { measure, value, limit }: BoardWord['word'],
  { requests, errors }: BoardWord['window'],
): { readonly value: number; readonly limit: number } {
  if (measure !== 'errors') return { value, limit: Math.floor(limit) }
  return { value: errors, limit: Math.floor(limit * requests) }
}

function nameOf({ type, time }: Event, of: string): string {
  return `${type}:${of}:${time}`
}
