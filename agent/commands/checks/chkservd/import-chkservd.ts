import { Document } from 'yaml'
import type { Io } from '../../../../lib/command-line/command.ts'
import { EXIT } from '../../../../lib/system/errors.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { Commented, nodeOf, type YamlValue } from '../../../mail-reports/maillog/yaml-value.ts'
import { Screen } from '../../../replay/screen.ts'
import { printLines } from '../../printed-lines.ts'
import { connectionCheck, isKnown, processCheck } from './chkservd-check.ts'
import { chkservdFiles, type ChkservdFiles, type ChkservdLine, SWITCHES } from './chkservd-files.ts'
import { type ChkservdService, chkservdService } from './chkservd-service.ts'

const HEAD = ` From chkservd's files. Before it is used:
 - compare it, and write what is missing: chkservd looks for a process anywhere in command lines, here it is its name
 - spoor-agent check
 Nothing of it restarts anything: chkservd goes on doing that.`

/** Where chkservd's switches are on the host that the checks are for, from wherever they were read. */
const LIVE = `/etc/chkserv.d/${SWITCHES}`

/** Prints what chkservd checks as checks of the configuration; exit 1 if something was left out, which is named. */
export async function importChkservd(folder: string, io: Io): Promise<number> {
  const { yaml, leftOut } = translated(await chkservdFiles(folder), folder)
  const screen = new Screen(io.stderr)
  for (const sentence of leftOut) screen.say(sentence)
  const code = await printLines([yaml], io)
  return code === EXIT.ok && leftOut.length > 0 ? EXIT.failed : code
}

function translated(files: ChkservdFiles, folder: string): { readonly yaml: string; readonly leftOut: string[] } {
  const leftOut = [...files.leftOut]
  const leave = (place: string, why: string): void => {
    leftOut.push(plainText(`${place}: ${why}`))
  }
  const services = servicesIn(files.lines, leave)
  const checks = new Map<string, YamlValue>()
  for (const [name, { place, isOn }] of switchesIn(files.lines, leave)) {
    const service = services.get(name)
    services.delete(name)
    if (!isOn) continue
    if (service === undefined) leave(place, `${name} is on, and ${folder} has no line of it that is understood`)
    else
      for (const [called, check] of checksOf(service, leave))
        addTo(checks, called, check, () => leave(service.place, `${called} is there already`))
  }
  for (const { place, name } of services.values()) leave(place, `${name} is neither on nor off in ${SWITCHES}`)
  const document = new Document(undefined, { schema: 'failsafe' })
  document.contents = nodeOf(document, { checks: [...checks.values()] })
  document.commentBefore = HEAD
  return { yaml: document.toString({ lineWidth: 0, singleQuote: true }), leftOut }
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

/** The checks of a service, by their names: of its connection, of its process, or both. */
function checksOf(service: PlacedService, leave: Leave): readonly (readonly [string, YamlValue])[] {
  const { name, port, process, place, restarts } = service
  const called = name.toLowerCase().replace(/[_.]/g, '-')
  const disabledBy = [`/etc/${name}disable`, `/etc/${name}isevil`, `${LIVE}#${name}:0`]
  const comments = restarts.map((command) => `chkservd restarts it by: ${command}`)
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
    const written = { name: check, type: made.type, ...made.settings, disabled_by: disabledBy }
    return [[check, new Commented(written, comments)] as const]
  })
}

function addTo(checks: Map<string, YamlValue>, name: string, check: YamlValue, taken: () => void): void {
  if (checks.has(name)) taken()
  else checks.set(name, check)
}
