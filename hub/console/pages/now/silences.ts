import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { ShownEvent } from '../../../contract/event-contract.ts'

/** A time in which nothing was heard of a host. */
export interface Silence {
  readonly host: string
  readonly from: number
  readonly until: number
}

/** Who was silent when since a time, in seconds: who is now, and who is heard again. */
export function silencesOf(
  hosts: CoverageAnswer['hosts'],
  heardAgain: readonly Pick<ShownEvent, 'host' | 'time' | 'fields'>[],
  { from, now }: { readonly from: number; readonly now: number },
): readonly Silence[] {
  const lasting = hosts.filter(({ silent }) => silent).map(({ host, heard }) => ({ host, from: heard, until: now }))
  const past = heardAgain.flatMap(({ host, time, fields: { since } }) =>
    typeof since === 'number' ? [{ host, from: since, until: time }] : [],
  )
  return [...lasting, ...past].filter(({ until }) => until > from)
}
