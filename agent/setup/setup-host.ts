import { join } from 'node:path'
import { dirname } from 'node:path'
import type { User } from '../../lib/system/users/passwd.ts'

/** The host that is set up. */
export interface SetupHost {
  /** Its files are below this folder: `/`. */
  readonly root: string
  /** The path of its configuration. */
  readonly config: string
  /** The user of the services; undefined if there is none, or if this process may give it no files. */
  readonly user: User | undefined
}

/** Where `setup` puts the secret of a Spoor API; the units hide this folder from the process that reads the logs. */
export function secretFileOf({ config }: Pick<SetupHost, 'config'>): string {
  return join(dirname(config), 'private', 'api_secret')
}
