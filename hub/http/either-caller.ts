import { basicCredentials, type AgentAccess } from './agent-access.ts'
import type { PersonAccess } from './person-access.ts'
import type { Asker, HubRequest, Route } from './route.ts'

/**
 * Who sent a request that agents and people may send. App::Spoor's clients know only Basic authorization: there an API
 * token stands in the place of the secret, after any identifier.
 */
export async function askerOf(
  { agents, people }: { readonly agents: AgentAccess; readonly people: PersonAccess },
  method: Route['method'],
  asked: Pick<HubRequest, 'headers' | 'origin'>,
): Promise<Asker> {
  const { authorization } = asked.headers
  if (authorization === undefined || !/^Basic /i.test(authorization))
    return { person: await people.personOf(method, asked) }
  const { secret } = basicCredentials(authorization)
  if (!API_TOKEN.test(secret)) return { agent: await agents.agentOf(authorization) }
  const bearer = { ...asked.headers, authorization: `Bearer ${secret}` }
  return { person: await people.personOf(method, { ...asked, headers: bearer }) }
}

/** Secrets of agents have no dot. */
const API_TOKEN = /^a-[2-9a-z]{8}\./
