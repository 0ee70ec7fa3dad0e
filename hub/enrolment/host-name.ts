import * as v from 'valibot'
import { hostName } from '../../lib/settings/value.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** A host's name as somebody typed it. Throws `ActionNeeded` (exit 2) if it is none. */
export function typedHost(text: string): string {
  if (v.is(hostName, text)) return text
  throw new ActionNeeded(`"${plainText(text)}" is not the name of a host; write it as its entries do`, EXIT.usage)
}
