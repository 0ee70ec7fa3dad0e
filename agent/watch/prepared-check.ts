import * as v from 'valibot'
import { nearestOption, type Option, optionsOf } from '../../lib/settings/option.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { nearest } from '../../lib/text/nearest.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { CheckConfig } from '../config/checks/check-config.ts'
import type { Probe, UsualTimes } from '../probes/probe.ts'

/** A check that can run: its probe, with settings that its schema has read. */
export interface PreparedCheck extends Omit<CheckConfig, 'interval' | 'limit' | 'settings'>, UsualTimes {
  readonly probe: Probe
  readonly settings: unknown
}

/** Where neither the configuration nor the probe says anything. */
const USUAL: UsualTimes = { interval: 60_000, limit: 10_000 }

/** A service of this host does not get well because of what is wrong with another. */
const ELSEWHERE =
  'restarts something on this host, but the check is of TARGET; leave it out or, if that is this host, write 127.0.0.1 as the address'

/**
 * Gives each check its probe, and reads its settings. Throws `ActionNeeded` (exit 2) with everything that is wrong, one
 * line each: `OPTION: what; write this`, each as `told` has it: with the place in the file.
 */
export function preparedChecks(
  checks: readonly CheckConfig[],
  probes: readonly Probe[],
  told: (option: string, fault: string) => string = (option, fault) => `${option}: ${fault}`,
): readonly PreparedCheck[] {
  const faults: string[] = []
  const prepared = checks.flatMap((check): PreparedCheck[] => {
    const probe = probes.find(({ name }) => name === check.type)
    const fault = (key: string, text: string): void => {
      faults.push(plainText(told(`${check.option}.${key}`, text)))
    }
    if (probe === undefined) {
      const names = probes.map(({ name }) => name)
      fault('type', `is no type of check; write ${nearest(check.type, names) ?? `one of ${names.join(', ')}`}`)
      return []
    }
    const usual = probe.usual ?? USUAL
    const [interval, limit] = [check.interval ?? usual.interval, check.limit ?? usual.limit]
    if (check.late !== undefined && check.late >= limit)
      fault('late', `is not shorter than limit; write a shorter time`)
    const settings = settingsOf(check, probe, fault)
    const target = check.restart && settings !== undefined ? probe.elsewhere(settings) : undefined
    if (target !== undefined)
      fault(
        'restart',
        ELSEWHERE.replace('TARGET', () => target),
      )
    return [{ ...check, interval, limit, probe, settings }]
  })
  if (faults.length > 0) throw new ActionNeeded(faults.join('\n'), EXIT.usage)
  return prepared
}

type Fault = (key: string, text: string) => void

function settingsOf({ type, settings }: CheckConfig, probe: Probe, fault: Fault): unknown {
  const options = optionsOf(probe.settings)
  const keys = options.below?.map(({ key }) => key) ?? []
  for (const key of Object.keys(settings).filter((written) => !keys.includes(written))) {
    const remedy = nearest(key, keys) ?? (keys.length === 0 ? 'no such key' : `one of ${keys.join(', ')}`)
    fault(key, `is no option of type ${type}; write ${remedy}`)
  }
  const parsed = v.safeParse(probe.settings, settings)
  const seen = new Set<string>()
  for (const issue of parsed.issues ?? []) {
    const path = (issue.path ?? []).map(({ key }) => String(key))
    const name = path.join('.')
    if (seen.has(name)) continue
    seen.add(name)
    fault(name || 'type', advised(issue.message, nearestOption(options, path)))
  }
  return parsed.success ? parsed.output : undefined
}

function advised(message: string, { key, example }: Option): string {
  return example === undefined || key === '' || message.includes('; ')
    ? message
    : `${message}; write ${key}: ${example}`
}
