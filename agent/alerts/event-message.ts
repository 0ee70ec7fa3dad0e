import type { Message } from '../../lib/notify/message.ts'
import { quoted } from '../../lib/notify/shown-text.ts'
import type { AlertParts } from './alert-message.ts'
import type { ToldEvent } from './told-event.ts'

/** The message about one event, whose id it has: the same in every try, and after a kill. */
export function eventMessage(event: ToldEvent, { alert, host, time }: AlertParts): Message {
  const server = quoted(host, 120)
  return {
    id: event.id,
    thread: `agent-${host}-alert-${alert.name}`,
    time,
    importance: 'normal',
    subject: `[spoor] ${event.type} on ${server}`,
    text: event.words,
    data: { reason: 'alert', alert: alert.name, host: server, ...event },
  }
}
