import * as v from 'valibot'
import type { CheckConfig } from '../../config/checks/check-config.ts'

/** A check that nobody wrote: of what was found here. */
export const foundCheck = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z\d-]{0,31}$/)),
  type: v.string(),
  /** The keys of its type, as they would be written. */
  settings: v.record(v.string(), v.unknown()),
  disabledBy: v.pipe(v.array(v.object({ path: v.string(), line: v.exactOptional(v.string()) })), v.readonly()),
  /** Why it is checked, in words. */
  found: v.string(),
})

/** A check that nobody wrote: of what was found here. */
export type FoundCheck = v.InferOutput<typeof foundCheck>

/** It as a check of the configuration, with what holds where nobody says anything. */
export function configOfFound({ name, type, settings, disabledBy }: FoundCheck): CheckConfig {
  return {
    name,
    option: `checks.${name}`,
    type,
    interval: undefined,
    limit: undefined,
    late: undefined,
    after: undefined,
    failures: 3,
    maintenance: [],
    disabledBy,
    restart: undefined,
    settings,
    isFound: true,
  }
}
