import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type HostFile, readHostFile } from './host-file.ts'
import { type Switch, switchOf } from './switches.ts'
import { serviceFile, WATCHED_SERVICES, type WatchedService } from './watched-service.ts'

/** How a service stands with chkservd. `off`: an administrator switched it off in WHM's Service Manager. */
export interface ServiceRegistration {
  readonly service: string
  readonly state: 'watched' | 'off' | 'incomplete' | 'unregistered'
  /** What is incomplete, in words. */
  readonly problem: string | null
}

/** How the agent stands with cPanel, as `cpanel status --json` prints it. */
export interface Registration {
  /** Whether cPanel is installed here. */
  readonly cpanel: boolean
  /** `incomplete` also if cPanel is gone and left files of the agent behind. */
  readonly state: 'registered' | 'incomplete' | 'unregistered'
  readonly services: readonly ServiceRegistration[]
}

/** The files of the registration as they are. */
export interface RegistrationFiles {
  readonly list: HostFile | undefined
  readonly files: readonly FoundFile[]
}

interface FoundFile {
  readonly service: WatchedService
  readonly path: string
  readonly file: HostFile | undefined
}

/** The list of chkservd's services, one a line, on the host whose files are below `root`. */
export function serviceListPath(root: string): string {
  return join(root, 'etc/chkserv.d/chkservd.conf')
}

/** Whether cPanel is installed there. */
export function hasCpanel(root: string): boolean {
  return existsSync(join(root, 'usr/local/cpanel/version'))
}

/** Reads everything before anything is changed. Throws `ActionNeeded` if something other than a file is there. */
export function findFiles(root: string): RegistrationFiles {
  const list = serviceListPath(root)
  const files = WATCHED_SERVICES.map((service) => {
    const path = join(dirname(list), service.name)
    return { service, path, file: readHostFile(path) }
  })
  return { list: readHostFile(list), files }
}

/**
 * How the agent stands with cPanel on the host whose files are below `root`, where these services are needed. Throws
 * `ActionNeeded`.
 */
export function registrationOf(root: string, needed: readonly WatchedService[]): Registration {
  const { list, files } = findFiles(root)
  const services = files.flatMap(({ service, file }): ServiceRegistration[] => {
    const found = serviceRegistration(service, file, list?.text ?? '')
    if (needed.includes(service)) return [found]
    return found.state === 'unregistered' ? [] : [{ ...found, state: 'incomplete', problem: UNNEEDED }]
  })
  const cpanel = hasCpanel(root)
  return { cpanel, state: stateOf(cpanel, services), services }
}

const UNNEEDED = 'the configuration gives it no work, and chkservd would start it'

function stateOf(cpanel: boolean, services: readonly ServiceRegistration[]): Registration['state'] {
  if (services.every(({ state }) => state === 'unregistered')) return 'unregistered'
  const isWhole = services.every(({ state }) => state === 'watched' || state === 'off')
  return isWhole && cpanel ? 'registered' : 'incomplete'
}

function serviceRegistration(service: WatchedService, file: HostFile | undefined, list: string): ServiceRegistration {
  const { name } = service
  const known = switchOf(list, name)
  if (file === undefined && known === 'missing') return { service: name, state: 'unregistered', problem: null }
  const problem = problemOf(file?.text, serviceFile(service), known)
  if (problem !== null) return { service: name, state: 'incomplete', problem }
  return { service: name, state: known === 'off' ? 'off' : 'watched', problem }
}

function problemOf(text: string | undefined, wanted: string, known: Switch): string | null {
  if (text === undefined) return 'its file is missing'
  if (text !== wanted) return 'its file was changed'
  if (known === 'missing') return 'its line in chkservd.conf is missing'
  if (known === 'unclear') return 'its line in chkservd.conf is there twice, or says neither 0 nor 1'
  return null
}
