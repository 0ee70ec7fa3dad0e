import * as v from 'valibot'

/** A key that App::Spoor knew: accepted with any value, and named in one notice. */
export const retired = v.pipe(v.optional(v.unknown()), v.metadata({ retired: true }))

/**
 * A section with these keys. The message is for a missing key; tree.ts reports values of the wrong shape before.
 */
export function section<Entries extends v.ObjectEntries>(entries: Entries): v.ObjectSchema<Entries, string> {
  return v.object(entries, 'is missing')
}
