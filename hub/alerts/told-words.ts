import { plainText } from '../../lib/text/plain-text.ts'
import { utcStamp } from '../../lib/time/date-and-time.ts'
import type { AlertThread } from './alert-thread.ts'
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
  return thread.told === null
    ? whyUntold(thread, obstacle)
    : `It was told at ${utcStamp(thread.told)}${sinceThen(thread, obstacle)}`
}

function whyUntold({ state, due }: AlertThread, obstacle: Obstacle | undefined): string {
  if (obstacle !== undefined) return obstacle.sentence
  if (state === 'ended') return 'It was over before it was to be told.'
  return `It waits until ${utcStamp(due ?? 0)} for what else belongs to it.`
}

/** Whether what is to be told waits for the end of a snooze. */
function isHeld({ state }: AlertThread, obstacle: Obstacle | undefined): boolean {
  return state === 'snoozed' || (state === 'reopened' && obstacle !== undefined)
}

function sinceThen(thread: AlertThread, obstacle: Obstacle | undefined): string {
  if (!isHeld(thread, obstacle)) return goesOn(thread)
  return `; then not before ${utcStamp(thread.due ?? 0)}. ${obstacle?.sentence ?? 'It is snoozed.'}`
}

function goesOn({ state, due, acknowledgedBy }: AlertThread): string {
  const later = utcStamp(due ?? 0)
  switch (state) {
    case 'held_back':
      return `; what happened since is told at ${later}, as the rule says how often.`
    case 'reopened':
    case 'snoozed':
      return `; what happened since is told at ${later}.`
    case 'acknowledged':
      return `; ${plainText(acknowledgedBy ?? '')} takes care, so only what is worse, and the end, is told.`
    case 'ended':
      return ', and is over.'
    case 'waiting':
    case 'told':
      return due === null ? '.' : `; again at ${later}, if nobody takes care of it.`
  }
}

/** What became of a message for one recipient. */
export function receiptWords({ channel, recipient, ...receipt }: ReceiptParts): string {
  return plainText(`${channel}, ${recipient}: ${stateWords(receipt)}`)
}

function stateWords(receipt: Omit<ReceiptParts, 'channel' | 'recipient'>): string {
  const { state, tries, due, bundle, delivered, joined, answer } = receipt
  const when = due === null ? '' : utcStamp(due)
  const said = answer === '' ? '' : `: ${answer}`
  switch (state) {
    case 'held':
      return bundle === 'ceiling'
        ? `the channel got as many messages of this severity as it may get in an hour, or may about one server; it comes with others at ${when}`
        : `it comes with the digest at ${when}`
    case 'joined':
      return `it came with others in alert ${joined}`
    case 'delivered':
      return `delivered at ${utcStamp(delivered ?? 0)}${said}`
    case 'refused':
      return `refused for good${said}`
    case 'given_up':
      return `given up${said}`
    default:
      return tries === 0 ? 'on its way' : `tried ${tries} times, next at ${when}${said}`
  }
}
