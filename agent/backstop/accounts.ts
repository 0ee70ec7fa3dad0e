import { join } from 'node:path'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { residentsIn } from '../../lib/system/users/passwd.ts'
import { userDomainsIn } from '../../lib/system/users/user-domains.ts'

/** An account of cPanel. */
export interface PanelAccount {
  readonly name: string
  readonly uid: number
  readonly home: string
  readonly domains: readonly string[]
}

/**
 * Every account of the host whose files are below `root`, with its domains, by /etc/userdomains and /etc/passwd. root,
 * and who is no user, is no account. Throws `ActionNeeded` where the list of domains cannot be read.
 */
export function accountsOf(root: string): readonly PanelAccount[] {
  const residents = residentsIn(join(root, 'etc/passwd'))
  const owners = userDomainsIn(textOf(join(root, 'etc/userdomains')))
  return [...Map.groupBy(owners, ({ account }) => account)].flatMap(([name, owned]) => {
    const { uid = 0, home = '' } = residents.get(name) ?? {}
    if (!(uid > 0) || !home.startsWith('/')) return []
    return [{ name, uid, home, domains: owned.map(({ domain }) => domain) }]
  })
}

function textOf(path: string): string {
  try {
    return readRegularFileSync(path, { follow: true }).text
  } catch (error) {
    throw new ActionNeeded(`${path}: cPanel's list of domains cannot be read (${messageOf(error)}).`)
  }
}
