import { existsSync } from 'node:fs'
import { elapsed, systemClock } from '../../../lib/system/clock.ts'
import { EXIT } from '../../../lib/system/errors.ts'
import { becomeOwnerOf } from '../../../lib/system/users/owner.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { ProbeStep } from '../../probes/probe.ts'
import { PROBES } from '../../probes/probes.ts'
import { preparedChecks } from '../../watch/prepared-check.ts'
import { runCheck } from '../../watch/run-check.ts'
import { watchFolders } from '../../watch/watch-folders.ts'
import type { ChecksParts } from './checks-parts.ts'

/** Runs one check as the watcher does, and prints each step and what it found. */
export async function runNamedCheck({ config, checks, told, options, io }: ChecksParts): Promise<number> {
  const { stdout, signal } = io
  const [check] = preparedChecks(checks, PROBES, told)
  const { state } = watchFolders(config)
  // As the watcher, which may less than root.
  if (existsSync(state)) await becomeOwnerOf(state)
  const steps: ProbeStep[] = []
  const isJson = options['json'] === true
  const step = (taken: ProbeStep): void => {
    if (isJson) steps.push(taken)
    else stdout.write(`${taken.sign} ${plainText(taken.text)}\n`)
  }
  const run = check && (await runCheck(check, { clock: systemClock, elapsed, signal, step }))
  if (check === undefined || run === undefined) return EXIT.failed
  const { result, at } = run
  const took = Math.round(run.took)
  stdout.write(
    isJson
      ? plainJson({ name: check.name, type: check.type, at, took, ...result, steps })
      : `${result.verdict} after ${took} ms: ${result.text}\n`,
  )
  return result.verdict === 'ok' ? EXIT.ok : EXIT.failed
}
