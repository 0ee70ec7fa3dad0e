import * as v from 'valibot'
import type { Entry } from '../../lib/event/entry.ts'
import { type FakeAnswer, type FakeApi, type Received, type Scripted, startFakeApi } from '../support/fake-api.ts'
import { isPoison } from './written-lines.ts'

/** How the API is while it is in a mood; `judge` decides over the report as it does at its best. */
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

/** How the API is for a while. */
export type Mood = keyof typeof MOODS

/** What is no mood to settle anything in. */
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

/** So many entries it takes in one report when it takes few. */
const FEW = 8

const sent = v.object({
  report: v.object({ entries: v.array(v.custom<Entry>((input) => v.is(v.object({ id: v.string() }), input))) }),
})

/** An API with moods, which remembers what it has by its key, and what it refused. */
export class MoodyApi {
  readonly url: string
  /** What it has, each key once. */
  readonly accepted = new Map<string, readonly Entry[]>()
  /** The keys of what it once refused, of more than one entry. */
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

  /** Only while it is down nothing listens. */
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
    // Of a sender that was killed in the middle.
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

/** What the API says of an entry that it does not take. */
export function refusalOf(mailbox: unknown): string {
  return `${String(mailbox)} is not known here`
}

function takeAnd(judge: () => FakeAnswer, end: Scripted): Scripted {
  judge()
  return end
}
