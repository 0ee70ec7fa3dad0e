const URL_OF_DATABASE = /^(postgres(?:ql)?:\/\/)(?:([^@/?]*)@)?([^@/?]+)(\/.+)$/

/**
 * The URLs of a database whose servers are a primary and its standbys, which the URL names as PostgreSQL's own programs
 * do: `postgresql://USER@HOST1[:PORT],HOST2[:PORT]/DATABASE`. Undefined if it is no such URL, or holds a password.
 */
export function urlsOfHosts(url: string): readonly string[] | undefined {
  const [, scheme = '', user, hosts = '', rest = ''] = URL_OF_DATABASE.exec(url) ?? []
  const urls = hosts.split(',').map((host) => `${scheme}${user === undefined ? '' : `${user}@`}${host}${rest}`)
  return urls.every(isOfDatabase) ? urls : undefined
}

function isOfDatabase(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && url.password === '' && url.hostname !== '' && url.pathname.length > 1
}
