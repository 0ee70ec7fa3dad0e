import * as v from 'valibot'
import type { Path } from './tree.ts'

/** The path of an issue below this input in valibot's form: a fault of several options is told where one stands. */
export function issuePath(input: unknown, [key = '', ...rest]: Path): [v.IssuePathItem, ...v.IssuePathItem[]] {
  const value: unknown = Object(input)[key]
  const item = { type: 'unknown', origin: 'value', input, key, value } as const
  return rest.length === 0 ? [item] : [item, ...issuePath(value, rest)]
}

/** The check that of two options of a section neither stands without the other; blames the one that does. */
export function both<T>(one: keyof T & string, other: keyof T & string): v.RawCheckAction<T> {
  return v.rawCheck(({ dataset, addIssue }) => {
    const isThere = (key: string): boolean => Object(dataset.value)[key] !== undefined
    if (isThere(one) === isThere(other)) return
    const [alone, missing] = isThere(one) ? [one, other] : [other, one]
    addIssue({ message: `stands without ${missing}; write both`, path: issuePath(dataset.value, [alone]) })
  })
}
