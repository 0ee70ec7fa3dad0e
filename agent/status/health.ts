import type { Severity } from '../../lib/notice/notice.ts'
import { counted } from '../../lib/terminal/count.ts'
import { exposureText } from './exposed-folders.ts'
import type { Status } from './status.ts'

/** One thing that is not as it should be. */
export interface Warning {
  readonly code: string
  readonly severity: Exclude<Severity, 'info'>
  readonly text: string
}

/** From so many lines that are not understood on, their share tells something. */
const MANY = 20

type Check = (status: Status) => Warning | readonly Warning[] | undefined

/** Everything that `status` can warn of, the worst first. */
const CHECKS: readonly Check[] = [
  ({ refused }) =>
    refused === undefined
      ? undefined
      : warning(
          'error',
          'config_refused',
          `The configuration is wrong, and the services keep the one before: ${refused} When it is right: systemctl reload spoor-agent-collector spoor-agent-transmitter`,
        ),
  ({ collector }) =>
    collector.running
      ? undefined
      : warning(
          'error',
          'collector_not_running',
          'The collector does not run: the logs are not read. Start it: systemctl start spoor-agent-collector',
        ),
  ({ transmitter }) =>
    transmitter.running || transmitter.disabled === true
      ? undefined
      : warning(
          'error',
          'transmitter_not_running',
          'The transmitter does not run: reports wait in the spool. Start it: systemctl start spoor-agent-transmitter',
        ),
  ({ collector, transmitter }) =>
    Object.entries({ collector, transmitter }).flatMap(([role, { hangs }]) => (hangs === true ? [hanging(role)] : [])),
  ({ transmitter, spool }) =>
    transmitter.disabled === true
      ? warning(
          'notice',
          'transmission_disabled',
          `Nothing is sent, as transmission.enabled is false: ${counted(spool.waiting, 'report waits', 'reports wait')} in the spool.`,
        )
      : undefined,
  ({ collector }) =>
    collector.running && collector.held !== undefined
      ? warning('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${collector.held}`)
      : undefined,
  ({ transmitter: { running, delivery } }) =>
    running && delivery?.problem !== undefined
      ? warning(
          delivery.problem === 'configuration' ? 'error' : 'warning',
          `delivery_${delivery.problem}`,
          `Nothing is delivered: ${delivery.lastError?.reason ?? 'the reason is not known'}`,
        )
      : undefined,
  ({ sources }) =>
    sources
      .filter(({ problem }) => problem !== undefined)
      .map(({ source, path, problem }) => warning('warning', 'source_unavailable', `${source}: ${path} ${problem}`)),
  ({ sources }) =>
    sources
      .map((source) => ({ ...source, ...source.lately }))
      .filter(({ ofInterest, unrecognised }) => unrecognised >= MANY && unrecognised > ofInterest / 2)
      .map(({ source, path, ofInterest, unrecognised }) =>
        warning(
          'warning',
          'format_unrecognised',
          `${source}: ${unrecognised} of ${ofInterest} lines that were lately looked at closely are not understood; has the format of ${path} changed? See: spoor-agent parse --all`,
        ),
      ),
  ({ spool }) =>
    spool.problem === undefined
      ? undefined
      : warning('error', 'spool_unreadable', `The spool cannot be read: ${spool.problem}`),
  ({ spool }) =>
    spool.foreign > 0
      ? warning(
          'warning',
          'spool_files_not_ours',
          `${spool.path} holds what is not the agent's, and is left alone: ${strangersOf(spool)}; remove it. See: spoor-agent spool verify`,
        )
      : undefined,
  ({ exposed = [] }) => exposed.map((each) => warning('notice', 'folder_exposed', exposureText(each))),
  ({ spool: { failed, acknowledged } }) => (failed > acknowledged ? refused(failed - acknowledged) : undefined),
]

function refused(count: number): Warning {
  const [told, them] = [counted(count, 'report was', 'reports were'), count === 1 ? 'it' : 'them']
  return warning(
    'warning',
    'reports_failed',
    `${told} refused for good. Why: spoor-agent spool list --failed; then retry, drop or acknowledge ${them}: spoor-agent spool acknowledge --all`,
  )
}

function hanging(role: string): Warning {
  const text = `The ${role} runs, and has not shown for over a minute that it does anything. Restart it: systemctl restart spoor-agent-${role}`
  return role === 'collector' ? warning('error', 'collector_hangs', text) : warning('error', 'transmitter_hangs', text)
}

function strangersOf({ foreign, strangers }: Status['spool']): string {
  const more = foreign - strangers.length
  return `${strangers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function warning(severity: Warning['severity'], code: string, text: string): Warning {
  return { code, severity, text }
}

/** What is wrong; nothing when all is well. */
export function warningsOf(status: Status): readonly Warning[] {
  return CHECKS.flatMap((check) => check(status) ?? [])
}

/** What all warnings come to: `degraded` from a warning upwards, `down` when neither process runs. */
export function healthOf(status: Status, warnings: readonly Warning[]): 'healthy' | 'degraded' | 'down' {
  if (!status.collector.running && !status.transmitter.running) return 'down'
  return warnings.some(({ severity }) => severity !== 'notice') ? 'degraded' : 'healthy'
}
