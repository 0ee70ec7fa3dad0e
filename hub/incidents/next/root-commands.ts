import { shellWord } from '../../../lib/text/shell-word.ts'

/*
 * Where the commands and menus that steps name are documented:
 *
 * - uapi on the command line, its values encoded as in a URL: api.docs.cpanel.net, UAPI, the sample of each function.
 *   Email: delete_forwarder, delete_auto_responder, list_filters (of the account as a whole
 *   without `account`), release_outgoing, unsuspend_outgoing; the last two also in support.cpanel.net,
 *   "Managing email restrictions via the command line".
 * - whmapi1 create_cphulk_record: api.docs.cpanel.net, WHM API 1, cPHulk.
 * - scripts/whoowns is in no reference of the API, but is what administrators use; the documented
 *   `whmapi1 getdomainowner` answers with more than the name.
 * - doveadm kick: doc.dovecot.org, doveadm-kick(1). exiqgrep -f: exim.org, "Exim utilities"; exiqgrep(8).
 * - Email Accounts, Manage, Restrictions (Suspend refuses outgoing mail, Hold queues it): support.cpanel.net, "How to
 *   Restrict Outgoing Mail on a Single Email Account".
 * - Forwarders, Email Filters, Global Email Filters, Autoresponders, Default Address: docs.cpanel.net, cPanel, Email.
 *   Filters of Sieve are those of Roundcube, and in neither list.
 * - Password Modification, Mail Queue Manager, cPHulk Brute Force Protection (tab Blacklist Management), Manage API
 *   Tokens, Two-Factor Authentication: docs.cpanel.net, WHM; the last two also under cPanel, Security.
 *
 * From knowledge of the interface alone, not read there: list_filters without `account`, the menus Mail Queue Manager
 * and Two-Factor Authentication, and the pages of cPanel's section Email.
 */

/** A mailbox that can stand in a command, in its parts; undefined for whatever else somebody typed as one. */
export function plainMailbox(name: string): { readonly local: string; readonly domain: string } | undefined {
  const [, local, domain] = /^(\w[\w.+-]{0,63})@([a-z\d][a-z\d.-]{0,252})$/i.exec(name) ?? []
  return local === undefined || domain === undefined ? undefined : { local, domain }
}

/**
 * A call of UAPI for the account that has a domain. Its values are decoded like those of a URL, so what others wrote is
 * encoded, and then quoted for the shell.
 */
export function uapi(domain: string, call: string, values: Readonly<Record<string, string>> = {}): string {
  const words = Object.entries(values).map(([name, value]) =>
    shellWord(`${name}=${encodeURIComponent(value.toWellFormed())}`),
  )
  return [`uapi --user="$(/usr/local/cpanel/scripts/whoowns ${domain})" ${call}`, ...words].join(' ')
}

/** Ends what a mailbox has open by IMAP and POP3. */
export function kick(mailbox: string): string {
  return `doveadm kick ${shellWord(mailbox)}`
}

/** Lists what a mailbox has in the queue: the pattern is a regular expression. */
export function queueOf(mailbox: string): string {
  return `exiqgrep -f ${shellWord(`<${mailbox.replaceAll(/[.+]/g, String.raw`\$&`)}>`)}`
}

/** Refuses an address at every service that cPHulk guards. */
export function block(ip: string): string {
  return `whmapi1 create_cphulk_record list_name=black ${shellWord(`ip=${ip}`)}`
}
