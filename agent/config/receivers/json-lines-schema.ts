import * as v from 'valibot'
import { path } from '../../../lib/settings/value.ts'
import { enabled } from './connection-schema.ts'
import { totalsKinds } from './totals-schema.ts'

/** The keys of a file of this host that totals are appended to. */
export const jsonLinesEntries = {
  type: v.literal('json-lines'),
  enabled,
  file: v.pipe(
    path,
    v.endsWith('.jsonl', 'does not end in .jsonl'),
    v.description('For json-lines: the file, which ends in .jsonl and lies in a folder that the agent may write.'),
    v.metadata({ example: '/var/lib/spoor-totals/totals.jsonl' }),
  ),
  totals: totalsKinds,
}
