import * as v from 'valibot'
import { issuePath } from '../../../lib/settings/blame.ts'
import { section } from '../../../lib/settings/section.ts'
import type { Path } from '../../../lib/settings/tree.ts'
import { hostName, text } from '../../../lib/settings/value.ts'
import { canMeet } from '../logs/meeting-paths.ts'
import { log } from '../value.ts'
import {
  bytesOver,
  requestCount,
  errorsOver,
  lineFormat,
  loginsOver,
  requestsOver,
  seconds,
  secondsOrNone,
  share,
} from './traffic-values.ts'

/** Where cPanel's Apache writes its logs (https://docs.cpanel.net, "The splitlogs Binary"). */
const OF_CPANEL = '/etc/apache2/logs/domlogs/*'

/** What is wrong with several options together. */
interface TrafficFault {
  readonly path: Path
  readonly message: string
}

const place = v.pipe(
  text,
  v.transform((written) => (written === 'cpanel' ? OF_CPANEL : written)),
  log,
)

const oneLog = section({
  path: v.pipe(
    place,
    v.description(
      `The path of an access log; with a * in its last part all of that folder, but those of bytes and FTP and copies; cpanel stands for ${OF_CPANEL}.`,
    ),
    v.metadata({ example: 'cpanel' }),
  ),
  format: v.pipe(
    v.optional(lineFormat),
    v.description(
      'The format of its lines: a name as of traffic --format, or an Apache LogFormat or nginx log_format; default: what its lines fit.',
    ),
    v.metadata({ example: 'vhost_combined' }),
  ),
  vhost: v.pipe(
    v.optional(hostName),
    v.description(
      'The web site that all its lines are of; default: what the line says, or the name of a log of cPanel.',
    ),
    v.metadata({ example: 'example.com' }),
  ),
})

const window = v.pipe(v.optional(seconds, '120s'), v.description('The time that is looked at.'))

const clear = v.pipe(
  v.optional(share, '80%'),
  v.description('It is over once there is no more than this share of the limit.'),
)

const hold = v.pipe(
  v.optional(secondsOrNone, '0s'),
  v.description('How long there must be too much before it is told.'),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
function per(usual: 'host' | 'vhost') {
  return v.pipe(
    v.optional(v.picklist(['host', 'vhost', 'both'], 'is none of host, vhost and both'), usual),
    v.description('Whose: host, all together; vhost, each web site; or both.'),
  )
}

const alerts = section({
  requests: section({
    over: v.pipe(v.optional(requestsOver, '10/s'), v.description('More requests than this are told; or off.')),
    window,
    clear,
    for: hold,
    per: per('host'),
  }),
  bytes: section({
    over: v.pipe(
      v.optional(bytesOver, 'off'),
      v.description('More bytes that are sent than this are told; or off.'),
      v.metadata({ example: '10MiB/s' }),
    ),
    window,
    clear,
    for: hold,
    per: per('host'),
  }),
  errors: section({
    over: v.pipe(
      v.optional(errorsOver, '5%'),
      v.description('A higher share of requests with a status of 5xx is told; or off.'),
    ),
    least: v.pipe(
      v.optional(requestCount, '20'),
      v.description('With fewer requests in that time no share is too high.'),
    ),
    window,
    clear,
    for: hold,
    per: per('vhost'),
  }),
  logins: section({
    over: v.pipe(
      v.optional(loginsOver, '30'),
      v.description('More passwords that one address sends to wp-login.php and xmlrpc.php are told; or off.'),
    ),
    window: v.pipe(v.optional(seconds, '5m'), v.description('The time that is looked at.')),
    clear,
  }),
  silence: section({
    over: v.pipe(
      v.optional(requestsOver, 'off'),
      v.description('A web site with so many requests and then none is told; or off.'),
      v.metadata({ example: '1/s' }),
    ),
    window: v.pipe(v.optional(seconds, '5m'), v.description('How long it had so many, and how long it has none.')),
  }),
})

const logs = v.pipe(
  v.optional(v.pipe(v.array(oneLog), v.maxLength(1000, 'holds more than 1,000 items')), []),
  v.description('The access logs whose requests are counted, sent as totals, and told when there are too many.'),
  v.metadata({ example: '\n  - path: cpanel' }),
)

const entries = section({
  logs,
  interval: v.pipe(v.optional(seconds, '10s'), v.description('Requests are counted by intervals of this length.')),
  out_of_order: v.pipe(
    v.optional(secondsOrNone, '10s'),
    v.description('How much later than another a line may come and still count where it belongs.'),
  ),
  vhosts: v.pipe(
    v.optional(v.pipe(requestCount, v.maxValue(1000, 'is more than 1000')), '100'),
    v.description('How many web sites, those with the most requests, have numbers of their own in totals.'),
  ),
  alerts,
})

/** The section `traffic`. */
export const trafficSection = v.pipe(
  entries,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { value } = dataset
    for (const { path, message } of faultsOf(value)) addIssue({ message, path: issuePath(value, path) })
  }),
)

function faultsOf({ logs, interval, alerts }: v.InferOutput<typeof entries>): readonly TrafficFault[] {
  const overlapping = logs.flatMap(({ path }, index): TrafficFault[] => {
    const other = logs.slice(0, index).findIndex((each) => canMeet(each.path, path))
    if (other === -1) return []
    return [{ path: ['logs', String(index)], message: `overlaps with traffic.logs.${other}; leave one of them out` }]
  })
  const short = Object.entries(alerts)
    .filter(([, { window }]) => window < interval)
    .map(([name]) => {
      const message = `is shorter than traffic.interval; write window: ${interval}s or longer, or a shorter interval`
      return { path: ['alerts', name, 'window'], message }
    })
  return [...overlapping, ...short]
}
