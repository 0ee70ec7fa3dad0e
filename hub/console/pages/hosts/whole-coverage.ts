import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import { ask, type Asking, type Outcome } from '../../state/ask.ts'

/** Asks for every page of the coverage, and puts them together. */
export async function askWholeCoverage(path: string, asking: Asking): Promise<Outcome<CoverageAnswer>> {
  const hosts: CoverageAnswer['hosts'][number][] = []
  for (let after = ''; ;) {
    const outcome = await ask<CoverageAnswer>(
      after === '' ? path : `${path}&after=${encodeURIComponent(after)}`,
      asking,
    )
    if ('problem' in outcome) return outcome
    hosts.push(...outcome.value.hosts)
    if (outcome.value.next === null) return { value: { ...outcome.value, hosts } }
    after = outcome.value.next
  }
}
