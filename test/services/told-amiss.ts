import type { Entry } from '../../lib/event/entry.ts'
import type { DaemonCheck } from './daemon.ts'

/** What the events of checks tell otherwise than it was, in sentences: each hung, went on and was killed. */
export function toldAmiss(checks: readonly DaemonCheck[], entries: readonly Entry[]): readonly string[] {
  return checks.flatMap((check) => {
    const told = entries.filter((entry) => entry['check'] === check.name)
    const kinds = told.map(({ type }) => type)
    const wanted = wantedOf(check)
    const amiss = kinds.join(' ') === wanted.join(' ') ? [] : [`${check.name}: ${kinds.join(' ')}`]
    const days = told.map((entry) => entry['days_left']).find((each) => each !== undefined)
    const isRight = days === (check.certificate === undefined ? undefined : check.certificate === 'ended' ? 0 : 9)
    return isRight ? amiss : [...amiss, `${check.name}: a certificate that ends in ${days} days`]
  })
}

function wantedOf({ certificate, hung, killed }: DaemonCheck): readonly string[] {
  return [
    ...(certificate === undefined ? [] : ['certificate_expires']),
    ...(hung === undefined ? [] : ['service_down', 'service_recovered']),
    ...(killed === 'up' ? [] : ['service_down']),
  ]
}
