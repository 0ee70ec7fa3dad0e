import { shellWord } from '../../../lib/text/shell-word.ts'

/** A mailbox that can stand in a command, in its parts; undefined for whatever else somebody typed as one. */
export function plainMailbox(name: string): { readonly local: string; readonly domain: string } | undefined {
  const [, local, domain] = /^(\w[\w.+-]{0,63})@([a-z\d][a-z\d.-]{0,252})$/i.exec(name) ?? []
  return local === undefined || domain === undefined ? undefined : { local, domain }
}

/**
 * A call of UAPI for the account that has a domain. Its values are decoded like those of a URL, so what others wrote is
 * encoded, and then quoted for the shell.
 */
export function uapi(domain: string, call: string, values: Readonly<Record<string, string>>): string {
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
