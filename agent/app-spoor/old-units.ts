import { join } from 'node:path'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { isUnitActive, isUnitEnabled, saidBySystemctl } from '../setup/systemctl.ts'

/** A unit of App::Spoor. */
export interface OldUnit {
  readonly unit: string
  readonly work: 'follower' | 'transmitter'
  readonly isActive: boolean
  readonly isEnabled: boolean
}

/** Where App::Spoor's installer writes its units. */
const FOLDER = 'etc/systemd/system'

/** By its name, the program of each (App::Spoor 0.08; each unit has the first argument that its name says). */
const UNITS = [
  ...['login', 'access', 'error'].map((log) => ({ unit: `spoor-${log}-follower.service`, work: 'follower' }) as const),
  { unit: 'spoor-transmitter.service', work: 'transmitter' } as const,
]

/** The names of all of App::Spoor's units. */
export const OLD_UNIT_NAMES: readonly string[] = UNITS.map(({ unit }) => unit)

/** The program that does the work. */
export const OLD_PROGRAMS = { follower: 'spoor_log_follower', transmitter: 'spoor_entry_transmitter' } as const

/** App::Spoor's units that are installed on the host. One of such a name that starts something else is not one. */
export async function oldUnits(root: string, signal: AbortSignal): Promise<readonly OldUnit[]> {
  const found: OldUnit[] = []
  for (const { unit, work } of UNITS.filter((each) => isOldUnit(root, each))) {
    const [isActive, isEnabled] = [await isUnitActive(root, unit, signal), await isUnitEnabled(root, unit, signal)]
    found.push({ unit, work, isActive, isEnabled })
  }
  return found
}

/** Those that run or would at the next boot. */
export function unitsAtWork(units: readonly OldUnit[], work: OldUnit['work']): readonly OldUnit[] {
  return units.filter((each) => each.work === work && (each.isActive || each.isEnabled))
}

/** The process of a unit; undefined if it has none now. */
export async function processOf(root: string, unit: string, signal: AbortSignal): Promise<number | undefined> {
  const pid = Number(await saidBySystemctl(root, ['show', '--property=MainPID', '--value', unit], signal))
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined
}

function isOldUnit(root: string, { unit, work }: Pick<OldUnit, 'unit' | 'work'>): boolean {
  try {
    const { text } = readRegularFileSync(join(root, FOLDER, unit), { follow: true, most: 65_536 })
    return text.split('\n').some((line) => line.startsWith('ExecStart=') && line.includes(OLD_PROGRAMS[work]))
  } catch {
    return false
  }
}
