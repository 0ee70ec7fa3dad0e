import type { CheckConfig, WatchConfig } from '../../config/checks/check-config.ts'
import { besides } from './besides.ts'
import { EVERYWHERE } from './everywhere.ts'
import { readFound } from './found-memory.ts'

/** All checks of a configuration, with those that the watcher found before, as far as they may be read. */
export async function allChecks(
  { checks }: Pick<WatchConfig, 'checks'>,
  folder: string,
): Promise<readonly CheckConfig[]> {
  const known = await readFound(folder).catch(() => [])
  return [...checks, ...besides(checks, [...EVERYWHERE, ...known])]
}
