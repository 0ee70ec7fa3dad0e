import type * as v from 'valibot'
import type { Config } from '../config.ts'
import type { CheckConfig } from './check-config.ts'
import type { checkList, watch } from './checks-schema.ts'

type WrittenCheck = v.InferOutput<typeof checkList>[number]

/** What is kept an eye on; nothing where there are no checks. */
export function watchOf(
  checks: readonly WrittenCheck[],
  { reference: references = [], log }: v.InferOutput<typeof watch>,
): Pick<Config, 'watch'> {
  return checks.length === 0
    ? {}
    : { watch: { checks: checks.map(checkOf), references, ...(log !== undefined && { log }) } }
}

function checkOf(written: WrittenCheck): CheckConfig {
  const { name, type, interval, limit, late, after, failures, maintenance = [], restart, ...more } = written
  const { disabled_by: disabledBy = [], ...settings } = more
  const times = { interval, limit, late, maintenance }
  return { name, option: `checks.${name}`, type, ...times, after, failures, disabledBy, restart, settings }
}
