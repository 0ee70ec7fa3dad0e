import { once } from 'node:events'

import * as v from 'valibot'
import { foreignJson } from '../foreign-json.ts'
import { ActionNeeded } from '../system/errors.ts'
import { createAgents } from './agents.ts'
import { type Answer, excerpt, readAnswer } from './answer.ts'
import { type ApiAccess, headersFor, secretsOf } from './api-access.ts'
import { failureCode } from './failure-code.ts'
import { outcomeOfFailure } from './failure.ts'

/** Asks the API for what it has. */
export interface ListClient {
  /** The JSON behind a path with its query; throws `ActionNeeded` where there is none. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /** Closes the connections. */
  close(): void
}

/** The path of a list, with the question for the part of one host. */
export function listPath(path: string, name: 'reports' | 'mailbox_events', host: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}%5Bhost%5D=${encodeURIComponent(host)}`
}

const LIST_LIMIT = 16 * 1024 * 1024

/** Connects with the first question, not before. */
export async function createListClient(access: ApiAccess): Promise<ListClient> {
  const host = access.host.replace(/\/+$/, '')
  const agent = await createAgents(access)
  // Imported here, because every other command starts faster without it.
  const { default: got } = await import('got')
  const client = got.extend({
    agent,
    // The name of the last header is App::Spoor's, and what servers in the field have seen.
    headers: { ...headersFor(access), 'http-accept': 'application/json' },
    timeout: { request: access.timeout },
    retry: { limit: 0 },
    // A redirect would carry credentials away.
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
  })
  return {
    async get(path, signal) {
      const stream = client.stream(host + path, { signal })
      const [response] = await once(stream, 'response').catch((error: unknown) => {
        throw new ActionNeeded(outcomeOfFailure(failureCode(error)).reason)
      })
      return toJson(await readAnswer(response, stream, LIST_LIMIT), host + path, access)
    },
    close() {
      agent.http.destroy()
      agent.https.destroy()
    },
  }
}

function toJson({ status, text, complete }: Answer, url: string, access: ApiAccess): unknown {
  if (status === 401 || status === 403) {
    throw new ActionNeeded(`${url}: the API does not accept transmission.credentials (HTTP ${status}).`)
  }
  if (status !== 200) {
    const said = excerpt(text, secretsOf(access))
    throw new ActionNeeded(`${url} answered with HTTP ${status}: ${said || 'no text'}.`)
  }
  if (!complete) throw new ActionNeeded(`The answer of ${url} broke off, or is longer than ${LIST_LIMIT} bytes.`)
  const { success, output } = v.safeParse(foreignJson, text)
  if (success) return output
  throw new ActionNeeded(`${url} did not answer with JSON: check transmission.host.`)
}
