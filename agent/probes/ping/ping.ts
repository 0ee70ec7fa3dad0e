import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import type { Gauge, Probe, ProbeResult } from '../probe.ts'
import { firstLineOf, type ProgramOutcome, programOutcome } from '../programs/program-run.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { type PingSettings, pingSettings } from './ping-settings.ts'

/** What ping sums up. */
interface PingCounts {
  readonly sent: number
  readonly received: number
  /** Average of the way there and back, in milliseconds; undefined if nothing came back. */
  readonly average: number | undefined
}

/**
 * Whether a host answers to ping. Node has no sockets for ICMP, so the system's own program is run, by this name or at
 * this path.
 */
export function pingBy(program: string): Probe<PingSettings> {
  return {
    name: 'ping',
    settings: pingSettings,
    elsewhere: ({ host }) => (isLoopbackHost(host) ? undefined : host),
    async run(settings, tools) {
      const { host, family, count } = settings
      const version = family === undefined ? [] : [`-${family}`]
      // Each is waited for two seconds, and all of them no longer than that after the last.
      const words = ['-n', '-q', ...version, '-c', String(count), '-i', '0.2', '-W', '2']
      try {
        return judged(await programOutcome([program, ...words, host], tools, { late: 'failed' }), settings)
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}

function judged(outcome: ProgramOutcome, { host, loss, round_trip: longest }: PingSettings): ProbeResult {
  const counts = countsIn(outcome.stdout.toString('latin1'))
  // 1: nothing came back. Above that ping could not even ask: no route, no name, no right (ping(8)).
  if (outcome.code > 1 || counts === undefined) {
    const reason = firstLineOf(outcome.stderr) || `it ended with ${outcome.code}`
    return { verdict: 'unknown', text: `ping could not ask ${host}: ${reason}` }
  }
  const { sent, received, average } = counts
  const lost = sent === 0 ? 1 : Math.max(0, 1 - received / sent)
  const gauges: Gauge[] = [{ name: 'loss_ratio', value: lost }]
  if (received === 0) return { verdict: 'failed', text: `${host} answered none of ${sent} packets`, gauges }
  if (average !== undefined) gauges.push({ name: 'round_trip_seconds', value: average / 1000 })
  const took = average === undefined ? '' : `, in ${average} ms on average`
  const text = `${host} answered ${received} of ${sent} packets${took}`
  const isLate = longest !== undefined && average !== undefined && average > longest
  return { verdict: lost * 100 > loss ? 'warning' : isLate ? 'late' : 'ok', text, gauges }
}

/** From the last lines of iputils or busybox; undefined if they are not there. */
function countsIn(output: string): PingCounts | undefined {
  const [, sent, received] = /^(\d+) packets transmitted, (\d+) (?:packets )?received/m.exec(output) ?? []
  if (sent === undefined) return undefined
  const [, average] = /^(?:rtt|round-trip) min\/avg\/max(?:\/mdev)? = [\d.]+\/([\d.]+)\//m.exec(output) ?? []
  return {
    sent: Number(sent),
    received: Number(received),
    average: average === undefined ? undefined : Number(average),
  }
}
