import type { Message } from '../../lib/notify/message.ts'
import { counted } from '../../lib/terminal/count.ts'
import { dataOf, importanceOf, type MessageParts } from './alert-message.ts'
import { quoted, stampOf } from './incident-words.ts'
import type { ToldIncident } from './told-incident.ts'

/** The most incidents that one message lists. */
export const MOST_LISTED = 200

/** An incident in a list. */
export type ListedIncident = Pick<ToldIncident, 'incident' | 'link'>

/** What makes a message that joins others, besides the incidents. */
export interface JoinedParts extends MessageParts {
  /** The name of the channel. */
  readonly channel: string
  /** How many incidents it is about; more than are listed if those are too many. */
  readonly count: number
}

/** One message in place of several: a digest, or what goes beyond what a channel may get in an hour. */
export function joinedMessage(listed: readonly ListedIncident[], parts: JoinedParts): Message {
  const { id, time, rule, reason, channel, count } = parts
  const some = counted(count, 'incident')
  const why =
    reason === 'digest'
      ? `What the rule ${rule} told since the last digest: ${some}, as they are now.`
      : `The channel ${channel} got as many messages as it may get in an hour, so these come together: ${some}, as they are now.`
  const left = count - listed.length
  const lines = listed.map(
    ({ incident, link }) =>
      `- [${incident.severity}, ${incident.state}] ${quoted(incident.sentence)} (incident ${incident.id}, since ${stampOf(incident.firstStep)})${link === null ? '' : `\n  ${link}`}`,
  )
  return {
    id,
    thread: `${reason}-${channel}-${rule}`,
    time,
    importance: listed.some(({ incident }) => importanceOf(incident) === 'high') ? 'high' : 'normal',
    subject: reason === 'digest' ? `[spoor] Digest of ${rule}` : '[spoor] Many incidents at once',
    text: [why, '', ...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n'),
    data: { rule, reason, count, incidents: listed.map(({ incident, link }) => dataOf(incident, link)) },
  }
}

/** The message that tries a channel. */
export function testMessage({ id, time }: Pick<MessageParts, 'id' | 'time'>, channel: string, who: string): Message {
  return {
    id,
    thread: 'test',
    time,
    importance: 'normal',
    subject: '[spoor] Test',
    text: `This is a test of the channel ${channel}, which ${quoted(who)} asked for. Nothing happened.`,
    data: { reason: 'test', channel },
  }
}
