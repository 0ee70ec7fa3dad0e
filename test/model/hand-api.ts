import assert from 'node:assert/strict'
import type { Outcome } from '../../agent/receivers/delivery/outcome.ts'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import { outcomeOfFailure } from '../../agent/receivers/server/failure-outcome.ts'
import { outcomeOfAnswer } from '../../agent/receivers/spoor-api/answer-outcome.ts'

interface Said {
  readonly status: number
  readonly type?: string
  readonly text?: string
  readonly retryAfter?: string
}

/** Every answer of an API or other fate of a request, at least one for each row of docs/delivery.md. */
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

/** Moods of an API that answers by itself. */
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

/**
 * An API whose answers are given by hand, or by itself according to its mood. It keeps for good what it has accepted,
 * by key.
 */
export class HandApi {
  mood: Mood = 'has a hand'
  /** Requests without an answer, oldest first. */
  waiting: Request[] = []
  /** The keys under which each entry was accepted. */
  readonly keys = new Map<string, Set<string>>()
  /** Entries that it last refused for good. */
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

  /** Answers one waiting request, by its index. */
  answer(at: number, name: Answer): void {
    const [request] = this.waiting.splice(at, 1)
    request?.answer(this.#outcome(request.report, name))
  }

  /** Answers every waiting request according to its mood. */
  answerAll(): void {
    const say = MOODS[this.mood]
    if (say === undefined) return
    while (this.waiting[0] !== undefined) this.answer(0, say(this.waiting[0].report))
  }

  /** Drops all waiting requests, because their sender is gone; some may have been accepted. */
  hangUp(isTaken: boolean): void {
    for (const { report } of this.waiting.splice(0)) if (isTaken) this.#take(report)
  }

  #outcome(report: Sendable, name: Answer): Outcome {
    const said: Said | string = SAID[name]
    if (typeof said === 'string') {
      if (name === 'cut off after it was taken') this.#take(report)
      return outcomeOfFailure('transmission', said)
    }
    // A report that it already has under this key is neither checked nor measured again.
    const isKnown = this.#accepted.has(report.id)
    const answer: Said = isKnown && said.status >= 400 && said.status < 500 && isRefusal(said) ? SAID['had it'] : said
    const { status, type, text = '', retryAfter } = answer
    const headers = { 'content-type': type, 'retry-after': retryAfter }
    const outcome = outcomeOfAnswer(
      { status, headers, text },
      { now: this.#now(), option: 'transmission', accept: [], secrets: [] },
    )
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
