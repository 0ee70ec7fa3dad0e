import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'

/** The escape of U+0000. Its backslash is not itself escaped: an even number of them stand before it. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/

/** The value of a body of JSON. No text in it has U+0000, which PostgreSQL cannot hold nor be asked for. */
export const bodyJson = v.pipe(
  v.string(),
  v.check((text) => !ESCAPED_NUL.test(text), 'holds U+0000'),
  foreignJson,
)
