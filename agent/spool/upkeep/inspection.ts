import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { IDENTITY, parseIdentity } from '../identity.ts'
import { DIVISIONS, parseDivisions } from '../outbox/divisions.ts'
import { parseCheckpoints } from '../positions/saved-checkpoints.ts'
import { fileOf } from '../reports/link.ts'
import { parseCover } from '../reports/report-file.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { isReportName } from '../reports/report-order.ts'
import { ACKNOWLEDGED, FOLDER_OF, type Place, REASON, type State, readStored } from '../reports/stored-report.ts'
import { whyNotOurs } from '../reports/waiting-report.ts'
import { linkedNumbers } from '../sequence.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { CHANGE_LOG } from './change-log.ts'

const STATES: readonly State[] = ['waiting', 'failed', 'transmitted', 'dropped']

/** What else the agent puts into the root of a spool. */
const POSITIONS = /^checkpoints\.(?:previous\.)?json$/
const OTHERS =
  /^(?:(?:checkpoints|divisions|identity)\.json\.tmp|checkpoints\.unreadable\.json|sealing\.tmp|(?:collector|transmitter)\.(?:status\.json(?:\.tmp)?|lock(?:\..*)?))$/

/** Something in a spool that is not as it should be. */
export interface Fault {
  readonly path: string
  /** In words that follow the path and a colon. */
  readonly text: string
}

/** How many reports were looked at. */
export interface Inspected {
  readonly reports: number
}

/**
 * Looks at every file of a spool, and yields what is wrong: reports that are not whole or not as they were sealed, what
 * is not the agent's (which is neither read nor followed), and what stands in two places. The services may work
 * meanwhile.
 */
export async function* inspect(place: Place): AsyncGenerator<Fault, Inspected, void> {
  const { root } = place.folders
  yield* folderFaults(root)
  // Its folder is the administrator's, who may have laid a link: with the slash that is followed.
  for await (const entries of entriesOf(`${root}/`)) for (const { name } of entries) yield* rootFaults(place, name)
  yield* sequenceFaults(place)
  let reports = 0
  for (const state of STATES) {
    const folder = place.folders[FOLDER_OF[state]]
    const faults = [...folderFaults(folder)]
    yield* faults
    if (faults.length > 0 && !isFolder(folder)) continue
    for await (const entries of entriesOf(folder)) {
      for (const { name } of entries) {
        if (isReportName(name)) reports += 1
        yield* fileFaults(place, state, name)
      }
    }
  }
  return { reports }
}

/** Each sealed report stands in one of the API's folders. */
async function* sequenceFaults({ folders }: Place): AsyncGenerator<Fault, void, void> {
  const { sealed } = folders
  // The first start after an upgrade makes it.
  if (!isPresent(sealed)) return
  yield* folderFaults(sealed)
  if (!Object.values(folders).every(isFolder)) return
  const linked = await linkedNumbers(folders)
  for await (const entries of entriesOf(sealed)) {
    for (const { name } of entries) {
      const path = join(sealed, name)
      const number = sequenceOf(name)
      if (number === undefined && !isUnfinished('dropped', name)) yield { path, text: 'it is no report by its name' }
      if (number === undefined || linked.has(number)) continue
      // One that was sealed, or removed, meanwhile.
      if (isLinked(folders, name) || !isPresent(path)) continue
      yield { path, text: 'no folder of the API has a link to it, so it is not sent; make one in parsed, or remove it' }
    }
  }
}

function isLinked({ parsed, transmitted, failed, dropped }: SpoolFolders, name: string): boolean {
  return [parsed, transmitted, failed, dropped].some((folder) => isPresent(join(folder, name)))
}

function* folderFaults(path: string): Generator<Fault> {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) yield { path, text: 'it is not there; the next start makes it' }
  else if (!stats.isDirectory()) yield { path, text: 'it is no folder' }
  else {
    const fault = whyNotOurs(stats)
    if (fault !== undefined) yield { path, text: `it ${fault}` }
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function* rootFaults({ folders }: Place, name: string): Generator<Fault> {
  const path = join(folders.root, name)
  if (OTHERS.test(name) || Object.values(folders).includes(path)) return
  if (name === CHANGE_LOG) yield* contentFaults(path, () => undefined)
  else if (name === IDENTITY) yield* contentFaults(path, (text) => void parseIdentity(text))
  else if (name === DIVISIONS) yield* contentFaults(path, (text) => void parseDivisions(text))
  else if (POSITIONS.test(name)) yield* contentFaults(path, (text) => void parseCheckpoints(text))
  else yield { path, text: 'it is not of the agent by its name' }
}

function* fileFaults(place: Place, state: State, name: string): Generator<Fault> {
  const path = join(place.folders[FOLDER_OF[state]], name)
  if (isReportName(name)) yield* reportFaults(place, state, name)
  else if (state === 'failed' && isBeside(name)) yield* besideFaults(place, name)
  else if (!isUnfinished(state, name)) yield { path, text: 'it is no report by its name' }
}

/** Whether the agent, or App::Spoor, puts files of such a name into the folder of that state. */
export function isOurName(state: State, name: string): boolean {
  return isReportName(name) || (state === 'failed' && isBeside(name)) || isUnfinished(state, name)
}

function isBeside(name: string): boolean {
  return name.endsWith(REASON) || name.endsWith(ACKNOWLEDGED)
}

/** What a crash may leave, and the next write of the same name removes. */
function isUnfinished(state: State, name: string): boolean {
  const of = { failed: /(?:\.reason)?\.tmp$/, dropped: /\.tmp$/, waiting: undefined, transmitted: undefined }[state]
  return of !== undefined && of.test(name) && isReportName(name.replace(of, ''))
}

function* reportFaults(place: Place, state: State, name: string): Generator<Fault> {
  const path = join(place.folders[FOLDER_OF[state]], name)
  const stored = readStored(place, state, name)
  // It has been moved meanwhile.
  if (stored === undefined) return
  const { stats, report, problem, reason } = stored
  if (stats === undefined) {
    yield { path, text: `${problem}; it is left alone` }
  } else if (state === 'dropped') {
    if (report !== undefined)
      yield { path, text: `its entries are still there; type: spoor-agent spool drop ${name} --yes` }
    else yield* contentFaults(fileOf(place.folders, place.folders.dropped, name), refuseWithoutCover)
  } else if (report === undefined) {
    yield { path, text: `${problem}` }
  }
  if (state === 'failed' && reason === undefined && isPresent(path)) yield { path, text: 'no reason stands beside it' }
  yield* otherPlaces(place, state, name)
}

/** Moves are looked at from where they begin, and then again: what moves meanwhile is not in two places. */
function* otherPlaces({ folders }: Place, state: State, name: string): Generator<Fault> {
  const path = join(folders[FOLDER_OF[state]], name)
  for (const other of STATES.slice(STATES.indexOf(state) + 1)) {
    const second = join(folders[FOLDER_OF[other]], name)
    if (isPresent(second) && isPresent(path)) yield { path, text: `it is in ${second} too` }
  }
}

function* besideFaults({ folders }: Place, name: string): Generator<Fault> {
  const path = join(folders.failed, name)
  const report = name.slice(0, name.lastIndexOf('.'))
  yield* contentFaults(path, () => undefined)
  // A reason is there before its report.
  const isNeeded =
    isReportName(report) && (isPresent(join(folders.parsed, report)) || isPresent(join(folders.failed, report)))
  if (!isNeeded && isPresent(path)) yield { path, text: 'there is no report that failed for this reason; remove it' }
}

/** What keeps a file from being one of the agent's, or `check` from accepting its text. */
function* contentFaults(path: string, check: (text: string) => void): Generator<Fault> {
  try {
    check(readRegularFileSync(path, { fault: whyNotOurs }).text)
  } catch (error) {
    if (isPresent(path)) yield { path, text: messageOf(error) }
  }
}

function refuseWithoutCover(text: string): void {
  if (parseCover(text) === undefined && text.trim() !== '{}') throw new Error('it does not tell what it covered')
}
