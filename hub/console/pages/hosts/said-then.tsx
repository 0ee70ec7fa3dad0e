import type { JSX } from 'preact'
import type { ShownHost } from '../../../contract/host-contract.ts'
import { Age } from '../../parts/moment.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import type { HostHealth } from './host-health.ts'

/** An agent says every five minutes how it is: what is older than three of these, in seconds, may be otherwise now. */
const OLD = 900

/** When a host said last how it is, in seconds, if that is no longer how it is as far as anybody knows. */
export function saidThen(
  { status_at: at }: Pick<ShownHost, 'status_at'>,
  health: HostHealth,
  now: number,
): number | undefined {
  if (at === null) return undefined
  return health === 'silent' || health === 'revoked' || now - at > OLD ? at : undefined
}

/** Beside the head of what was said: how long ago, where it may be otherwise now. */
export function SaidThen({ at }: { readonly at: number | undefined }): JSX.Element | null {
  if (at === undefined) return null
  return (
    <span class="faint">
      {words.saidThen} <Age time={at} /> {words.ago}
    </span>
  )
}
