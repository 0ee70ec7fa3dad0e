import * as v from 'valibot'

/** `at` is the place of an event that is not heard at its own time. */
const savedEvent = v.object({ id: v.string(), event: v.unknown(), at: v.optional(v.number()) })

const whole = v.object({
  waiting: v.array(savedEvent),
  rules: v.record(
    v.string(),
    v.object({
      version: v.number(),
      keys: v.array(v.object({ key: v.string(), last: v.number(), wake: v.optional(v.number()), state: v.unknown() })),
    }),
  ),
  said: v.array(v.string()),
  heard: v.optional(v.number()),
})

/** The saved state of all rules. */
export type SavedRules = v.InferOutput<typeof whole>

/** Of rules that have heard nothing. */
export const NOTHING_SAVED: SavedRules = { waiting: [], rules: {}, said: [] }

/**
 * What rules know, as plain JSON: events not heard yet, for each rule its keys, the ids of what they said last, and up
 * to when they had heard (`Rules.heard`).
 * What is none of this version counts as nothing: the positions beside it must not be lost with it.
 */
export const savedRules = v.fallback(whole, NOTHING_SAVED)
