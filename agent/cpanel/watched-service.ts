import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { loadConfig } from '../config/load.ts'
import { DEFAULT_CONFIG_FILE } from '../config/usual-paths.ts'
import { ROLES } from '../roles/roles.ts'

/** A service as chkservd knows it. */
export interface WatchedService {
  /** Its unit without `.service`; chkservd's name for it too. */
  readonly name: string
  /** What its process calls itself. Each has a name of its own: by one name, either would pass for the other. */
  readonly process: string
  readonly user: string
}

/** The service of every role, whether it has work or not. */
export const WATCHED_SERVICES: readonly WatchedService[] = ROLES.map(({ name, title, user }) => ({
  name: `spoor-agent-${name}`,
  process: title,
  user,
}))

/**
 * The services to which the configuration of the host below `root` gives work; where it cannot be read, those that most
 * have. chkservd would start the others every five minutes, and report that they do not run.
 */
export async function neededServices(root: string): Promise<readonly WatchedService[]> {
  const loaded = await loadConfig(join(root, DEFAULT_CONFIG_FILE)).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    return { config: {} }
  })
  return WATCHED_SERVICES.filter((_, index) => ROLES[index]?.hasWork(loaded.config))
}

/**
 * The content of a service's file in /etc/chkserv.d: `x,x,x` looks for a process, then what starts it again, the
 * process and its user (https://docs.cpanel.net/knowledge-base/cpanel-product/tailwatch/). `restart`: `try-restart`
 * leaves alone what has failed.
 */
export function serviceFile({ name, process, user }: WatchedService): string {
  return `service[${name}]=x,x,x,/usr/bin/systemctl restart ${name}.service,${process},${user}\n`
}
