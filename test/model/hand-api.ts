import assert from 'node:assert/strict'
import type { Outcome } from '../../agent/receivers/delivery/outcome.ts'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import { outcomeOfAnswer } from '../../agent/receivers/spoor-api/answer-outcome.ts'
import { outcomeOfFailure } from '../../agent/receivers/spoor-api/failure-outcome.ts'

interface Said {
  readonly status: number
  readonly type?: string
  readonly text?: string
  readonly retryAfter?: string
}

/** What an API can answer, or what else can become of a request; of each row of docs/delivery.md one at least. */
const SAID = {
  'has it': { status: 202 },
  'had it': { status: 409 },
  'does well': { status: 200 },
  'a page': { status: 200, type: 'text/html', text: '<html>Log in.</html>' },
  malformed: { status: 400 },
  'too large': { status: 413 },
  'cannot take it': { status: 422 },
  'wrong credentials': { status: 401 },
  forbidden: { status: 403 },
  'a proxy asks': { status: 407 },
  'a certificate is wanted': {
    status: 400,
    type: 'text/html',
    text: '<html>No required SSL certificate was sent</html>',
  },
  moved: { status: 302 },
  'no such path': { status: 404 },
  upgraded: { status: 101 },
  'too slow': { status: 408 },
  'too early': { status: 425 },
  'fewer for now': { status: 429, retryAfter: '90' },
  'out of order': { status: 500 },
  'in maintenance': { status: 503, retryAfter: '600' },
  refused: 'ECONNREFUSED',
  'no name': 'ENOTFOUND',
  'no answer': 'ETIMEDOUT',
  'cut off': 'ECONNRESET',
  'cut off after it was taken': 'ECONNRESET',
  expired: 'CERT_HAS_EXPIRED',
  'another key': 'PIN_MISMATCH',
} as const satisfies Record<string, Said | string>

/** One of them. */
export type Answer = keyof typeof SAID

/** All of them. */
export const ANSWERS: readonly Answer[] = Object.keys(SAID).filter((name): name is Answer => name in SAID)

/** How an API is that answers by itself. */
export const MOODS = {
  'has a hand': undefined,
  up: () => 'has it',
  down: () => 'refused',
  'knows nobody': () => 'wrong credentials',
  'takes one at once': ({ entries }) => (entries.length > 1 ? 'too large' : 'has it'),
  finicky: ({ entries }) => (entries.some(({ id }) => id.endsWith('1')) ? 'cannot take it' : 'has it'),
  'stumbles over some': ({ entries }) => (entries.some(({ id }) => id.startsWith('3')) ? 'out of order' : 'has it'),
  'dies of some': ({ entries }) => (entries.some(({ id }) => id.startsWith('3')) ? 'cut off' : 'has it'),
} as const satisfies Record<string, ((report: Sendable) => Answer) | undefined>

/** One of them. */
export type Mood = keyof typeof MOODS

/** All of them. */
export const MOOD_NAMES: readonly Mood[] = Object.keys(MOODS).filter((name): name is Mood => name in MOODS)

interface Request {
  readonly report: Sendable
  readonly answer: (outcome: Outcome) => void
}

/** An API whose answers somebody gives, or which gives them by itself; what it has once it has for good, by its key. */
export class HandApi {
  mood: Mood = 'has a hand'
  /** What has no answer yet, the oldest first. */
  waiting: Request[] = []
  /** For each entry the keys under which it was accepted. */
  readonly keys = new Map<string, Set<string>>()
  /** Entries that it refused for good when it was asked last. */
  readonly refused = new Set<string>()
  readonly #now: () => number
  readonly #accepted = new Set<string>()

  constructor(now: () => number) {
    this.#now = now
  }

  send(report: Sendable): Promise<Outcome> {
    return new Promise((answer) => {
      this.waiting.push({ report, answer })
      const said = MOODS[this.mood]?.(report)
      if (said !== undefined) this.answer(this.waiting.length - 1, said)
    })
  }

  /** Answers one that waits, by its place among them. */
  answer(at: number, name: Answer): void {
    const [request] = this.waiting.splice(at, 1)
    request?.answer(this.#outcome(request.report, name))
  }

  /** All that ask are answered as it is now. */
  answerAll(): void {
    const say = MOODS[this.mood]
    if (say === undefined) return
    while (this.waiting[0] !== undefined) this.answer(0, say(this.waiting[0].report))
  }

  /** Nobody hears the answers to what waits any more; some of it may have been taken. */
  hangUp(isTaken: boolean): void {
    for (const { report } of this.waiting.splice(0)) if (isTaken) this.#take(report)
  }

  #outcome(report: Sendable, name: Answer): Outcome {
    const said: Said | string = SAID[name]
    if (typeof said === 'string') {
      if (name === 'cut off after it was taken') this.#take(report)
      return outcomeOfFailure(said)
    }
    // What it has under this key it neither looks at nor measures again.
    const isKnown = this.#accepted.has(report.id)
    const answer: Said = isKnown && said.status >= 400 && said.status < 500 && isRefusal(said) ? SAID['had it'] : said
    const { status, type, text = '', retryAfter } = answer
    const headers = { 'content-type': type, 'retry-after': retryAfter }
    const outcome = outcomeOfAnswer({ status, headers, text }, { now: this.#now(), accept: [], secrets: [] })
    if (outcome.result === 'accepted') this.#take(report)
    if (outcome.result === 'rejected') for (const { id } of report.entries) this.refused.add(id)
    return outcome
  }

  #take(report: Sendable): void {
    this.#accepted.add(report.id)
    for (const { id } of report.entries) {
      this.refused.delete(id)
      const keys = (this.keys.get(id) ?? new Set()).add(report.id)
      this.keys.set(id, keys)
      assert.equal(keys.size, 1, `${id} was accepted under two keys`)
    }
  }
}

function isRefusal({ status, type }: Said): boolean {
  return type === undefined && [400, 413, 422].includes(status)
}
