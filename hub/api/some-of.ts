import * as v from 'valibot'

/** Some of these words, with commas between them. */
export function someOf<const Word extends string>(
  words: readonly Word[],
  description: string,
): v.GenericSchema<string, readonly Word[]> {
  return v.pipe(
    v.string(),
    v.description(`${description} Some of ${words.join(', ')}, with commas between them.`),
    v.transform((text) => {
      const typed = text.split(',')
      return typed.every((word) => words.some((known) => known === word))
        ? words.filter((word) => typed.includes(word))
        : []
    }),
    v.minLength(1, `is none of ${words.join(', ')}`),
  )
}
