import { join } from 'node:path'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { residentsIn } from '../../lib/system/users/passwd.ts'

/** An account of cPanel. */
export interface PanelAccount {
  readonly name: string
  readonly uid: number
  readonly home: string
  readonly domains: readonly string[]
}

const DOMAIN = /^[\w.-]{1,253}$/

/**
 * Every account of the host whose files are below `root`, with its domains, by /etc/userdomains (one `domain: account`
 * a line) and /etc/passwd. root, and who is no user, is no account. Throws `ActionNeeded` where that list cannot be
 * read.
 */
export function accountsOf(root: string): readonly PanelAccount[] {
  const residents = residentsIn(join(root, 'etc/passwd'))
  const owners = linesOf(join(root, 'etc/userdomains')).flatMap((line) => {
    const [domain = '', name = ''] = line.split(':').map((part) => part.trim())
    return DOMAIN.test(domain) ? [{ domain: domain.toLowerCase(), name }] : []
  })
  return [...Map.groupBy(owners, ({ name }) => name)].flatMap(([name, owned]) => {
    const { uid = 0, home = '' } = residents.get(name) ?? {}
    if (!(uid > 0) || !home.startsWith('/')) return []
    return [{ name, uid, home, domains: owned.map(({ domain }) => domain) }]
  })
}

function linesOf(path: string): readonly string[] {
  try {
    return readRegularFileSync(path, { follow: true }).text.split('\n')
  } catch (error) {
    throw new ActionNeeded(`${path}: cPanel's list of domains cannot be read (${messageOf(error)}).`)
  }
}
