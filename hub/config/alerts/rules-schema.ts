import * as v from 'valibot'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import { section } from '../../../lib/settings/section.ts'
import { duration, oneOrList, text, truth } from '../../../lib/settings/value.ts'
import { INCIDENT_KINDS } from '../../incidents/incident.ts'
import { shortName } from './short-name.ts'

const WEEK = 7 * 86_400_000

/** A duration of some seconds to a week, in seconds. */
function upToAWeek(least: number, fault: string): v.GenericSchema<string, number> {
  return v.pipe(
    duration,
    v.minValue(least, fault),
    v.maxValue(WEEK, 'is longer than a week'),
    v.transform((milliseconds) => Math.ceil(milliseconds / 1000)),
  )
}

const rule = section({
  name: v.pipe(
    text,
    shortName,
    v.description('Its name: a letter, then up to 31 of a-z 0-9 -.'),
    v.metadata({ example: 'takeovers' }),
  ),
  to: v.pipe(
    oneOrList(text),
    v.description('The channel that is told, or a list.'),
    v.metadata({ example: '[staff, chat]' }),
  ),
  severity: v.pipe(
    v.optional(v.picklist(SEVERITIES, `is none of ${SEVERITIES.join(', ')}`), 'high'),
    v.description('How severe an incident must be at least: info, low, medium, high or critical.'),
  ),
  kinds: v.pipe(
    v.optional(oneOrList(v.picklist(INCIDENT_KINDS, `is none of ${INCIDENT_KINDS.join(', ')}`))),
    v.description(`Which incidents: ${INCIDENT_KINDS.join(', ')}, or a list; without this all.`),
    v.metadata({ example: 'compromise' }),
  ),
  labels: v.pipe(
    v.optional(oneOrList(text)),
    v.description(
      'A label of servers, or a list: the incident must concern a server with one of these; without this any.',
    ),
    v.metadata({ example: '[shared, reseller]' }),
  ),
  wait: v.pipe(
    v.optional(upToAWeek(1, ''), '1m'),
    v.description('How long the first message waits for what else belongs to the incident.'),
  ),
  every: v.pipe(
    v.optional(upToAWeek(60_000, 'is less than a minute'), '30m'),
    v.description('The least time between two messages about one incident; a severity that rises is told at once.'),
  ),
  remind: v.pipe(
    v.optional(upToAWeek(300_000, 'is less than five minutes')),
    v.description('After how long an open incident that nobody takes care of is told again; without this never.'),
    v.metadata({ example: '4h' }),
  ),
  digest: v.pipe(
    v.optional(upToAWeek(60_000, 'is less than a minute')),
    v.description('Collect messages, and send them as one at multiples of this time, counted from midnight UTC.'),
    v.metadata({ example: '1d' }),
  ),
  recovery: v.pipe(
    v.optional(truth, 'true'),
    v.description('Whether the end of an incident that was told is told, too.'),
    v.metadata({ example: 'false' }),
  ),
})

/** The list `alerts.rules`: who is told of which incidents. */
export const alertRules = v.pipe(
  v.optional(v.array(rule), []),
  v.description(
    'Who is told of which incidents, and how often. Without any, every channel is told of every blind spot, and of all else from severity high on.',
  ),
  v.metadata({
    example: `
  - { name: takeovers, to: staff, kinds: compromise, severity: high, remind: 4h }
  - { name: all-the-rest, to: staff, severity: low, digest: 1d }`,
  }),
)
