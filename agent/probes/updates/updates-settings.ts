import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'

/** The keys of a check for updates of the system. */
export const updatesSettings = section({
  manager: v.pipe(
    v.optional(v.picklist(['apt', 'dnf'], 'is neither apt nor dnf')),
    v.description('apt or dnf: which packages the system has; default: as it is.'),
    v.metadata({ example: 'apt' }),
  ),
  warning: v.pipe(
    v.optional(v.picklist(['security', 'any'], 'is neither security nor any'), 'security'),
    v.description('Which updates are a warning: security, or any.'),
    v.metadata({ example: 'any' }),
  ),
})

/** What such a check is told. */
export type UpdatesSettings = v.InferOutput<typeof updatesSettings>
