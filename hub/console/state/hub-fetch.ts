import { secondsUntil } from './problem.ts'

/** What the hub said of a path that is asked too often: until when it wants to hear nothing of it, and its answer. */
interface Refusal {
  readonly until: number
  readonly body: string
}

/** By paths without their query: what is asked too often is so with any. */
const refusals = new Map<string, Refusal>()

/**
 * Fetches from the hub: the only place that does. A GET of a path that the hub has refused with 429 is refused here in
 * the same words until the time that `Retry-After` told, whoever asks: a change that was heard, a timer, or a person.
 * Rejects as `fetch` does.
 */
export async function hubFetch(path: string, init: RequestInit = {}): Promise<Response> {
  const [name = ''] = path.split('?', 1)
  const isGet = (init.method ?? 'GET') === 'GET'
  const refused = isGet ? refusals.get(name) : undefined
  const left = Math.ceil(((refused?.until ?? 0) - Date.now()) / 1000)
  if (refused !== undefined && left > 0)
    return new Response(refused.body, { status: 429, headers: { 'retry-after': String(left) } })
  const response = await fetch(path, init)
  if (isGet) refusals.delete(name)
  if (!isGet || response.status !== 429) return response
  const body = await response.clone().text()
  refusals.set(name, { until: Date.now() + secondsUntil(response.headers.get('retry-after')) * 1000, body })
  return response
}
