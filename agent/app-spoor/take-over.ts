import { ActionNeeded } from '../../lib/system/errors.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { SetupChange, Look } from '../setup/step.ts'
import { changeUnits, isUnitActive, isUnitEnabled, systemctlLine, TARGET } from '../setup/systemctl.ts'
import { hookChange } from './hook-change.ts'
import { agentsUser, type MigratedHost } from './migrated-host.ts'
import { oldConfig, USUAL_LAG } from './old-config.ts'
import { oldProcesses } from './old-processes.ts'
import { isOthersSpool } from './old-spool.ts'
import { OLD_PROGRAMS, type OldUnit, unitsAtWork } from './old-units.ts'
import { closeHost, GUARDED, isClosed, openHost } from './opened-host.ts'
import { isReading, READING_UNIT, untilCaughtUp, untilReading } from './reading.ts'
import { remarksOn } from './remarks.ts'
import { retryChange } from './retry-change.ts'
import { type Traces, tracesOf } from './traces.ts'
import { KEPT_CONFIG } from './way-back.ts'

/** The service that sends. */
const SENDING_UNIT = 'spoor-agent-transmitter.service'

/** One host, and what is known of it. */
interface Scene {
  readonly host: MigratedHost
  readonly traces: Traces
  readonly user: User
}

/**
 * What has to be done until the agent does the work of App::Spoor, in the order in which nothing is lost: ours reads,
 * theirs stops reading, theirs stops sending, ours sends, the hook is exchanged. Each part looks at the host anew, so
 * one that was interrupted anywhere goes on there.
 */
export async function takeOver(host: MigratedHost, signal: AbortSignal): Promise<Look> {
  const traces = await tracesOf(host.root, signal)
  if (traces === undefined) return { changes: [], remarks: [] }
  const scene = { host, traces, user: agentsUser(host.root) }
  const changes = [
    ...(isAtWork(traces) ? await readingChanges(scene, signal) : []),
    ...stopChanges(scene),
    ...spoolChanges(scene),
    ...(await sendingChanges(scene, signal)),
    ...hookChange(host.root),
    ...retryChange(host, traces.spool),
  ]
  return { changes, remarks: await remarksOn(host, traces, signal) }
}

/** Whether anything of App::Spoor runs, or would at the next boot. */
function isAtWork({ units, followers, transmitters }: Traces): boolean {
  return followers.length + transmitters.length > 0 || units.some(({ isActive, isEnabled }) => isActive || isEnabled)
}

async function readingChanges(scene: Scene, signal: AbortSignal): Promise<readonly SetupChange[]> {
  const { root } = scene.host
  const isDone =
    !isClosed(root, scene.user) &&
    (await isUnitEnabled(root, TARGET, signal)) &&
    (await isReading(root, signal).catch(isUnreadable))
  if (isDone) return []
  const change = {
    text: `Gives the configuration and the spool to the agent, starts ${READING_UNIT} beside App::Spoor, and waits until it reads.`,
    files: GUARDED.map((path) => `/${path}`),
    commands: [
      ['start', READING_UNIT],
      ['enable', TARGET],
    ].map(systemctlLine),
    activates: true,
    apply: (stop: AbortSignal) => startReading(scene, stop),
  }
  return [change]
}

/** What cannot be understood now a step before this one may mend. */
function isUnreadable(error: unknown): false {
  if (!(error instanceof ActionNeeded)) throw error
  return false
}

/** If it does not read, what App::Spoor insists on is root's alone again: it could not start otherwise. */
async function startReading({ host, user }: Scene, signal: AbortSignal): Promise<void> {
  const { root } = host
  const wasActive = await isUnitActive(root, READING_UNIT, signal)
  openHost(root, user)
  try {
    await changeUnits(root, ['start', READING_UNIT], signal)
    await untilReading(host, signal)
  } catch (error) {
    // Not by the signal, which may be what ended the wait.
    if (!wasActive) {
      await changeUnits(root, ['stop', READING_UNIT], new AbortController().signal).catch(() => undefined)
      closeHost(root)
    }
    if (!(error instanceof ActionNeeded)) throw error
    throw new ActionNeeded(
      `${READING_UNIT}: ${error.message} App::Spoor goes on, and was not changed.`,
      error.exitCode,
      {
        cause: error,
      },
    )
  }
  // From now on a boot starts ours; theirs refuses to start, as the folder is not root's alone any more.
  await changeUnits(root, ['enable', TARGET], signal)
}

function stopChanges({ host, traces }: Scene): readonly SetupChange[] {
  const { units, followers, transmitters, config } = traces
  const [reading, sending] = [unitsAtWork(units, 'follower'), unitsAtWork(units, 'transmitter')]
  // Set-up may have written the configuration anew, while theirs go on with what they read at their start.
  const lag = (oldConfig(host.root, KEPT_CONFIG) ?? config)?.lag ?? USUAL_LAG
  const stopReading = stopChange(host, 'follower', reading, async (signal) => {
    if (!(await isReading(host.root, signal)))
      throw new ActionNeeded(`${READING_UNIT} does not read any more, so App::Spoor was not stopped; run this again.`)
    await untilCaughtUp(host, reading, lag, signal)
  })
  const stopSending = stopChange(host, 'transmitter', sending, async () => undefined)
  return [
    ...(reading.length + followers.length > 0 ? [stopReading] : []),
    ...(sending.length + transmitters.length > 0 ? [stopSending] : []),
  ]
}

const STOPS = {
  follower: 'Waits until the followers of App::Spoor have read to where ours began, then stops and disables them.',
  transmitter: 'Stops and disables the transmitter of App::Spoor.',
} as const

function stopChange(
  { root }: MigratedHost,
  work: OldUnit['work'],
  units: readonly OldUnit[],
  first: (signal: AbortSignal) => Promise<void>,
): SetupChange {
  const words = ['disable', '--now', ...units.map(({ unit }) => unit)]
  return {
    text: STOPS[work],
    commands: units.length === 0 ? [] : [systemctlLine(words)],
    activates: true,
    apply: async (signal) => {
      await first(signal)
      if (units.length > 0) await changeUnits(root, words, signal)
      const [left] = oldProcesses(root, work)
      if (left === undefined) return
      throw new ActionNeeded(
        `Process ${left} is a ${OLD_PROGRAMS[work]} that no unit started; end it, then run this again: kill ${left}`,
      )
    },
  }
}

function spoolChanges({ host: { root }, user, traces }: Scene): readonly SetupChange[] {
  if (!isAtWork(traces) && !isClosed(root, user) && !isOthersSpool(root, user)) return []
  const change = {
    text: `Gives the agent what App::Spoor leaves in its spool (now ${counted(traces.spool.waiting, 'event')}).`,
    files: GUARDED.map((path) => `/${path}`),
    activates: true,
    apply: async () => openHost(root, user),
  }
  return [change]
}

async function sendingChanges({ host: { root }, traces }: Scene, signal: AbortSignal): Promise<SetupChange[]> {
  // Without a unit of App::Spoor this is no more than what every set-up does.
  if (traces.units.length === 0) return []
  const isEnabled = await isUnitEnabled(root, TARGET, signal)
  if (!isAtWork(traces) && (!isEnabled || (await isUnitActive(root, SENDING_UNIT, signal)))) return []
  const words = ['start', TARGET]
  const change = {
    text: `Starts ${TARGET}: ours sends, first what App::Spoor left.`,
    commands: [systemctlLine(words)],
    activates: true,
    apply: (stop: AbortSignal) => changeUnits(root, words, stop),
  }
  return [change]
}
