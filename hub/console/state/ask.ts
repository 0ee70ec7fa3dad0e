import { signal } from '@preact/signals'
import type { ShownProblem } from '../../contract/problem.ts'
import { hubFetch } from './hub-fetch.ts'
import { OUT_OF_REACH, type Problem, problemOf } from './problem.ts'

/** What came of a question: a value, or why there is none. Nothing is thrown. */
export type Outcome<T> = { readonly value: T } | { readonly problem: Problem }

/** How something is asked. */
export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly json?: unknown
  /** The revision that a change is meant for: it is refused if there is another by now. */
  readonly revision?: number
  readonly signal?: AbortSignal
}

/** Rises each time the hub says that nobody is signed in. */
export const sessionLost = signal(0)

/**
 * Asks the hub's API: the only place that does, but for the stream. Rejects only with the reason of an abort. That what
 * is answered has the form `T` the hub's own tests say, as it describes its answers by the same types.
 */
export async function ask<T>(path: string, asking: Asking = {}): Promise<Outcome<T>> {
  try {
    const response = await hubFetch(path, initOf(asking))
    if (!response.ok) return { problem: await refusal(response) }
    return { value: response.status === 204 ? undefined : JSON.parse(await response.text()) }
  } catch (error) {
    if (asking.signal?.aborted === true) throw error
    return { problem: OUT_OF_REACH }
  }
}

/** The error of an answer that is none; who is no longer signed in is noted. */
export async function refusal(response: Response): Promise<Problem> {
  const shown = await response.json().then(asProblem, () => undefined)
  const problem = problemOf(response.status, shown, response.headers.get('retry-after'))
  if (problem.fault === 'session' && ENDED.has(problem.code)) sessionLost.value += 1
  return problem
}

/** Nobody is signed in, or the session has ended. */
const ENDED: ReadonlySet<number> = new Set([40105, 40107])

function initOf({ method = 'GET', json, revision, signal: aborted }: Asking): RequestInit {
  return {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }) },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(aborted === undefined ? {} : { signal: aborted }),
  }
}

function asProblem(json: unknown): ShownProblem | undefined {
  const isOne = typeof json === 'object' && json !== null && 'code' in json && 'error' in json
  if (!isOne || typeof json.code !== 'number' || typeof json.error !== 'string') return undefined
  return { code: json.code, error: json.error, link: `/errors/${json.code}` }
}
