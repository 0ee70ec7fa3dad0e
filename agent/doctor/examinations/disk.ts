import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { freeSpaceOf, type FreeSpace } from '../../../lib/system/files/free-space.ts'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import type { Patient } from '../patient.ts'

/** What a folder needs: bytes, and files. */
interface Need {
  readonly path: string
  readonly what: string
  /** Bytes below which its work stops. */
  readonly bytes: number
}

/** Files that a folder needs at the least; the agent makes a new one for each report. */
const INODES = 100

/** So much more than is needed is no reason to say anything. */
const AMPLE = 4

const MIB = 1024 * 1024

/** Free space and inodes where the agent writes. */
export const disk: Examination = {
  name: 'disk',
  usesNetwork: false,
  examine: (patient) => Promise.all(needsOf(patient).map((need) => spaceSymptom(need, freeSpaceOf))),
}

/** The folder, or what is above it and there: the agent makes it. */
function nearest(path: string): string {
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

function needsOf({ status, loaded, file }: Patient): readonly Need[] {
  const { spool, runtime } = loaded?.config ?? {}
  return [
    { path: status.spool.path, what: 'the spool', bytes: spool?.minFree ?? MIB },
    ...(runtime === undefined ? [] : [{ path: runtime.path, what: 'the runtime folder', bytes: MIB }]),
    { path: dirname(resolve(file)), what: 'the configuration', bytes: MIB },
  ]
}

/** What is said of one folder; `measure` asks the system. */
export async function spaceSymptom(need: Need, measure: (path: string) => Promise<FreeSpace>): Promise<Symptom> {
  const { path, what, bytes } = need
  let space: FreeSpace
  try {
    space = await measure(nearest(path))
  } catch (error) {
    return untold(`The space for ${what}, ${path}, cannot be told (${codeOf(error)}).`)
  }
  const hasInodes = space.allInodes > 0
  const inodes = hasInodes ? ` and ${space.inodes} inodes` : ''
  const text = `${sizeWithUnit(space.bytes)}${inodes} are free for ${what}, ${path}.`
  const short = (times: number): boolean => space.bytes < bytes * times || (hasInodes && space.inodes < INODES * times)
  const why = `Below ${sizeWithUnit(bytes)} or ${INODES} inodes nothing can be written there; reading stops, and goes on by itself once there is room.`
  const remedy = [`df -h ${shellWord(path)}`, `df -i ${shellWord(path)}`]
  if (short(1)) return failing(text, why, ...remedy)
  return short(AMPLE) ? doubtful(text, why, ...remedy) : well(text)
}
