import * as v from 'valibot'
import type { Entry } from '../../lib/event/entry.ts'
import { type FakeAnswer, type FakeApi, type Received, type Scripted, startFakeApi } from '../support/fake-api.ts'
import { isPoison } from './written-lines.ts'

/** The API's behaviour in each mood; `judge` gives its answer when all is well. */
const MOODS = {
  up: (judge) => judge(),
  'takes few at once': (judge) => judge(),
  slow: (judge) => ({ ...judge(), delay: 500 }),
  broken: () => ({ status: 500, body: 'Internal Server Error' }),
  unavailable: () => ({ status: 503 }),
  busy: () => ({ status: 429, headers: { 'retry-after': '1' } }),
  moved: () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }),
  'a portal': () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Log in.</html>' }),
  silent: () => 'hang',
  dripping: () => 'drip',
  'dripping after it took it': (judge) => takeAnd(judge, 'drip'),
  'cut before': () => 'cut',
  'cut after': (judge) => takeAnd(judge, 'cut'),
  'cut in the answer': (judge) => ({ ...judge(), ending: 'cut' }),
  down: () => 'cut',
} as const satisfies Record<string, (judge: () => FakeAnswer) => Scripted>

/** A mood of the API. */
export type Mood = keyof typeof MOODS

/** Moods in which nothing can be settled. */
export const BAD_MOODS: readonly [Mood, ...Mood[]] = [
  'down',
  'down',
  'broken',
  'unavailable',
  'busy',
  'moved',
  'a portal',
  'silent',
  'dripping',
  'dripping after it took it',
  'cut before',
  'cut after',
  'cut in the answer',
]

/** Entries that it accepts in one report when it accepts only few. */
const FEW = 8

const sent = v.object({
  report: v.object({ entries: v.array(v.custom<Entry>((input) => v.is(v.object({ id: v.string() }), input))) }),
})

/** An API with moods, which remembers what it accepted, by key, and what it refused. */
export class MoodyApi {
  readonly url: string
  /** The accepted entries, each key once. */
  readonly accepted = new Map<string, readonly Entry[]>()
  /** The keys of reports with several entries that it once refused. */
  readonly refused = new Set<string>()
  #api: FakeApi | undefined
  #mood: Mood = 'up'
  readonly #port: number

  private constructor(api: FakeApi) {
    this.url = api.url
    this.#port = api.port
    this.#listen(api)
  }

  static async start(): Promise<MoodyApi> {
    return new MoodyApi(await startFakeApi())
  }

  /** Changes the mood; it listens unless it is down. */
  async become(mood: Mood): Promise<void> {
    this.#mood = mood
    if (mood === 'down') await this.close()
    else if (this.#api === undefined) this.#listen(await startFakeApi({ port: this.#port }))
  }

  async close(): Promise<void> {
    const api = this.#api
    this.#api = undefined
    await api?.close()
  }

  #listen(api: FakeApi): void {
    this.#api = api
    api.otherwise = (request) => this.#answer(request)
  }

  #answer({ json, headers }: Received): Scripted {
    // The sender was killed in the middle.
    if (json === undefined) return 'cut'
    const { entries } = v.parse(sent, json).report
    return MOODS[this.#mood](() => this.#judge(String(headers['idempotency-key']), entries))
  }

  #judge(key: string, entries: readonly Entry[]): FakeAnswer {
    if (this.accepted.has(key)) return { status: 409 }
    const bad = entries.find((entry) => isPoison(entry['mailbox_address']))
    const isTooMuch = this.#mood === 'takes few at once' && entries.length > FEW
    if (bad === undefined && !isTooMuch) {
      this.accepted.set(key, entries)
      return { status: 202 }
    }
    if (entries.length > 1) this.refused.add(key)
    if (isTooMuch) return { status: 413 }
    return { status: 422, body: JSON.stringify({ error: refusalOf(bad?.['mailbox_address']) }) }
  }
}

/** The API's reason for refusing an entry. */
export function refusalOf(mailbox: unknown): string {
  return `${String(mailbox)} is not known here`
}

function takeAnd(judge: () => FakeAnswer, end: Scripted): Scripted {
  judge()
  return end
}
