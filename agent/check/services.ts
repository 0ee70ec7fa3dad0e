import type { Loaded } from '../config/load.ts'
import { PROBES } from '../probes/probes.ts'
import { preparedChecks } from '../watch/prepared-check.ts'
import { attempted } from './attempt.ts'
import type { Finding } from './finding.ts'
import { foundFindings } from './found.ts'
import { restartFindings } from './restarts.ts'

/** Whether the checks of services can run: their types, and the keys of each. Runs none. */
export async function serviceFindings(loaded: Loaded): Promise<readonly Finding[]> {
  const { config, placeOf } = loaded
  const { watch } = config
  if (watch === undefined) return []
  const told = (option: string, fault: string): string => `${placeOf(option.split('.'))}: ${option}: ${fault}`
  const faults = await attempted('checks', async () => preparedChecks(watch.checks, PROBES, told))
  if (faults.length > 0) return faults
  const restarts = await restartFindings(loaded)
  const found = watch.isAuto === true ? await foundFindings(watch) : []
  if (restarts.length > 0) return [...restarts, ...found]
  return [{ check: 'checks', state: 'ok', text: `checks: ${watch.checks.length}: ok` }, ...found]
}
