import { ActionNeeded } from '../../../lib/system/errors.ts'
import { connectionFindings } from '../../check/connection.ts'
import type { Config, SpoorApiConfig } from '../../config/config.ts'
import { loadConfig } from '../../config/load.ts'
import { proofFor } from '../../enrolment/proof.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupStep } from '../step.ts'

/**
 * Proves that reports get through. A hub is told how this agent is, so the host shows there; of another API it asks for
 * its list of reports, as whatever is reported there counts as having happened.
 */
export function proofStep(host: SetupHost): SetupStep {
  return {
    name: 'test',
    look: async (signal) => {
      const { config } = await loadConfig(host.config, host.user)
      const asked = config.receivers.filter((each) => each.type === 'spoor-api').filter(({ enabled }) => enabled)
      const remarks: string[] = []
      for (const receiver of asked) remarks.push(await provenBy(receiver, config, signal))
      if (config.receivers.length === 0)
        remarks.push(
          'Nothing is sent: reports stay here, and spoor-agent events --local shows them; spoor-agent setup --hub URL changes that.',
        )
      return { changes: [], remarks }
    },
  }
}

async function provenBy(receiver: SpoorApiConfig, config: Config, signal: AbortSignal): Promise<string> {
  const { host } = receiver
  if (receiver.tellsStatus === true) {
    const { fault } = await proofFor(receiver, config, signal)
    if (fault !== undefined) throw new ActionNeeded(`The hub at ${host} did not take a first message: ${fault}`)
    return `The hub at ${host} took a first message from this host, and shows it now.`
  }
  const findings = await connectionFindings(receiver, config, signal)
  const failed = findings.filter(({ state }) => state === 'failed')
  if (failed.length > 0) throw new ActionNeeded(failed.map(({ text }) => text).join('\n'))
  const doubts = findings.filter(({ state }) => state === 'warning').map(({ text }) => text)
  return doubts.length > 0 ? doubts.join(' ') : `The API at ${host} accepts the credentials; nothing was reported.`
}
