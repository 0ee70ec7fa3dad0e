import { isScalar, visit } from 'yaml'
import { documentOf, rangeOf, spliced } from './yaml-file.ts'

/** What holds a secret, or may: a proxy has its user and password in its address. */
const SECRET = /^(?:api_secret|proxy|password|secret|token)$/

/** The file as it may be shown: with as many lines, without the values that are secret, however they are written. */
export function withHiddenValues(text: string): string {
  const places: (readonly [from: number, to: number])[] = []
  visit(documentOf(text), {
    Pair: (_key, { key, value }) => {
      if (isScalar(key) && SECRET.test(String(key.value)) && isScalar(value) && value.value !== '')
        places.push(rangeOf(value))
    },
  })
  // From the end: what is replaced moves nothing before it.
  return places
    .toSorted(([one], [other]) => other - one)
    .reduce((shown, [from, to]) => {
      const lines = '\n'.repeat(shown.slice(from, to).split('\n').length - 1)
      return spliced(shown, { from, to, text: `(not shown)${lines}` })
    }, text)
}
