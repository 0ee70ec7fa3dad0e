import { proxyFor } from '../../lib/http/connection/proxy.ts'
import { readAuthoritiesFile } from '../../lib/settings/authorities-file.ts'
import { proxyFault } from '../../lib/settings/proxy-url.ts'
import type { HubPlace } from './hub-client.ts'

/** What is wrong with `--proxy`, as the rest of a sentence; undefined if nothing is. `none` is for no proxy. */
export function proxyOptionFault(proxy: string | undefined): string | undefined {
  return proxy === undefined || proxy === 'none' ? undefined : proxyFault(proxy)
}

/** How a hub is reached by these options. Throws `ActionNeeded` if the file with authorities cannot be used. */
export async function hubConnection(
  host: string,
  { caFile, proxy }: { readonly caFile: string | undefined; readonly proxy: string | undefined },
): Promise<Pick<HubPlace, 'caPem' | 'proxy'>> {
  return {
    caPem: caFile === undefined ? undefined : await readAuthoritiesFile(caFile, '--ca-file'),
    proxy: proxyFor(host, proxy, process.env),
  }
}
