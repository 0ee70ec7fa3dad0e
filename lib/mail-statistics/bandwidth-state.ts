import * as v from 'valibot'
import { EMPTY_MAIL_STATE, type MailState, messagesState, savedPeriods } from './mail-state.ts'
import type { CountedPeriod } from './open-periods.ts'

const VERSION = 1

/** All that a fold of bandwidth knows between two batches, as plain JSON. */
export type BandwidthState = Pick<MailState, 'origins' | 'messages' | 'folders'> & {
  readonly version: typeof VERSION
  readonly days: CountedPeriod[]
  /** The domain and the time of a request of which one line of two was read. */
  readonly request: [domain: string, time: number] | null
}

const state: v.GenericSchema<unknown, BandwidthState> = v.strictObject({
  version: v.literal(VERSION),
  days: savedPeriods,
  request: v.nullable(v.strictTuple([v.pipe(v.string(), v.maxLength(255)), v.pipe(v.number(), v.safeInteger())])),
  ...messagesState,
})

/** The state of a fold that has read nothing. */
export const EMPTY_BANDWIDTH_STATE: BandwidthState = {
  version: VERSION,
  days: [],
  request: null,
  origins: EMPTY_MAIL_STATE.origins,
  messages: EMPTY_MAIL_STATE.messages,
  folders: EMPTY_MAIL_STATE.folders,
}

/** A state that was read back; undefined if it is of another version, or damaged. */
export function readBandwidthState(value: unknown): BandwidthState | undefined {
  const read = v.safeParse(state, value)
  if (!read.success) return undefined
  const { origins, messages } = read.output
  return messages.every(([, , , origin]) => origin < origins.length) ? read.output : undefined
}
