import type * as v from 'valibot'
import type { Config } from '../config.ts'
import type { CheckConfig } from './check-config.ts'
import type { checkList, watch } from './checks-schema.ts'

type WrittenCheck = v.InferOutput<typeof checkList>[number]

/** What is kept an eye on; nothing where there are no checks. */
export function watchOf(
  checks: readonly WrittenCheck[],
  { reference: references = [] }: v.InferOutput<typeof watch>,
): Pick<Config, 'watch'> {
  return checks.length === 0 ? {} : { watch: { checks: checks.map(checkOf), references } }
}

function checkOf(written: WrittenCheck): CheckConfig {
  const { name, type, interval, limit, late, after, failures, maintenance = [], restart, ...settings } = written
  return {
    name,
    option: `checks.${name}`,
    type,
    interval,
    limit,
    late,
    after,
    failures,
    maintenance,
    restart,
    settings,
  }
}
