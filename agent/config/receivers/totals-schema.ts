import * as v from 'valibot'
import { oneOrList } from '../../../lib/settings/value.ts'
import { TOTALS_KINDS, type TotalsKind } from '../../../lib/totals/totals.ts'

const kind = v.picklist(TOTALS_KINDS, `is neither none nor one of ${TOTALS_KINDS.join(', ')}`)
const none = v.pipe(
  v.literal('none'),
  v.transform((): TotalsKind[] => []),
)

/** Which totals a receiver gets: a kind of them, a list, or none. */
export const totalsKinds = v.pipe(
  v.optional(v.lazy((input) => (input === 'none' ? none : oneOrList(kind)))),
  v.description(
    'Which totals it gets: traffic, mail, bandwidth, senders (addresses of mailboxes), a list of these, or none; default: traffic, mail and bandwidth for a hub (status: true) and for every type but spoor-api, none for another Spoor API.',
  ),
  v.metadata({ example: '[traffic, bandwidth]' }),
)
