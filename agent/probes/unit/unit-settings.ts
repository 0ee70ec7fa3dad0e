import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { text } from '../../../lib/settings/value.ts'

/** The keys of a check of a unit of systemd. */
export const unitSettings = section({
  unit: v.pipe(
    v.pipe(text, v.regex(/^[A-Za-z\d][\w:.\\@-]{0,254}$/, 'is not the name of a unit of systemd')),
    v.description('The unit, as systemctl calls it; without a suffix it is a service.'),
    v.metadata({ example: 'exim.service' }),
  ),
})

/** What such a check is told. */
export type UnitSettings = v.InferOutput<typeof unitSettings>
