import type { Command, Io } from '../../lib/command-line/command.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import { TRAFFIC_KEYS } from '../../lib/traffic/traffic-key.ts'
import { sourceNotices } from '../follow/notices.ts'
import { Screen } from '../replay/screen.ts'
import { LogLines } from './log-lines.ts'
import { printLines } from './printed-lines.ts'
import { hostAccessLogs, siteLogs } from './traffic/access-logs.ts'
import { apachescan } from './traffic/apachescan/apachescan.ts'
import { countedTraffic, largestInLogs } from './traffic/counted-traffic.ts'
import { liveTraffic } from './traffic/live/live-traffic.ts'
import { largestLines, recordLines } from './traffic/traffic-records.ts'
import { type TrafficRequest, trafficRequestOf, wrongTraffic } from './traffic/traffic-request.ts'
import { type TrafficScene, shownIn } from './traffic/traffic-scene.ts'
import { largestTable, tableLines } from './traffic/traffic-tables.ts'

/** Requests that --largest shows. */
const USUAL_LARGEST = 20

/** `spoor-agent traffic`: the requests in access logs, by intervals and by whom, and when there are too many. */
export const traffic: Command = {
  usage: 'traffic [...files]',
  summary: 'Count the requests in access logs: how many, of whom and for what, and when there are too many.',
  options: [
    { flags: '--once', text: 'Read the logs to their end and print what they hold; without it show what is added.' },
    { flags: '--largest', text: 'Print the requests with the most bytes instead, 20 or --top.' },
    { flags: '--interval <time>', text: 'Count by intervals of this length; default: 10s.' },
    { flags: '--keys <keys>', text: `List these, with commas between: ${TRAFFIC_KEYS.join(', ')}.` },
    { flags: '--top <number>', text: 'Entries of a list; default: 5.' },
    { flags: '--threshold <rate>', text: 'More requests a second than this are an alert; default: 10.' },
    { flags: '--window <time>', text: 'Look at so much time for that; default: 120s.' },
    { flags: '--clear <share>', text: 'It is over at this share of the threshold; default: 80%.' },
    { flags: '--format <format>', text: 'The format of lines: its name, or a LogFormat; default: what fits best.' },
    { flags: '--csv', text: 'Print exact numbers as CSV.' },
    { flags: '--json', text: 'Print exact numbers as one JSON object per line.' },
    {
      flags: '--compat <program>',
      text: 'Print what Apache Scanner prints; its own flags come after a --.',
      values: ['apachescan'],
    },
  ],
  examples: [
    'traffic',
    'traffic --once /var/log/apache2/access.log',
    'traffic --once --csv /var/log/apache2/access.log.1.gz',
    'traffic --largest /var/log/apache2/access.log',
    'traffic --compat apachescan -- -f /var/log/apache2/access.log -l 1',
  ],
  run: async (args, options, io) => {
    const screen = new Screen(io.stderr)
    if (options['compat'] !== undefined) {
      if (Object.keys(options).length > 1) throw wrongTraffic('with --compat write the other options after a --')
      return apachescan(args, { ...io, clock: systemClock })
    }
    const isLargest = options['largest'] === true
    const request = trafficRequestOf(options, isLargest ? USUAL_LARGEST : undefined)
    const { name: zone, unknown } = localZone()
    if (unknown !== undefined) screen.say(sourceNotices.zoneUnknown(unknown).text)
    const files = args.length > 0 ? args : await hostAccessLogs()
    const scene = { files, zone, stdout: io.stdout, screen }
    if (isLargest || options['once'] === true) return readOnce(scene, request, isLargest, io)
    await liveTraffic(scene, request, io, args.length > 0 ? undefined : siteLogs)
    return EXIT.ok
  },
}

async function readOnce(scene: TrafficScene, request: TrafficRequest, isLargest: boolean, io: Io): Promise<number> {
  const lines = new LogLines(io, scene.screen, 'traffic')
  const printed = isLargest
    ? largestPrinted(await largestInLogs({ ...scene, request, lines }), request, scene)
    : resultPrinted(await countedTraffic({ ...scene, request, lines }), request, scene)
  const code = await printLines(printed, io)
  return lines.problems > 0 || io.signal.aborted ? EXIT.failed : code
}

function largestPrinted(
  { requests }: Awaited<ReturnType<typeof largestInLogs>>,
  { form }: TrafficRequest,
  scene: TrafficScene,
): Iterable<string> {
  return form === 'table' ? largestTable(requests, shownIn(scene)) : largestLines(requests, form)
}

function resultPrinted(
  result: Awaited<ReturnType<typeof countedTraffic>>,
  { form }: TrafficRequest,
  scene: TrafficScene,
): Iterable<string> {
  if (form !== 'table') return recordLines(result, form)
  const shown = shownIn(scene)
  for (const [count, what] of [
    [result.intervals.length, 'intervals'],
    [result.vhosts.length, 'virtual hosts'],
  ] as const)
    if (count > shown.most) scene.screen.say(`Not shown: ${count - shown.most} ${what}; --csv and --json print all.`)
  return tableLines(result, shown)
}
