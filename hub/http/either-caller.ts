import { basicCredentials, type AgentAccess } from './agent-access.ts'
import type { PersonAccess } from './person-access.ts'
import type { Asker, HubRequest } from './route.ts'

/**
 * Who sent a request that agents and people may send. App::Spoor's clients know only Basic authorization: there an API
 * token stands in the place of the secret, after any identifier.
 */
export async function askerOf(
  { agents, people }: { readonly agents: AgentAccess; readonly people: PersonAccess },
  { headers }: Pick<HubRequest, 'headers'>,
): Promise<Asker> {
  const { authorization } = headers
  if (authorization === undefined || !/^Basic /i.test(authorization))
    return { person: await people.personOf({ headers }) }
  const { secret } = basicCredentials(authorization)
  if (!API_TOKEN.test(secret)) return { agent: await agents.agentOf(authorization) }
  return { person: await people.personOf({ headers: { ...headers, authorization: `Bearer ${secret}` } }) }
}

/** Secrets of agents have no dot. */
const API_TOKEN = /^a-[2-9a-z]{8}\./
