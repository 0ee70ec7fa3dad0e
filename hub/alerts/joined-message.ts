import type { Message } from '../../lib/notify/message.ts'
import { quoted } from '../../lib/notify/shown-text.ts'
import { counted } from '../../lib/terminal/count.ts'
import { utcStamp } from '../../lib/time/date-and-time.ts'
import { incidentForPrograms } from '../incidents/incident-for-programs.ts'
import { importanceOf, type MessageParts } from './alert-message.ts'
import type { ToldIncident } from './told-incident.ts'

/** The most incidents that one message lists. */
export const MOST_LISTED = 200

/** An incident in a list. */
export interface ListedIncident extends Pick<ToldIncident, 'incident' | 'link'> {
  /** The only server that it concerns; empty if there are several, or none. */
  readonly host: string
}

/** What makes a message that joins others, besides the incidents. */
export interface JoinedParts extends MessageParts {
  /** The name of the channel. */
  readonly channel: string
  /** How many incidents it is about, by server; more than are listed if those are too many. */
  readonly countOf: ReadonlyMap<string, number>
}

/** One message in place of several: a digest, or what goes beyond what a channel may get in an hour. */
export function joinedMessage(listed: readonly ListedIncident[], parts: JoinedParts): Message {
  const { id, time, rule, reason, channel, countOf } = parts
  const count = sumOf(countOf.values())
  const some = counted(count, 'incident')
  const why =
    reason === 'digest'
      ? `What the rule ${rule} told since the last digest: ${some}, as they are now.`
      : `The channel ${channel} got as many messages as it may get in an hour, or one server its share of them, so these come together: ${some}, as they are now.`
  const hosts = [...Map.groupBy(listed, ({ host }) => host)].map(([host, own]) => ({
    host,
    count: countOf.get(host) ?? own.length,
    own,
  }))
  const left = count - sumOf(hosts.map((each) => each.count))
  const others =
    left === 0 ? [] : ['', `… and ${left} more of ${counted(countOf.size - hosts.length, 'further server')}`]
  return {
    id,
    thread: `${reason}-${channel}-${rule}`,
    time,
    importance: listed.some(({ incident }) => importanceOf(incident) === 'high') ? 'high' : 'normal',
    subject: reason === 'digest' ? `[spoor] Digest of ${rule}` : '[spoor] Many incidents at once',
    text: [why, ...hosts.flatMap(linesOf), ...others].join('\n'),
    data: {
      rule,
      reason,
      count,
      hosts: hosts.map(({ host, count: its }) => ({ host, count: its })),
      incidents: listed.map(({ incident, link }) => ({ ...incidentForPrograms(incident), link })),
    },
  }
}

function linesOf({ host, count, own }: { host: string; count: number; own: readonly ListedIncident[] }): string[] {
  const lines = own.map(
    ({ incident, link }) =>
      `- [${incident.severity}, ${incident.state}] ${quoted(incident.sentence)} (incident ${incident.id}, since ${utcStamp(incident.firstStep)})${link === null ? '' : `\n  ${link}`}`,
  )
  const left = count - own.length
  const title = host === '' ? 'Several hosts, or none' : quoted(host)
  return ['', `${title}: ${counted(count, 'incident')}`, ...lines, ...(left > 0 ? [`… and ${left} more`] : [])]
}

function sumOf(counts: Iterable<number>): number {
  return [...counts].reduce((sum, count) => sum + count, 0)
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
