import { statSync } from 'node:fs'
import { restartWords } from '../config/checks/restart-target.ts'
import type { Loaded } from '../config/load.ts'
import { type RestartHost, THIS_HOST } from '../restarts/restart-host.ts'
import { restartObstacle } from '../restarts/restart-obstacle.ts'
import type { Finding } from './finding.ts'

/** Whether the services that checks have restarted are there, and nobody else restarts them. Restarts none. */
export async function restartFindings(
  { config: { watch }, files }: Pick<Loaded, 'config' | 'files'>,
  host: RestartHost = THIS_HOST,
): Promise<readonly Finding[]> {
  const asking = (watch?.checks ?? []).filter(({ restart }) => restart !== undefined)
  if (asking.length === 0) return []
  const warning = (text: string): Finding => ({ check: 'checks', state: 'warning', text })
  const signal = new AbortController().signal
  const findings: Finding[] = files
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.uid !== 0)
    .map((file) => warning(`${file}: it does not belong to root, so no service is restarted; type: chown root ${file}`))
  for (const { option, restart } of asking) {
    const obstacle = restart && (await restartObstacle(host, restart, signal))
    if (restart !== undefined && obstacle !== undefined)
      findings.push(warning(`${option}.restart: ${restartWords(restart)} ${obstacle}`))
  }
  return findings
}
