import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { parseDuration } from '../../lib/settings/quantity.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT, isOutside } from '../../lib/system/errors.ts'
import { painterOf } from '../../lib/terminal/colour.ts'
import { isTerminal, widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { rememberedHooks } from '../cpanel/hooks-status.ts'
import { longStatus, printLong } from '../status/long-status.ts'
import { printStatus } from '../status/print.ts'
import { shownReceivers } from '../status/shown-receivers.ts'
import type { SourceStatus } from '../status/status-fields.ts'
import { STATUS_SCHEMA } from '../status/status-schema.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { type AgentLook, agentLook } from './status/look.ts'

const CODES = { healthy: EXIT.ok, degraded: EXIT.failed, down: EXIT.notRunning }

/** Milliseconds between two looks of `--watch`, if nothing is said. */
const USUAL_INTERVAL = 2000

/** Milliseconds: what is looked at is on disks, and in programs of cPanel. */
const LEAST_INTERVAL = 500

/** Shows the state of the agent, for people and scripts. */
export const status: Command = statusBelow('/')

/** The command for a host whose files of cPanel are below `root`. */
export function statusBelow(root: string): Command {
  return {
    usage: 'status',
    summary: 'Show the state of the agent; exit 0 if healthy, 1 if degraded, 3 if not running.',
    options: [
      CONFIG_OPTION,
      { flags: '--json', text: 'Print it as JSON, which docs/status.schema.json describes.' },
      {
        flags: '--long',
        text: 'Also print uptime and memory of each process, and version and numbers of each driver.',
      },
      { flags: '--watch [interval]', text: 'Show it again every 2 seconds, or so often, until Ctrl-C.' },
      { flags: '--nagios', text: 'Print one line for Nagios; exit 0 if OK, 1 warning, 2 critical, 3 unknown.' },
    ],
    examples: ['status', 'status --watch 5s', 'status --json', 'status --long', 'status --nagios'],
    run: async (_args, options, io) => {
      refuseTogether(options)
      const hooks = rememberedHooks(root, elapsed)
      const look = (): Promise<AgentLook> => agentLook(configFile(options), hooks)
      if (options['nagios'] === true) return await nagios(look, io)
      if (options['watch'] !== undefined) return await watch(look, options, io)
      const found = await look()
      const long = options['long'] === true ? await longOf(found) : undefined
      if (options['json'] === true) io.stdout.write(plainJson(documentOf(found, long), 2))
      else io.stdout.write(textOf(found, long, io))
      return CODES[found.health]
    },
  }
}

const FORMS = ['json', 'nagios', 'watch'] as const

function refuseTogether(options: Options): void {
  const [one, other] = FORMS.filter((form) => options[form] !== undefined)
  if (other !== undefined) throw wrong(`--${one} and --${other} do not go together`)
  if (options['nagios'] === true && options['long'] === true) throw wrong('--nagios and --long do not go together')
}

function wrong(what: string): ActionNeeded {
  return new ActionNeeded(`status: ${what}`, EXIT.usage)
}

type Long = Awaited<ReturnType<typeof longStatus>>

function longOf({ status: current, roles, loaded, now }: AgentLook): Promise<Long> {
  return longStatus(current, roles, loaded, now)
}

/** What scripts get; agent/status/status-document.ts describes it. */
function documentOf({ status: current, health, warnings }: AgentLook, long: Long | undefined): object {
  const sources = current.sources.map(withoutHabit)
  const receivers = shownReceivers(current)
  return { schema: STATUS_SCHEMA, health, warnings, ...current, receivers, sources, ...long }
}

/** What warnings are made of, not for scripts. */
function withoutHabit({ habit: _habit, ...source }: SourceStatus): SourceStatus {
  return source
}

function textOf(found: AgentLook, long: Long | undefined, { stdout }: Pick<Io, 'stdout'>, height?: number): string {
  const width = widthOf(stdout)
  const text = printStatus(found.status, found, { width, height, paint: painterOf(stdout), now: found.now })
  return long === undefined ? text : text + printLong(long, width)
}

async function watch(look: () => Promise<AgentLook>, options: Options, io: Io): Promise<number> {
  const { watch: typed } = options
  const interval = typeof typed === 'string' ? parseDuration(typed) : USUAL_INTERVAL
  if (interval === undefined || interval < LEAST_INTERVAL)
    throw wrong(`--watch takes an interval of 500ms or more, such as 5s or 1m, not "${plainText(String(typed))}"`)
  if (!isTerminal(io.stdout)) throw wrong('--watch wants a terminal; for scripts there are --json and --nagios')
  const { watchStatus } = await import('../status/watch-status.ts')
  const show = async (height: number): Promise<string> => {
    const found = await look()
    return textOf(found, options['long'] === true ? await longOf(found) : undefined, io, height)
  }
  await watchStatus({ ...io, interval, show })
  return EXIT.ok
}

async function nagios(look: () => Promise<AgentLook>, { stdout }: Io): Promise<number> {
  const { NAGIOS_CODES, nagiosLine, pluginState, nagiosUnknown } = await import('../status/nagios.ts')
  try {
    const { status: current, health, warnings, now } = await look()
    const state = pluginState(health, warnings)
    stdout.write(nagiosLine(current, state, warnings, now))
    return NAGIOS_CODES[state]
  } catch (error) {
    if (!isOutside(error)) throw error
    stdout.write(nagiosUnknown(error.message))
    return NAGIOS_CODES.UNKNOWN
  }
}
