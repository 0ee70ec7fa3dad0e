import * as v from 'valibot'
import { type Kind, isKind } from '../../../lib/event/catalogue.ts'
import { FIELDS } from '../../../lib/event/fields.ts'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text } from '../../../lib/settings/value.ts'
import { STAMP_FORMS, type StampForm } from '../../own-drivers/line-time.ts'
import { DRIVERS } from '../../sources/sources.ts'

/** What an own driver can say: what logs say, not what rules conclude or the agent itself finds. */
const OWN_KINDS: ReadonlySet<Kind> = new Set<Kind>([...DRIVERS.flatMap(({ kinds }) => kinds), 'log_line'])

/** The form of a time, by its name. */
export const stampForm = v.pipe(
  text,
  v.check(
    (word) => Object.hasOwn(STAMP_FORMS, word),
    `is no form of a time; write one of ${Object.keys(STAMP_FORMS).join(', ')}`,
  ),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is one of its keys
  v.transform((word) => word as StampForm),
)

const kind = v.pipe(
  text,
  v.check(
    (word) => isKind(word) && OWN_KINDS.has(word),
    'is no kind that a log can say; write log_line, or one that docs/events.md says is told by a log',
  ),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is one of them
  v.transform((word) => word as Kind),
)

const SERVICES = Object.keys(FIELDS.service.values)

/** One item of `patterns`. */
export const patternSchema = section({
  pattern: v.pipe(
    oneOrList(v.pipe(text, v.maxLength(4096, 'has more than 4096 characters'))),
    v.metadata({ example: "'login failed for (?P<mailbox_address>\\S+) from (?P<ip>\\S+)'" }),
  ),
  kind: v.pipe(kind, v.metadata({ example: 'login_failed' })),
  name: v.pipe(
    v.optional(v.pipe(text, v.regex(/^[\w.-]{1,64}$/, 'is no name of up to 64 of A-Z a-z 0-9 _ . -'))),
    v.metadata({ example: 'denied' }),
  ),
  context: v.pipe(v.optional(text), v.metadata({ example: 'mailbox' })),
  service: v.pipe(
    v.optional(v.picklist(SERVICES, `is none of ${SERVICES.join(', ')}`)),
    v.metadata({ example: 'ftp' }),
  ),
  fields: v.optional(v.record(v.string(), text, 'is not a section'), {}),
  time: v.pipe(v.optional(stampForm), v.metadata({ example: 'syslog' })),
})

/** A pattern as it is written, checked by itself. */
export type WrittenPattern = v.InferOutput<typeof patternSchema>
