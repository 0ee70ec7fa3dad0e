import { once } from 'node:events'
import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { project } from '../../lib/event/entry.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { painterOf } from '../../lib/terminal/colour.ts'
import { isTerminal, widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import { isWithin, type Period, periodOf } from '../../lib/time/period.ts'
import { selectionOf } from '../collect/selection.ts'
import type { Config, Follower } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadConfig } from '../config/load.ts'
import { GROUPINGS, type Grouping, Table } from '../events/table.ts'
import { sourceNotices } from '../follow/notices.ts'
import { ReadRateLimit } from '../follow/read-rate-limit.ts'
import { withoutUnread } from '../replay/own-part.ts'
import { type PlanOptions, planOf } from '../replay/plan.ts'
import { type Replayed, type Taker, replayLogs } from '../replay/replay.ts'
import { Screen } from '../replay/screen.ts'
import { type ReplaySealing, withSealing } from '../replay/sealing.ts'
import { SOURCES, asInstalled } from '../sources/sources.ts'
import { identityIn } from '../spool/identity.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const NAMES = SOURCES.map(({ name }) => name)

/**
 * Shows the events in the logs and their rotated copies that would have been reported; with `--report`, reports them.
 */
export const replay: Command = {
  usage: 'replay [source] [...files]',
  words: NAMES,
  summary: `Show, or report, the events in the logs and their rotated copies (source: ${NAMES.join(', ')}; default: all).`,
  options: [
    {
      flags: '--since <time>',
      text: 'Only events from this time on: 2026-11-01, 2026-11-01T08:30, 2026-11-01T08:30:00Z, yesterday, 08:30, 7d, "2 hours ago".',
    },
    { flags: '--until <time>', text: 'Only events before this time; a date alone includes that whole day.' },
    { flags: '--by <key>', text: 'Show a table of the events by mailbox or ip.', values: [...GROUPINGS] },
    { flags: '--json', text: 'Print one JSON object per line, as it would be sent, on a terminal too.' },
    {
      flags: '--report',
      text: 'Seal the events in the spool, so that they are sent; the collector must not run meanwhile.',
    },
    CONFIG_OPTION,
  ],
  examples: [
    'replay --since 7d',
    'replay --since yesterday --by mailbox',
    'replay login --since 2026-11-01 --until 2026-11-15',
    'replay access /backup/access_log.1.gz',
    'replay --report',
  ],
  run: async ([source, ...named]: readonly string[], options, io): Promise<number> => {
    const { since, until } = options
    const { name: zone, unknown } = localZone()
    const now = Math.floor(systemClock.now() / 1000)
    const period = periodOf({ since: typed(since), until: typed(until) }, { now, zone })
    const form = formOf(options, io)
    const file = configFile(options)
    const { config } = await loadConfig(file)
    const followers = followersOf(config, source, file)
    const screen = new Screen(io.stderr)
    if (unknown !== undefined) screen.say(sourceNotices.zoneUnknown(unknown).text)
    const leftOut = config.streams.filter((stream) => source === undefined || stream.source === source)
    if (named.length === 0 && leftOut.length > 0) {
      screen.say(
        `Left out, because replay reads files alone: ${leftOut.map(({ path }) => plainText(path)).join(', ')}.`,
      )
    }
    const request = { config, followers, named, period, zone, screen, io }
    return form === 'report' ? report(request) : show(request, form)
  },
}

/** The parsed arguments. */
interface Request {
  readonly config: Config
  readonly followers: readonly Follower[]
  readonly named: readonly string[]
  readonly period: Period
  /** Time zone of the times shown; undefined for the machine's own. */
  readonly zone: string | undefined
  readonly screen: Screen
  readonly io: Io
}

/** What to do with the events: seal them, or show them as JSON or a table, grouped or not. */
type Form = 'report' | 'json' | { readonly by: Grouping | undefined }

function formOf({ report, json, by }: Options, { stdout }: Io): Form {
  if ([report === true, json === true, by !== undefined].filter(Boolean).length > 1)
    throw new ActionNeeded('replay: write only one of --report, --json and --by', EXIT.usage)
  if (report === true) return 'report'
  return json === true || (by === undefined && !isTerminal(stdout))
    ? 'json'
    : { by: GROUPINGS.find((each) => each === by) }
}

function typed(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function followersOf({ followers }: Config, source: string | undefined, file: string): readonly Follower[] {
  // Whoever names a log wants to hear that it is not there.
  const found =
    source === undefined
      ? followers.map((each) => asInstalled(each))
      : followers.flatMap((each) => (each.source === source ? [{ ...each, optional: false }] : []))
  if (found.length > 0) return found
  if (followers.length === 0) throw new ActionNeeded(`replay: ${file} names no log that can be read again`, EXIT.usage)
  const names = [...new Set(followers.map((each) => each.source))].join(', ')
  const asked = plainText(source ?? '')
  throw new ActionNeeded(`replay: ${file} names no log of ${asked}, only of ${names} (files come after it)`, EXIT.usage)
}

async function show(request: Request, form: 'json' | { readonly by: Grouping | undefined }): Promise<number> {
  const { screen, zone, io } = request
  const print = async (text: string): Promise<void> => {
    if (isTerminal(io.stdout)) screen.clear()
    if (!io.stdout.write(text)) await once(io.stdout, 'drain', { signal: io.signal }).catch(() => undefined)
  }
  const table = new Table()
  const take: Taker = async (_follower, _range, entries) => {
    if (form === 'json') await print(entries.map((entry) => plainJson(project(entry))).join(''))
    else table.add(entries)
    return true
  }
  const identity = await identityIn(request.config.spool.path)
  const replayed = await run(request, { take, identity, choose: (_follower, _path, files) => files })
  if (form !== 'json')
    for (const line of table.lines({ zone, by: form.by, width: widthOf(io.stdout), paint: painterOf(io.stdout) }))
      await print(line)
  if (table.left > 0)
    screen.say(
      `The oldest events are left out: ${table.left}; ask for fewer with --since and --until, or all with --json.`,
    )
  screen.say(`${summaryOf(replayed, screen.seconds)}.`)
  return outcomeOf(replayed, request, 'what was found before that is above')
}

async function report(request: Request): Promise<number> {
  const { screen } = request
  const tell = ({ text }: { readonly text: string }): void => screen.say(text)
  return withSealing(request.config, tell, request.io.signal, async (sealing) => {
    if (sealing.isCut)
      screen.say('The spool holds very many events: some of them may be sealed again, with the same ids.')
    const { checkpoints } = sealing
    const isNew = ({ source, path, start }: Follower): boolean => start === 'end' && !checkpoints.of(source, path)
    if (request.followers.some(isNew))
      screen.say('The collector has never been started: events between now and its first start will be in no report.')
    const { take, identity } = sealing
    const replayed = await run(request, { take, identity, choose: ownPart(sealing) })
    const { sealed, known } = sealing.counts
    screen.say(`${summaryOf(replayed, screen.seconds)}; sealed: ${sealed}, in the spool already: ${known}.`)
    return outcomeOf(replayed, request, 'replay again: what is sealed is not sealed twice')
  })
}

/** Reads a new log of a known folder from the beginning, as the collector does. */
function ownPart({ checkpoints }: Pick<ReplaySealing, 'checkpoints'>): PlanOptions['choose'] {
  return ({ source, path: followed, start }, path, files) => {
    const isLooked = checkpoints.of(source, followed) !== undefined
    return withoutUnread(files, checkpoints.of(source, path) ?? (isLooked ? { files: [] } : undefined), start)
  }
}

async function run(
  { config, followers, named, period, screen, io: { signal } }: Request,
  { take, identity, choose }: Pick<PlanOptions, 'choose'> & Pick<ReplaySealing, 'take' | 'identity'>,
): Promise<Replayed> {
  const isSelected = selectionOf(config)
  const plan = await planOf({ followers, named, since: period.since, choose })
  for (const problem of plan.problems) screen.say(problem)
  screen.begin(plan.logs)
  const replayed = await replayLogs(plan.logs, {
    host: hostNameOf(config),
    identity,
    isSelected: (event) => isWithin(period, event.time) && isSelected(event),
    take,
    onProblem: (problem) => screen.say(problem),
    onProgress: (sofar) => screen.show(sofar),
    rateLimit: new ReadRateLimit(config.limits.readRate ?? Infinity, elapsed),
    clock: systemClock,
    tell: ({ text }) => screen.say(text),
    signal,
  })
  return { ...replayed, problems: replayed.problems + plan.problems.length }
}

function outcomeOf({ problems, reached }: Replayed, { screen, io: { signal } }: Request, then: string): number {
  const place = reached === undefined ? 'at the beginning' : `at byte ${reached.offset} of ${reached.path}`
  if (signal.aborted) screen.say(`Stopped ${place}; ${then}.`)
  return problems > 0 || signal.aborted ? EXIT.failed : EXIT.ok
}

function summaryOf({ files, bytes, lines, events, unrecognised }: Replayed, seconds: number): string {
  return `Files: ${files}, bytes: ${bytes}, lines: ${lines}, events: ${events}, unrecognised lines: ${unrecognised}, seconds: ${seconds.toFixed(1)}`
}
