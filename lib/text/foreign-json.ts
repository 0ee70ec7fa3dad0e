import * as v from 'valibot'
import { boundedJson } from './bounded-json.ts'

/** The value of a text of JSON from outside. */
export const foreignJson = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return boundedJson(dataset.value)
    } catch {
      addIssue({ message: 'is no JSON' })
      return NEVER
    }
  }),
)
