import * as v from 'valibot'
import { type Answer, excerpt } from '../../../lib/http/answers/answer.ts'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { sendRequest } from '../../../lib/http/request.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { outcomeOfFailure } from '../server/failure-outcome.ts'
import { type ApiAccess, headersFor, secretsOf, urlAt } from './api-access.ts'
import { isOfOtherHost } from './other-host.ts'

/** Gets the lists of the API. */
export interface ListClient {
  /** The JSON behind a path with its query; throws `ActionNeeded` if there is none. */
  get(path: string, signal: AbortSignal): Promise<unknown>
  /** Closes the connections. */
  close(): void
}

/** The path of a list, with the query for one host. */
export function listPath(path: string, name: 'reports' | 'mailbox_events', host: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}%5Bhost%5D=${encodeURIComponent(host)}`
}

const LIST_LIMIT = 16 * 1024 * 1024

/** Connects with the first request, not before. */
export async function createListClient(access: ApiAccess): Promise<ListClient> {
  const agents = await createAgents(access)
  // The last header has the name that App::Spoor gives it, and that servers in the field know.
  const headers = { ...headersFor(access), 'http-accept': 'application/json' }
  return {
    async get(path, signal) {
      const url = urlAt(access, path)
      const options = { agents, timeout: access.timeout, signal, limit: LIST_LIMIT }
      const answer = await sendRequest({ url, headers }, options).catch((error: unknown) => {
        throw new ActionNeeded(outcomeOfFailure(access.option, failureCode(error)).reason)
      })
      return toJson(answer, url.href, access)
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

function toJson({ status, text, complete }: Answer, url: string, access: ApiAccess): unknown {
  if (isOfOtherHost(status, text)) {
    throw new ActionNeeded(
      `${url}: the hub knows ${access.option}.credentials as those of another host. If this one has a new name: ` +
        'spoor-hub agents rename. Otherwise get credentials of its own: spoor-agent enrol --force.',
    )
  }
  if (status === 401 || status === 403) {
    throw new ActionNeeded(`${url}: the API does not accept ${access.option}.credentials (HTTP ${status}).`)
  }
  if (status !== 200) {
    const said = excerpt(text, secretsOf(access))
    throw new ActionNeeded(`${url} answered with HTTP ${status}: ${said || 'no text'}.`)
  }
  if (!complete) throw new ActionNeeded(`The answer of ${url} broke off, or is longer than ${LIST_LIMIT} bytes.`)
  const { success, output } = v.safeParse(foreignJson, text)
  if (success) return output
  throw new ActionNeeded(`${url} did not answer with JSON: check ${access.option}.host.`)
}
