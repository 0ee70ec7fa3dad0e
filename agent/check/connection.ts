import type { Config, SpoorApiConfig } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { configuredAccess } from '../receivers/spoor-api/configured-access.ts'
import { diagnose } from '../receivers/spoor-api/diagnosis.ts'
import { listPath } from '../receivers/spoor-api/list-client.ts'
import type { Finding } from './finding.ts'

/** How far a harmless request comes, step by step: it asks the API for its list of this host's reports. */
export async function connectionFindings(
  receiver: SpoorApiConfig,
  config: Pick<Config, 'host'>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const path = listPath(receiver.listPaths.reports, 'reports', hostNameOf(config))
  const steps = await diagnose(await configuredAccess(receiver, config), path, signal)
  const whose = receiver.option === 'transmission' ? '' : `${receiver.name}: `
  return steps.map(({ step, state, text }) => ({ check: step, state, text: `${whose}${step}: ${text}` }))
}
