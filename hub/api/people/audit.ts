import * as v from 'valibot'
import type { AuditAnswer } from '../../contract/access-contract.ts'
import { personName } from '../../people/person-name.ts'
import { mayOversee } from '../../people/rights.ts'
import { auditLog } from '../../store/ask/audit-log.ts'
import { type ApiRoute, jsonRoute } from '../api-route.ts'
import { numberUpTo } from '../event-parameters.ts'
import { seconds } from '../event-shape.ts'

const pageOfNotes: v.GenericSchema<AuditAnswer> = v.object({
  notes: v.array(
    v.object({
      id: v.number(),
      at: seconds,
      actor: v.pipe(v.string(), v.description('A name, or empty for somebody unknown.')),
      action: v.string(),
      target: v.string(),
      address: v.pipe(v.string(), v.description('The IP address; empty on the command line.')),
      detail: v.string(),
    }),
  ),
  next: v.nullable(v.number()),
})

/** `GET /api/v1/audit`. */
export const auditRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/audit',
    right: mayOversee,
    summary: 'Who signed in, failed to, and changed what, the newest first.',
    parameters: {
      about: v.exactOptional(v.pipe(personName, v.description('What this person did, or what was done to it.'))),
      action: v.exactOptional(
        v.pipe(
          v.string(),
          v.regex(/^[a-z_]{1,40}$/, 'is no deed such as login_failed'),
          v.description('Only this deed: login_failed.'),
        ),
      ),
      before: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The value of next from the page before.')),
      limit: v.optional(numberUpTo(1000, 'How many at most.'), '100'),
    },
    answer: pageOfNotes,
  },
  async (asked, { store }) => {
    const notes = await store.ask(auditLog, asked)
    return { notes: [...notes], next: notes.length < asked.limit ? null : (notes.at(-1)?.id ?? null) }
  },
)
