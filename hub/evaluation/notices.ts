import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import type { HubTelling } from '../ingest/told-event.ts'

/** Notices about judging what arrives. */
export const evaluationNotices = {
  failed: (error: unknown): Notice =>
    notice(
      'error',
      'judging_failed',
      `What arrived cannot be judged now (${messageOf(error)}): no incident is opened and nobody alerted meanwhile. The hub tries again.`,
    ),
  held: (): Notice =>
    notice(
      'error',
      'judging_held',
      'The disk of the store is full, or has less than a quarter of min_free: what arrived is judged once there is room. Make room there.',
    ),
  goesOn: (): Notice => notice('info', 'judging_goes_on', 'What arrives is judged again.'),
  fleetTraffic: ({ kind, fields }: HubTelling): Notice => {
    const { rule, value, measure, of, seconds, limit } = fields
    const found = `${value} ${measure} of ${of ?? 'all hosts'} in ${seconds} s, limit ${limit}`
    return kind === 'fleet_traffic_high'
      ? notice('warning', 'fleet_traffic_high', `Hosts have too much together, by the rule ${rule}: ${found}.`)
      : notice('info', 'fleet_traffic_recovered', `Hosts no longer have too much, by the rule ${rule}: ${found}.`)
  },
  trafficFailed: (error: unknown): Notice =>
    notice(
      'error',
      'fleet_traffic_failed',
      `The traffic of all hosts cannot be judged now (${messageOf(error)}); the hub tries again.`,
    ),
  notJudged: (error: unknown): Notice =>
    notice('error', 'event_not_judged', `An event is left out of the incidents (${messageOf(error)}); this is a bug.`),
}
