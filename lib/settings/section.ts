import * as v from 'valibot'

/** A key that had a meaning for App::Spoor: accepted with any value, and named in one notice. */
export const retired = v.pipe(v.optional(v.unknown()), v.metadata({ retired: true }))

/**
 * Keys with what each may be. The message is for a key that is not there; what is there in another shape is told before
 * (see tree.ts).
 */
export function section<Entries extends v.ObjectEntries>(entries: Entries): v.ObjectSchema<Entries, string> {
  return v.object(entries, 'is missing')
}
