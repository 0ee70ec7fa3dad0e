import type { Event } from '../../lib/event/event.ts'
import type { ProbeResult } from '../probes/probe.ts'
import type { StateChange } from './check-state.ts'

/** Whose event it is, and when it happened, in milliseconds since the epoch. */
export interface Teller {
  readonly check: string
  readonly type: string
  readonly now: number
}

/** The event of a change; `lasted` is for how many milliseconds it was not as it should be. */
export function changeEvent(
  change: StateChange,
  teller: Teller,
  result: Pick<ProbeResult, 'text' | 'wantsReboot'>,
  lasted: number,
): Event {
  const { check, type: checkType } = teller
  const common = { ...commonTo(teller.now), check, check_type: checkType, finding: result.text || checkType }
  switch (change) {
    case 'recovered':
      return { type: 'service_recovered', ...common, lasted: secondsOf(lasted) }
    case 'flapping':
    case 'late':
      return { type: `service_${change}`, ...common }
    case 'down':
      return { type: checkType === 'disk' ? 'disk_filling' : 'service_down', ...common }
    case 'warning':
      return { type: warningKind(checkType, result), ...common }
  }
}

/** What is told of a certificate that ends after so many days. */
export function certificateEvent(
  kind: 'certificate_expires' | 'certificate_renewed',
  { check, type, now }: Teller,
  days: number,
): Event {
  return { type: kind, ...commonTo(now), check, check_type: type, days_left: days }
}

/** That the host has no network, and why. */
export function networkDown(fault: string, now: number): Event {
  return { type: 'network_down', ...commonTo(now), finding: fault }
}

/** That it has one again, after so many milliseconds. */
export function networkRecovered(lasted: number, now: number): Event {
  return { type: 'network_recovered', ...commonTo(now), lasted: secondsOf(lasted) }
}

function commonTo(now: number): { readonly time: number; readonly context: 'system'; readonly service: null } {
  return { time: Math.floor(now / 1000), context: 'system', service: null }
}

function secondsOf(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / 1000))
}

/** What a warning is about. */
function warningKind(
  type: string,
  { wantsReboot }: Pick<ProbeResult, 'wantsReboot'>,
): 'disk_filling' | 'reboot_required' | 'service_warning' {
  if (type === 'disk') return 'disk_filling'
  return wantsReboot === true ? 'reboot_required' : 'service_warning'
}
