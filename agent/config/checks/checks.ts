import type * as v from 'valibot'
import type { Config } from '../config.ts'
import type { CheckConfig } from './check-config.ts'
import type { checkList, watch } from './checks-schema.ts'

type WrittenCheck = v.InferOutput<typeof checkList>[number]

/** What is kept an eye on; nothing where there are no checks, and none are to be found. */
export function watchOf(
  checks: readonly WrittenCheck[],
  { auto, reference: references = [], log }: v.InferOutput<typeof watch>,
): Pick<Config, 'watch'> {
  const isAuto = auto === 'true'
  if (checks.length === 0 && !isAuto) return {}
  const more = { ...(isAuto && { isAuto }), ...(log !== undefined && { log }) }
  return { watch: { checks: checks.map(checkOf), references, ...more } }
}

function checkOf(written: WrittenCheck): CheckConfig {
  const { name, type, interval, limit, late, after, failures, maintenance = [], restart, ...more } = written
  const { disabled_by: disabledBy = [], ...settings } = more
  const times = { interval, limit, late, maintenance }
  return { name, option: `checks.${name}`, type, ...times, after, failures, disabledBy, restart, settings }
}
