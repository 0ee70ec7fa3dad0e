import { isPresent } from '../../../lib/system/files/presence.ts'
import type { Probe, ProbeResult } from '../probe.ts'
import { firstLineOf, programOutcome } from '../programs/program-run.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { type QueueSettings, queueSettings } from './queue-settings.ts'

/** How many messages wait in the queue of exim, frozen ones too. Only root and exim's own users are told (exim(8)). */
export const queue: Probe<QueueSettings> = {
  name: 'queue',
  settings: queueSettings,
  elsewhere: () => undefined,
  async run({ exim = usualExim(), ...limits }, tools) {
    try {
      const { code, stdout, stderr } = await programOutcome([exim, '-bpc'], tools)
      const [, digits] = /^\s*(\d{1,12})\s*$/.exec(stdout.toString('latin1')) ?? []
      if (code === 0 && digits !== undefined) return judged(Number(digits), limits)
      const reason = firstLineOf(stderr) || `it ended with ${code}`
      return { verdict: 'unknown', text: `exim did not count its queue: ${reason}` }
    } catch (error) {
      return resultOfFault(error)
    }
  },
}

function usualExim(): string {
  return isPresent('/usr/sbin/exim') ? '/usr/sbin/exim' : '/usr/sbin/exim4'
}

function judged(count: number, { warning, critical }: Omit<QueueSettings, 'exim'>): ProbeResult {
  const gauges = [{ name: 'queue_messages', value: count }]
  const text = `${count} ${count === 1 ? 'message waits' : 'messages wait'} in the queue`
  return { verdict: count > critical ? 'failed' : count > warning ? 'warning' : 'ok', text, gauges }
}
