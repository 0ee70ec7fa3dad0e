import { plainText } from '../../../lib/text/plain-text.ts'
import type { OffSwitch } from '../../config/checks/check-config.ts'
import { type ChkservdSettings, connectionCheck, isKnown, processCheck } from './chkservd-check.ts'
import { type ChkservdFiles, type ChkservdLine, SWITCHES } from './chkservd-files.ts'
import { type ChkservdService, chkservdService } from './chkservd-service.ts'

/** Where chkservd's switches are on the host that the checks are for, from wherever they were read. */
const LIVE = `/etc/chkserv.d/${SWITCHES}`

/** What chkservd checks, as a check of this program. */
export interface ChkservdCheck {
  readonly name: string
  readonly type: string
  readonly settings: ChkservdSettings
  readonly disabledBy: readonly OffSwitch[]
  /** What chkservd restarts the service by. */
  readonly restarts: readonly string[]
}

/** What became of chkservd's files. */
export interface ChkservdChecks {
  /** By different names. */
  readonly checks: readonly ChkservdCheck[]
  /** What was left out or not understood, a sentence for each. */
  readonly leftOut: readonly string[]
}

/** The checks of the services that are on; `folder` is named where something is left out. */
export function chkservdChecks(files: ChkservdFiles, folder: string): ChkservdChecks {
  const leftOut = [...files.leftOut]
  const leave = (place: string, why: string): void => {
    leftOut.push(plainText(`${place}: ${why}`))
  }
  const services = servicesIn(files.lines, leave)
  const checks = new Map<string, ChkservdCheck>()
  for (const [name, { place, isOn }] of switchesIn(files.lines, leave)) {
    const service = services.get(name)
    services.delete(name)
    if (!isOn) continue
    if (service === undefined) leave(place, `${name} is on, and ${folder} has no line of it that is understood`)
    else
      for (const check of checksOf(service, leave))
        if (checks.has(check.name)) leave(service.place, `${check.name} is there already`)
        else checks.set(check.name, check)
  }
  for (const { place, name } of services.values()) leave(place, `${name} is neither on nor off in ${SWITCHES}`)
  return { checks: [...checks.values()], leftOut }
}

type Leave = (place: string, why: string) => void

type PlacedService = ChkservdService & { readonly place: string }

function servicesIn(lines: readonly ChkservdLine[], leave: Leave): Map<string, PlacedService> {
  const services = new Map<string, PlacedService>()
  for (const { file, place, text } of lines.filter((line) => line.file !== SWITCHES)) {
    const service = chkservdService(text)
    if ('fault' in service) leave(place, service.fault)
    else if (service.name !== file) leave(place, `service[${service.name}] is in a file of another name`)
    else if (services.has(file)) leave(place, `service[${file}] is there already`)
    else services.set(file, { ...service, place })
  }
  return services
}

function switchesIn(
  lines: readonly ChkservdLine[],
  leave: Leave,
): ReadonlyMap<string, { readonly place: string; readonly isOn: boolean }> {
  const switches = new Map<string, { readonly place: string; readonly isOn: boolean }>()
  for (const { place, text } of lines.filter((line) => line.file === SWITCHES)) {
    const [, name, value] = /^([A-Za-z\d][\w.-]{0,62}):([01])$/.exec(text) ?? []
    if (name === undefined) leave(place, 'is neither NAME:1 nor NAME:0')
    else switches.set(name, { place, isOn: value === '1' })
  }
  return switches
}

/** The checks of a service: of its connection, of its process, or both. */
function checksOf(service: PlacedService, leave: Leave): readonly ChkservdCheck[] {
  const { name, port, process, place, restarts } = service
  const called = name.toLowerCase().replace(/[_.]/g, '-')
  const disabledBy = [
    { path: `/etc/${name}disable` },
    { path: `/etc/${name}isevil` },
    { path: LIVE, line: `${name}:0` },
  ]
  const parts = [
    ...(port === undefined ? [] : [[called, connectionCheck({ ...service, port })] as const]),
    // A conversation shows more, and chkservd looks for the name anywhere in a command line: ftpd is pure-ftpd, too.
    ...(process === undefined || (port !== undefined && isKnown(service))
      ? []
      : [[port === undefined ? called : `${called}-process`, processCheck({ ...service, process })] as const]),
  ]
  if (parts.length === 0) leave(place, `${name} has neither a port nor a process; write a check of type unit`)
  return parts.flatMap(([check, made]) => {
    const fault =
      'fault' in made
        ? made.fault
        : /^[a-z][a-z\d-]{0,31}$/.test(check)
          ? undefined
          : `${check} cannot be the name of a check`
    if (fault !== undefined || 'fault' in made) {
      leave(place, `${name}: ${fault}`)
      return []
    }
    return [{ name: check, type: made.type, settings: made.settings, disabledBy, restarts }]
  })
}
