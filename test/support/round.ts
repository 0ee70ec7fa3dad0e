import type { Config } from '../../agent/config/config.ts'
import type { Round, RoleService } from '../../agent/roles/round.ts'

/** Runs a service for one round, which by default ends with the process. */
export async function serve(
  service: RoleService,
  config: Config,
  round: Pick<Round, 'tell' | 'signal'> & Partial<Round>,
): Promise<void> {
  const work = await service(config)
  await work({ stop: round.signal, onWork: () => undefined, onRefused: () => undefined, ...round })
}
