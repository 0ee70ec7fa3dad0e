import type { HeardEvent } from './heard-event.ts'

/** A step that may tell how something is. */
type Telling = Pick<HeardEvent, 'kind' | 'time' | 'fields'>

/** What a kind of event tells of, by which fields that is told apart from others, and whether it is amiss. */
interface Told {
  readonly what: string
  readonly by: readonly string[]
  readonly isAmiss: boolean
}

function bad(what: string, ...by: readonly string[]): Told {
  return { what, by, isAmiss: true }
}

function good(what: string, ...by: readonly string[]): Told {
  return { what, by, isAmiss: false }
}

/** The kinds that say that something is not seen, too much or out of order, and those that say that it is over. */
const TOLD: Readonly<Record<string, Told>> = {
  host_silent: bad('host'),
  host_heard: good('host'),
  source_blind: bad('source', 'source', 'log'),
  source_seen: good('source', 'source', 'log'),
  fleet_traffic_high: bad('rule', 'rule'),
  fleet_traffic_recovered: good('rule', 'rule'),
  service_down: bad('service', 'check'),
  service_late: bad('service', 'check'),
  service_warning: bad('service', 'check'),
  service_flapping: bad('service', 'check'),
  disk_filling: bad('service', 'check'),
  reboot_required: bad('service', 'check'),
  service_recovered: good('service', 'check'),
  network_down: bad('network'),
  network_recovered: good('network'),
  certificate_expires: bad('certificate', 'check'),
  certificate_renewed: good('certificate', 'check'),
}

/** Whether anything is still amiss after these steps. */
export function isStillAmiss(steps: readonly Telling[]): boolean {
  return [...lastTold(steps).values()].includes(true)
}

/** Whether a step says of something that it is amiss, though it was not any more after these steps. */
export function isAmissAgain(step: Telling, steps: readonly Telling[]): boolean {
  const told = toldBy(step)
  return told?.isAmiss === true && lastTold(steps).get(nameOfTold(told, step)) === false
}

/** Whether it is amiss, of all that these steps tell of: the last one counts. */
function lastTold(steps: readonly Telling[]): ReadonlyMap<string, boolean> {
  const last = new Map<string, boolean>()
  for (const step of steps.toSorted((one, other) => one.time - other.time)) {
    const told = toldBy(step)
    if (told !== undefined) last.set(nameOfTold(told, step), told.isAmiss)
  }
  return last
}

function toldBy({ kind }: Telling): Told | undefined {
  return Object.hasOwn(TOLD, kind) ? TOLD[kind] : undefined
}

function nameOfTold({ what, by }: Told, { fields }: Telling): string {
  return [what, ...by.map((name) => fields[name] ?? '')].join(' ')
}
