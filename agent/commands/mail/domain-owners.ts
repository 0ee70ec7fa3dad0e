import type { AccountOf } from '../../../lib/mail-statistics/origin.ts'
import { codeOf } from '../../../lib/system/errors.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { userDomainsIn } from '../../../lib/system/users/user-domains.ts'

/** Whose domains are. */
export interface DomainOwners {
  readonly accountOf: AccountOf
  /** Why that is not known: the system's error code. */
  readonly missing: string | undefined
}

/** Whose the domains of this host are, by cPanel's list; without it none has an owner. */
export async function domainOwners(file: string): Promise<DomainOwners> {
  try {
    const owned = userDomainsIn(await readRegularFile(file, { follow: true }))
    const accounts = new Map(owned.map(({ domain, account }) => [domain, account]))
    return { accountOf: (domain) => accounts.get(domain), missing: undefined }
  } catch (error) {
    return { accountOf: () => undefined, missing: codeOf(error) ?? 'no regular file' }
  }
}
