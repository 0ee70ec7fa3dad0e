import * as v from 'valibot'
import type { Channel, Receipt } from '../../lib/notify/channel.ts'
import type { Message } from '../../lib/notify/message.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { backoff } from '../../lib/time/backoff.ts'
import type { Claim, ClaimedDelivery } from '../store/change/claim-deliveries.ts'
import type { NotedReceipt } from '../store/change/note-receipts.ts'

/** How long a message is tried, in seconds. */
const PATIENCE = 3 * 86_400

/** A receipt to note, and the delivery that it is about. */
export interface TriedDelivery {
  readonly noted: NotedReceipt
  readonly delivery: ClaimedDelivery
}

/** When something is tried, in milliseconds, and a number in [0, 1) for the next try. */
export interface Trying {
  readonly now: () => number
  /** Whether what is old at a time, in seconds, may be given up. */
  readonly trusts: (now: number) => Promise<boolean>
  readonly random: () => number
  readonly signal: AbortSignal
}

/** Sends a message to those of its recipients that the channel still has; returns what became of each. */
export async function attempt(channel: Channel, claim: Claim, trying: Trying): Promise<readonly TriedDelivery[]> {
  const { deliveries } = claim
  // A webhook has one recipient, whose address may have changed; whoever is no longer told by mail is not told.
  const isOne = channel.recipients.length === 1 && deliveries.length === 1 && !deliveries[0]?.recipient.includes('@')
  const there = deliveries.filter(({ recipient }) => isOne || channel.recipients.includes(recipient))
  const names = there.map(({ recipient }) => recipient)
  const receipts = await channel.send(v.parse(keptMessage, claim.message), trying.signal, names)
  const seconds = trying.now() / 1000
  const isOld = deliveries.some(({ released }) => seconds - released >= PATIENCE)
  const mayGiveUp = isOld && (await trying.trusts(Math.floor(seconds)))
  return deliveries.map((delivery) => {
    const receipt = receipts.find(({ recipient }) => recipient === delivery.recipient)
    return { delivery, noted: receipt === undefined ? gone(delivery) : noted(receipt, delivery, trying, mayGiveUp) }
  })
}

function noted(
  receipt: Receipt,
  { id, tries, released }: ClaimedDelivery,
  { now, random }: Trying,
  mayGiveUp: boolean,
): NotedReceipt {
  if (receipt.result === 'delivered') return { id, state: 'delivered', answer: receipt.answer, due: null }
  const { reason: answer } = receipt
  if (receipt.result === 'refused') return { id, state: 'refused', answer, due: null }
  if (mayGiveUp && now() / 1000 - released >= PATIENCE) return { id, state: 'given_up', answer, due: null }
  const next = Math.max(now() + backoff(tries, random), receipt.notBefore ?? 0)
  return { id, state: 'waiting', answer, due: Math.floor(next / 1000) + 1 }
}

function gone({ id }: ClaimedDelivery): NotedReceipt {
  return { id, state: 'given_up', answer: 'The channel does not have this recipient any more.', due: null }
}

/** As `postAlert` wrote it. */
const keptMessage = v.pipe(
  foreignJson,
  v.object({
    id: v.string(),
    thread: v.string(),
    time: v.number(),
    importance: v.picklist(['high', 'normal', 'low']),
    subject: v.string(),
    text: v.string(),
    data: v.unknown(),
  }),
) satisfies v.GenericSchema<unknown, Message>
