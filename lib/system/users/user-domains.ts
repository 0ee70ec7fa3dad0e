/** cPanel's list of the domains of all accounts; not everybody may read it. */
export const USER_DOMAINS = '/etc/userdomains'

const DOMAIN = /^[\w.-]{1,253}$/

/**
 * The domains, in lower case, in the text of cPanel's /etc/userdomains, one `domain: account` a line. What is no domain
 * is left out, as the `*: nobody` at its top.
 */
export function userDomainsIn(text: string): readonly { readonly domain: string; readonly account: string }[] {
  return text.split('\n').flatMap((line) => {
    const [domain = '', account = ''] = line.split(':').map((part) => part.trim())
    return DOMAIN.test(domain) ? [{ domain: domain.toLowerCase(), account }] : []
  })
}
