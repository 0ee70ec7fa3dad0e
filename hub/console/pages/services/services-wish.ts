import type { CheckStateWord, ShownCheck } from '../../../contract/check-contract.ts'
import { CHECK_STATE_ORDER, checkStateNow } from '../../state/check-state.ts'

/** Which checks somebody wants to see. */
export interface ServicesWish {
  /** A part of a host, of the name of a check, or of what it checks. */
  readonly text: string
  readonly state: CheckStateWord | undefined
}

/** What the query of the page wants. */
export function servicesWish(query: URLSearchParams): ServicesWish {
  const state = query.get('state')
  return { text: query.get('q') ?? '', state: CHECK_STATE_ORDER.find((each) => each === state) }
}

/** The checks that are wanted. */
export function wantedChecks(checks: readonly ShownCheck[], { text, state }: ServicesWish): readonly ShownCheck[] {
  const part = text.trim().toLowerCase()
  const has = (word: string): boolean => word.toLowerCase().includes(part)
  // The whole name of a host means that host, and none whose name only begins so.
  const isHost = checks.some(({ host }) => host.toLowerCase() === part)
  return checks.filter((check) => {
    if (state !== undefined && checkStateNow(check) !== state) return false
    if (part === '') return true
    if (isHost) return check.host.toLowerCase() === part
    return has(check.host) || has(check.check) || has(check.target ?? '')
  })
}
