import { plainText } from '../../lib/text/plain-text.ts'
import type { AlertThread } from './alert-thread.ts'
import { stampOf } from './incident-words.ts'
import type { Obstacle } from './obstacle.ts'

/** A receipt as far as words need it. Times in seconds. */
export interface ReceiptParts {
  readonly channel: string
  readonly recipient: string
  readonly state: string
  readonly tries: number
  readonly due: number | null
  readonly bundle: string
  readonly delivered: number | null
  readonly joined: number | null
  readonly answer: string
}

/** Why a rule told an incident, or did not, in a sentence or two. */
export function whyTold(thread: AlertThread | undefined, obstacle: Obstacle | undefined): string {
  if (thread === undefined)
    return obstacle?.sentence ?? 'The rule is newer than what happened; it counts from the next step on.'
  const { told, due } = thread
  if (told === null) return whyUntold(thread, obstacle)
  const before = `It was told at ${stampOf(told)}`
  const later = due === null ? '' : stampOf(due)
  switch (thread.state) {
    case 'held_back':
      return `${before}; what happened since is told at ${later}, as the rule says how often.`
    case 'snoozed':
      return `${before}; then not before ${later}: ${obstacle?.sentence ?? 'it is snoozed.'}`
    case 'acknowledged':
      return `${before}; ${plainText(thread.acknowledgedBy ?? '')} takes care, so only what is worse, and the end, is told.`
    case 'ended':
      return `${before}, and is over.`
    case 'waiting':
    case 'told':
      return due === null ? `${before}.` : `${before}; again at ${later}, if nobody takes care of it.`
  }
}

function whyUntold({ state, due }: AlertThread, obstacle: Obstacle | undefined): string {
  if (state === 'ended') return obstacle?.sentence ?? 'It was over before it was to be told.'
  if (obstacle !== undefined) return obstacle.sentence
  return `It waits until ${stampOf(due ?? 0)} for what else belongs to it.`
}

/** What became of a message for one recipient. */
export function receiptWords({ channel, recipient, ...receipt }: ReceiptParts): string {
  return plainText(`${channel}, ${recipient}: ${stateWords(receipt)}`)
}

function stateWords(receipt: Omit<ReceiptParts, 'channel' | 'recipient'>): string {
  const { state, tries, due, bundle, delivered, joined, answer } = receipt
  const when = due === null ? '' : stampOf(due)
  const said = answer === '' ? '' : `: ${answer}`
  switch (state) {
    case 'held':
      return bundle === 'ceiling'
        ? `the channel got as many messages as it may get in an hour; it comes with others at ${when}`
        : `it comes with the digest at ${when}`
    case 'joined':
      return `it came with others in alert ${joined}`
    case 'delivered':
      return `delivered at ${stampOf(delivered ?? 0)}${said}`
    case 'refused':
      return `refused for good${said}`
    case 'given_up':
      return `given up${said}`
    default:
      return tries === 0 ? 'on its way' : `tried ${tries} times, next at ${when}${said}`
  }
}
