import { plainText } from '../../../lib/text/plain-text.ts'
import type { CustomerNotice } from '../../contract/incident-contract.ts'

/** A step, as far as it matters for what is to be done. Times in seconds. */
export interface Happening {
  readonly kind: string
  readonly time: number
  /** When the hub heard of it. */
  readonly noted: number
  readonly mailbox: string | null
  readonly ip: string | null
  readonly fields: Readonly<Record<string, string | number>>
}

/** Something to do about an incident. */
export interface Todo {
  /** An imperative, and what it is about: `Set a new password` `for ann@example.com.` */
  readonly what: string
  readonly of: string
  /** Where that is done, or why. */
  readonly where: string
  /** Lines for root on the host; what others wrote stands in them as single words. */
  readonly commands: readonly string[]
  /** What can be sent to the customer. */
  readonly notice?: CustomerNotice
  /** The last step because of which it is to be done. */
  readonly because: Happening
  /** The first step after that which says that it was done. */
  readonly seen?: Happening | undefined
}

/** The first step after the last of some others; undefined if there is none. */
export function answerTo(
  asked: readonly Happening[],
  steps: readonly Happening[],
  fits: (step: Happening) => boolean,
): Happening | undefined {
  const last = Math.max(...asked.map(({ time }) => time))
  return steps.find((step) => step.time >= last && fits(step))
}

/** The longest name that is repeated. */
const LONGEST = 254

/** What others wrote, as a part of a sentence; a number as a language writes it. */
export function named(text: string | number, language = 'en'): string {
  const whole = plainText(typeof text === 'number' ? text.toLocaleString(language) : text).toWellFormed()
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1)}…` : whole
}
