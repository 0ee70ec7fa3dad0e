import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { Hub } from '../../http/route.ts'
import { agentOfHost } from '../../store/ask/agent-of-host.ts'

/**
 * The names that a host has and had, in small letters, if one was named. Rejects with `HttpError` if the hub knows no
 * such host.
 */
export async function concernedHost(
  { store }: Pick<Hub, 'store'>,
  host: string | undefined,
): Promise<{ readonly host?: readonly string[] }> {
  if (host === undefined) return {}
  const found = await store.ask(agentOfHost, { host })
  if (found === null) throw new HttpError(PROBLEMS.unknownHost)
  return { host: [found.host, ...found.formerNames].map((name) => name.toLowerCase()) }
}
