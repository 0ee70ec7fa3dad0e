import * as v from 'valibot'

/** A key that App::Spoor knew: accepted with any value, and named in one notice. */
export const retired = v.pipe(v.optional(v.unknown()), v.metadata({ retired: true }))

/**
 * A section with these keys. The message is for a missing key; tree.ts reports values of the wrong shape before.
 */
export function section<Entries extends v.ObjectEntries>(entries: Entries): v.ObjectSchema<Entries, string> {
  return v.object(entries, 'is missing')
}

/** A section with the keys of one of several types: a key of another type is refused. */
export function sectionOfType<Entries extends v.ObjectEntries>(
  type: string,
  entries: Entries,
): v.StrictObjectSchema<Entries, (issue: v.StrictObjectIssue) => string> {
  const sentence = ({ expected }: v.StrictObjectIssue): string =>
    expected === 'never' ? `is no option of type ${type}; leave it out` : 'is missing'
  return v.strictObject(entries, sentence)
}
