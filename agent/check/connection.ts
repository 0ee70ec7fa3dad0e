import type { Config } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import { configuredAccess } from '../receivers/spoor-api/configured-access.ts'
import { diagnose } from '../receivers/spoor-api/diagnosis.ts'
import { listPath } from '../receivers/spoor-api/list-client.ts'
import type { Finding } from './finding.ts'

/** How far a harmless request comes, step by step: it asks the API for its list of this host's reports. */
export async function connectionFindings(config: Config, signal: AbortSignal): Promise<readonly Finding[]> {
  const path = listPath(config.transmission.listPaths.reports, 'reports', hostNameOf(config))
  const steps = await diagnose(await configuredAccess(config), path, signal)
  return steps.map(({ step, state, text }) => ({ check: step, state, text: `${step}: ${text}` }))
}
