import { addressDomain } from '../../lib/event/address.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { concernedMailbox } from '../../lib/rules/concerned-mailbox.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { userDomainsIn } from '../../lib/system/users/user-domains.ts'

/** Of whom an entry may be; each is compared with the account's name. */
const NAMES = ['mailbox_address', 'named_user', 'actor'] as const

/** The domains of an account; the system's error code if the list cannot be read. */
export async function domainsOf(account: string, file: string): Promise<readonly string[] | string> {
  try {
    const owned = userDomainsIn(await readRegularFile(file, { follow: true }))
    return owned.filter((each) => each.account === account).map(({ domain }) => domain)
  } catch (error) {
    return codeOf(error) ?? 'no regular file'
  }
}

/** Tells whether an entry is about an account, its domains or their mailboxes, or about what the account did. */
export function isOfAccount(account: string, domains: readonly string[]): (entry: Entry) => boolean {
  const own = new Set(domains)
  return (entry) => {
    if (NAMES.some((name) => entry[name] === account)) return true
    const mailbox = concernedMailbox(entry) ?? ''
    return own.has(addressDomain(mailbox)) || own.has(String(entry['domain'] ?? '').toLowerCase())
  }
}
