import { join } from 'node:path'
import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isTyped } from '../../lib/terminal/secret-line.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { appSpoorSteps } from '../app-spoor/app-spoor-steps.ts'
import { tracesOf } from '../app-spoor/traces.ts'
import { hostNameOf } from '../config/host-name.ts'
import { loadConfig } from '../config/load.ts'
import { DEFAULT_CONFIG_FILE } from '../config/usual-paths.ts'
import { readToken } from '../enrolment/token-input.ts'
import { PROGRAM } from '../program.ts'
import { type Asker, askForYes } from '../setup/dialog.ts'
import { findLogs, printLogs } from '../setup/found-logs.ts'
import { givenAnswers } from '../setup/given-answers.ts'
import { type PresentState, presentState } from '../setup/present-state.ts'
import type { SetupHost } from '../setup/setup-host.ts'
import { startingSteps, writingSteps } from '../setup/setup-steps.ts'
import type { SetupStep } from '../setup/step.ts'
import { proofStep } from '../setup/steps/proof-step.ts'
import { secretFrom, terminalAsker } from '../setup/terminal-asker.ts'
import { type WantedSetup, wantedSetup } from '../setup/wanted-setup.ts'
import { CONFIG_OPTION } from './config-option.ts'
import { RUN_OPTIONS, runSetup } from './setup-run.ts'
import { standIn } from './stand-in.ts'
import { status } from './status.ts'

const OPTIONS: Command['options'] = [
  CONFIG_OPTION,
  { flags: '--hub <url>', text: 'Report to this hub.' },
  { flags: '--token-file <file>', text: "The file that holds the hub's token; - is standard input." },
  { flags: '--api <url>', text: 'Report to this Spoor API.' },
  { flags: '--identifier <id>', text: 'The identifier of this host there.' },
  { flags: '--secret-file <file>', text: "The file that holds the API's secret; - is standard input." },
  { flags: '--local', text: 'Send nothing: reports stay on this host.' },
  { flags: '--ca-file <file>', text: 'Certificates (PEM) of further authorities to trust.' },
  { flags: '--proxy <url>', text: 'The proxy to the hub or API, or none.' },
  { flags: '--events <list>', text: 'What is reported: sets or kinds of events, with commas between.' },
  { flags: '--retry-failed', text: 'Send again what App::Spoor could not send.' },
  { flags: '--log-logins', text: 'Switch on "Log successful logins" in WHM if it is off.' },
  ...RUN_OPTIONS,
]

/** Sets this host up: configuration, services, cPanel, and a first message to whoever gets the reports. */
export const setup: Command = setupBelow('/')

/** The command for a host whose files are below `root`; `isRoot` says whether this process may change it. */
export function setupBelow(root: string, isRoot = process.geteuid?.() === 0): Command {
  return {
    usage: 'setup',
    summary: 'Set this host up, asking for what is missing; run again, it changes only what has to.',
    options: OPTIONS,
    examples: [
      'setup',
      'setup --hub https://hub.example.com --token-file /root/token --yes',
      'setup --api https://api.example.com --identifier A --secret-file -',
      'setup --yes --dry-run',
      'setup --yes --json --exit-code',
    ],
    run: async (_args, options, io) => {
      const host = await hostOf(root, isRoot, options)
      const given = givenAnswers(options, process.env)
      const asker = askerFor(options, io)
      const isQuiet = options['json'] === true
      if (!isQuiet) await tellHost(host, io)
      const present = await presentState(host.config, host.user)
      const wanted = await wantedSetup(given, present, {
        token: (file) => readToken(file === '-' ? undefined : file, io),
        secret: (file) => secretFrom(file === '-' ? undefined : file, io),
        asker,
      })
      const steps = await stepsOf(host, wanted, present, options, io.signal)
      if (isRoot && asker !== undefined && !(await isConfirmed(steps, asker, io))) return EXIT.failed
      const acts = isRoot && options['dry-run'] !== true && options['no-activate'] !== true
      const run = { command: 'setup', steps: acts ? [...steps, proofStep(host)] : steps, isRefused: !isRoot } as const
      const exitCode = await runSetup({ ...run, words: WORDS }, options, io)
      if (acts && !isQuiet) await showStatus(host, io)
      return exitCode
    },
  }
}

/** What takes over from App::Spoor, where that is, comes before anything looks at services and hooks. */
async function stepsOf(
  host: SetupHost,
  wanted: WantedSetup,
  present: PresentState,
  options: Options,
  signal: AbortSignal,
): Promise<readonly SetupStep[]> {
  const { root } = host
  const [writing, starting] = [writingSteps(host, wanted, present), startingSteps(host, options['log-logins'] === true)]
  if ((await tracesOf(root, signal)) === undefined) return [...writing, ...starting]
  const migrated = { root, retryFailed: options['retry-failed'] === true, clock: systemClock }
  const { keep, takeOver } = appSpoorSteps(migrated)
  return [keep, ...writing, takeOver, ...starting]
}

const WORDS = {
  unchanged: 'Nothing had to be changed.',
  changed: 'This host is set up.',
}

async function hostOf(root: string, isRoot: boolean, { config }: Options): Promise<SetupHost> {
  const file = typeof config === 'string' ? config : join(root, DEFAULT_CONFIG_FILE)
  return { root, config: file, user: isRoot ? await standIn(file) : undefined }
}

/** Whom to ask; nobody with `--yes`, `--json` and `--dry-run`. Throws `ActionNeeded` where somebody has to be there. */
function askerFor({ yes, json, 'dry-run': isDry }: Options, io: Io): Asker | undefined {
  if (yes === true || json === true || isDry === true) return undefined
  if (isTyped(io.stdin)) return terminalAsker(io, io.stdin)
  throw new ActionNeeded(
    'setup: it asks on a terminal, and standard input is none; add --yes to ask nothing, or --dry-run to change nothing',
    EXIT.usage,
  )
}

async function tellHost({ config, user }: SetupHost, { stdout }: Io): Promise<void> {
  const loaded = await loadConfig(config, user).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    return undefined
  })
  const name = hostNameOf({ host: loaded?.config.host ?? { name: undefined, labels: {} } })
  const logs = await findLogs(loaded?.config.followers)
  const width = widthOf(stdout)
  stdout.write(`${wrap(`${PROGRAM.name} ${PROGRAM.version} on ${name}. Its logs here:`, width)}\n`)
  stdout.write(`${printLogs(logs, width, Date.now())}\n`)
}

/** Shows what would be done and asks once; there is nothing to ask where nothing would be. */
async function isConfirmed(steps: readonly SetupStep[], asker: Asker, { signal }: Io): Promise<boolean> {
  const looks: string[] = []
  for (const step of steps) {
    const { changes } = await step.look(signal)
    looks.push(...changes.map(({ text }) => `  - ${text}`))
  }
  if (looks.length === 0) return true
  asker.say('')
  asker.say('This will be done:')
  for (const line of looks) asker.say(line)
  asker.say('')
  if (await askForYes(asker, 'Go on?')) return true
  asker.say('Nothing was changed.')
  return false
}

async function showStatus({ config }: SetupHost, io: Io): Promise<void> {
  io.stdout.write('\n')
  await status.run([], { config }, io).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
  })
}
