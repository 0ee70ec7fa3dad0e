import { type Answer, excerpt } from '../../../lib/http/answers/answer.ts'
import { retryAfter } from '../../../lib/http/answers/retry-after.ts'
import type { Cause, Outcome } from '../delivery/outcome.ts'

/** What an answer means for what was sent. */
type Verdict = 'accepted' | 'rejected' | 'divided' | Cause

/** What statuses (from, to) mean; STATUS stands for the one that came, OPTION for the section of the receiver. */
export type AnswerRow = readonly [from: number, to: number, verdict: Verdict, sentence: string]

/** What it takes to understand an answer. */
export interface Hearing {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The section of the receiver in the configuration: `transmission`. */
  readonly option: string
  /** Texts that no reason may hold, whatever the server wrote. */
  readonly secrets: readonly string[]
}

/** The first row for a status; `otherwise` if there is none. */
export function rowFor(status: number, rows: readonly AnswerRow[], otherwise: AnswerRow): AnswerRow {
  return rows.find(([from, to]) => status >= from && status <= to) ?? otherwise
}

/** What an answer means, by its row. */
export function outcomeBy(
  [, , verdict, template]: AnswerRow,
  { status, text, headers }: Omit<Answer, 'complete'>,
  { now, option, secrets }: Hearing,
): Outcome {
  if (verdict === 'accepted') return { result: 'accepted' }
  const sentence = template.replaceAll('STATUS', String(status)).replaceAll('OPTION', option)
  const reason = `${sentence} (${[`HTTP ${status}`, excerpt(text, secrets)].filter(Boolean).join(': ')}).`
  if (verdict === 'rejected') return { result: 'rejected', reason }
  if (verdict === 'divided') return { result: 'rejected', reason, divisible: true }
  const notBefore = retryAfter(headers, now)
  return { result: 'later', cause: verdict, reason, ...(notBefore !== undefined && { notBefore }) }
}
