import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { unknownWord } from '../../lib/command-line/unknown-word.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isTerminal, widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'
import { followAlong } from '../trace/follow-along.ts'
import { AS_JSON, asTable } from '../trace/shown-line.ts'
import { TraceView } from '../trace/trace-view.ts'
import { type Choice, type Traced, choicesOf, tracedOf } from '../trace/traced-source.ts'
import { Verdicts } from '../trace/verdict.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** Lines that are shown where nobody says how many. */
const USUAL = 20

/** Notices that are no news to whoever watches: where each log is read from. */
const NO_NEWS: ReadonlySet<string> = new Set(['source_found', 'journal_found'])

/** `spoor-agent trace`: the next lines of all logs, and what each is taken for. */
export const trace: Command = {
  usage: 'trace [lines]',
  summary: 'Show what the next lines of the logs are taken for, while the services run; reads only, and sends nothing.',
  options: [
    CONFIG_OPTION,
    { flags: '--source <name>', text: 'Only the logs of this source.' },
    { flags: '--driver <name>', text: 'Only the logs that this driver reads.' },
    { flags: '--follow', text: 'Go on until Ctrl-C, as with 0 lines.' },
    { flags: '--raw', text: 'Show the lines, too: only for root, on a terminal; they can hold passwords.' },
    { flags: '--json', text: 'Print one JSON object per line, and the summary as the last one.' },
  ],
  examples: ['trace', 'trace 100 --source access', 'trace --follow --driver dovecot', 'trace 5 --json'],
  run: async ([lines], options, io) => {
    const most = linesIn(lines, options)
    refuseRaw(options, io)
    const { config } = await loadConfig(configFile(options))
    const traced = chosen(config, options)
    return watch(config, traced, { most, options, io })
  },
}

/** How to watch. */
interface Watching {
  /** Infinity for ever. */
  readonly most: number
  readonly options: Options
  readonly io: Io
}

async function watch(config: Config, { sources, others }: Traced, { most, options, io }: Watching): Promise<number> {
  const { stdout, stderr, signal } = io
  const say = (text: string): void => void stderr.write(`${wrap(plainText(text), widthOf(stderr))}\n`)
  for (const { source, driver, path } of sources) say(`${source}: ${path}, read by ${driver.name}`)
  for (const other of others) say(other)
  const names = [...new Set(sources.map(({ source }) => source))]
  const isJson = options['json'] === true
  const width = widthOf(stdout)
  const columns = Math.max(...names.map((name) => name.length))
  const end = new AbortController()
  const view = new TraceView({
    form: isJson ? AS_JSON : asTable({ names: columns, width, isRaw: options['raw'] === true }),
    sources: names,
    most,
    print: (text) => void stdout.write(text),
    onEnd: () => end.abort(),
    clock: { now: () => systemClock.now(), elapsed },
  })
  await followAlong({
    sources,
    verdicts: new Verdicts(config),
    onLine: view.take,
    readRate: config.limits.readRate ?? Infinity,
    tell: ({ code, text }) => NO_NEWS.has(code) || say(text),
    signal: eitherSignal(signal, end.signal),
  })
  view.close()
  if (isJson) stdout.write(plainJson({ summary: Object.fromEntries(view.counts) }))
  else for (const [source, counts] of view.counts) say(`${source}: ${counts.inWords()}`)
  return end.signal.aborted || most === Infinity ? EXIT.ok : EXIT.failed
}

function linesIn(typed: string | undefined, { follow }: Options): number {
  if (typed !== undefined && !/^\d{1,9}$/.test(typed))
    throw new ActionNeeded(`trace ${plainText(typed)}: write how many lines to show, or 0 for all`, EXIT.usage)
  const lines = Number(typed ?? USUAL)
  return follow === true || lines === 0 ? Infinity : lines
}

/** Lines hold what people type as passwords: they are for the eyes of root, not for a file or a ticket. */
function refuseRaw({ raw, json }: Options, { stdout }: Io): void {
  if (raw !== true) return
  if (process.geteuid?.() !== 0)
    throw new ActionNeeded('trace --raw: only root may see lines of logs; type it as root', EXIT.usage)
  if (json === true || !isTerminal(stdout))
    throw new ActionNeeded(
      'trace --raw: lines are shown on a terminal alone; for one line see: spoor-agent line',
      EXIT.usage,
    )
}

function chosen(config: Config, options: Options): Traced {
  const { sources, drivers } = choicesOf(config)
  const choice: Choice = {
    source: named('source', options['source'], sources),
    driver: named('driver', options['driver'], drivers),
  }
  const traced = tracedOf(config, choice)
  if (traced.sources.length > 0) return traced
  throw new ActionNeeded(['trace: the configuration follows no log that can be traced', ...traced.others].join('\n'))
}

function named(kind: string, typed: Options[string], words: readonly string[]): string | undefined {
  if (typeof typed !== 'string' || words.includes(typed)) return typeof typed === 'string' ? typed : undefined
  if (words.length === 0) return undefined
  throw unknownWord({ program: PROGRAM.name, command: 'trace', kind, typed, words })
}
