import type { ShownCheck } from '../../../contract/check-contract.ts'
import { hostOfTarget } from './host-of-target.ts'

/** A certificate that checks saw: as far as the hub knows, the same host and end mean the same certificate. */
export interface SeenCertificate {
  /** Whose it is: the host that is checked. */
  readonly of: string
  readonly ends: number
  readonly checks: readonly ShownCheck[]
}

const DAY = 86_400

/** The certificates that were seen, the one that ends first first. */
export function certificatesOf(checks: readonly ShownCheck[]): readonly SeenCertificate[] {
  const seen = new Map<string, { of: string; ends: number; checks: ShownCheck[] }>()
  for (const check of checks) {
    const { certificate: ends, target, host } = check
    if (ends === null) continue
    const of = target === null ? host : hostOfTarget(target)
    const known = seen.get(`${ends} ${of}`)
    if (known === undefined) seen.set(`${ends} ${of}`, { of, ends, checks: [check] })
    else known.checks.push(check)
  }
  return [...seen.values()].toSorted((a, b) => a.ends - b.ends || a.of.localeCompare(b.of))
}

/** The whole days until a certificate ends; negative once it has. Both in seconds. */
export function daysUntil(ends: number, now: number): number {
  return Math.floor((ends - now) / DAY)
}
