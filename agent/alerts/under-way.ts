import type { Receipt } from '../../lib/notify/channel.ts'
import type { Message } from '../../lib/notify/message.ts'
import type { Carried, Failure } from '../receivers/delivery/courier.ts'
import type { Mark } from '../spool/cursor/held-queue.ts'

/** A message on its way. */
export interface UnderWay {
  readonly message: Message
  readonly mark: Mark
  /** Of its events. */
  readonly count: number
  readonly delivered: readonly string[]
  readonly refused: readonly { readonly recipient: string; readonly reason: string }[]
}

/** The message after one more try. */
export function withReceipts(before: UnderWay, receipts: readonly Receipt[]): UnderWay {
  const delivered = receipts.flatMap(({ result, recipient }) => (result === 'delivered' ? [recipient] : []))
  const refused = receipts.flatMap((each) => (each.result === 'refused' ? [each] : []))
  return { ...before, delivered: [...before.delivered, ...delivered], refused: [...before.refused, ...refused] }
}

/** Who refused it, and why. */
export function reasonsIn({ refused }: UnderWay): string {
  return refused.map(({ recipient, reason }) => `${recipient}: ${reason}`).join(' ')
}

/** What became of a message that is over. */
export function outcomeOf(over: UnderWay): Carried {
  const reason = reasonsIn(over)
  if (over.refused.length === 0) return { result: 'accepted' }
  if (over.delivered.length === 0) return { result: 'rejected', reason }
  return { result: 'divided', refused: [{ first: 0, entries: [], reason }] }
}

/** Why a message waits, if it waits for these recipients. */
export function failureOf(later: readonly Receipt[]): Failure {
  const [first] = later
  const reason = first !== undefined && 'reason' in first ? first.reason : ''
  const notBefore = Math.max(...later.map((each) => ('notBefore' in each ? (each.notBefore ?? 0) : 0)))
  return { result: 'later', cause: 'receiver', reason, ...(notBefore > 0 && { notBefore }) }
}
