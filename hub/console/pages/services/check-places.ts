import type { ShownCheck } from '../../../contract/check-contract.ts'
import { byCheckState } from '../../state/check-state.ts'
import { hostOfTarget } from './host-of-target.ts'

/** The same, seen from several hosts. */
export interface CheckPlaces {
  /** Checks of the same thing from several places, with the one in question; empty if there is no other. */
  readonly same: readonly ShownCheck[]
  /** Checks of the same name on other hosts, of something else. */
  readonly alike: readonly ShownCheck[]
}

/** From where else the hub hears of what a check checks. */
export function placesOf(check: ShownCheck, all: readonly ShownCheck[]): CheckPlaces {
  const others = all.filter((each) => each.host !== check.host || each.check !== check.check)
  const same = others.filter((each) => isSameThing(check, each))
  return {
    same: same.length === 0 ? [] : [check, ...same].toSorted(byCheckState),
    alike: others.filter((each) => each.check === check.check && !same.includes(each)).toSorted(byCheckState),
  }
}

/** The same target; or one checks on its own host what the other sees from outside. */
function isSameThing(one: ShownCheck, other: ShownCheck): boolean {
  if (one.target !== null && other.target !== null) return one.target.toLowerCase() === other.target.toLowerCase()
  if (one.target === null && other.target === null) return false
  const [inside, outside] = one.target === null ? [one, other] : [other, one]
  const isThere = hostOfTarget(outside.target ?? '') === inside.host.toLowerCase()
  return isThere && one.type === other.type && isNamedAlike(one.check, other.check)
}

/** `imap` and `mx1-imap`. */
function isNamedAlike(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one)
}
