import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { Needs } from '../cursor/backlog.ts'
import { IDENTITY, parseIdentity } from '../identity.ts'
import { DIVISIONS, parseDivisions } from '../outbox/divisions.ts'
import { parseCheckpoints } from '../positions/saved-checkpoints.ts'
import { parseCounters } from '../positions/saved-counters.ts'
import { parseHeartbeat } from '../positions/saved-heartbeat.ts'
import { parseCover } from '../reports/report-file.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { isReportName } from '../reports/report-order.ts'
import { ACKNOWLEDGED, API_STATES, FOLDER_OF, type SpoolPlace, REASON, readStored } from '../reports/stored-report.ts'
import { whyNotOurs } from '../reports/waiting-report.ts'
import { linkedNumbers } from '../sequence.ts'
import type { SpoolFolders } from '../spool-folders.ts'
import { CHANGE_LOG } from './change-log.ts'

/** Other files that the agent puts into the root of a spool. */
const POSITIONS = /^checkpoints\.(?:previous\.)?json$/
const COUNTERS = /^counters\.(?:previous\.)?json$/
const HEARTBEAT = /^heartbeat\.(?:previous\.)?json$/
const OTHERS =
  /^(?:(?:checkpoints|counters|heartbeat|divisions|identity)\.json\.tmp|(?:checkpoints|counters|heartbeat)\.unreadable\.json|sealing\.tmp|rules\.sqlite(?:-wal|-journal|\.damaged)?|(?:collector|transmitter)\.(?:status\.json(?:\.tmp)?|lock(?:\..*)?))$/

type ApiState = (typeof API_STATES)[number]

/** Something wrong in a spool. */
export interface Fault {
  readonly path: string
  /** In words that follow the path and a colon. */
  readonly text: string
}

/** How many reports were examined. */
export interface Inspected {
  readonly reports: number
}

/**
 * Examines every file of a spool and yields what is wrong: reports that are torn or altered since they were sealed,
 * files that are not the agent's (which are neither read nor followed), and files that exist twice. The services may
 * run meanwhile. `needs` tells which sealed reports another receiver waits for; without the API it is undefined, and no
 * folder of the API has to link to any.
 */
export async function* inspect(place: SpoolPlace, needs?: Needs): AsyncGenerator<Fault, Inspected, void> {
  const { root } = place.folders
  yield* folderFaults(root)
  // The administrator may have made the root a link; the trailing slash follows it.
  for await (const entries of entriesOf(`${root}/`)) for (const { name } of entries) yield* rootFaults(place, name)
  let reports = yield* sequenceFaults(place, needs)
  for (const state of API_STATES) {
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

/** Sealed reports that none of the API's folders links to; returns how many those are. */
async function* sequenceFaults(place: SpoolPlace, needs: Needs | undefined): AsyncGenerator<Fault, number, void> {
  const { folders } = place
  const { sealed } = folders
  // Created by the first start after an upgrade.
  if (!isPresent(sealed)) return 0
  yield* folderFaults(sealed)
  if (!Object.values(folders).every(isFolder)) return 0
  const linked = await linkedNumbers(folders)
  let unlinked = 0
  for await (const entries of entriesOf(sealed)) {
    for (const { name } of entries) {
      const number = sequenceOf(name)
      if (number === undefined && !isUnfinished('dropped', name))
        yield { path: join(sealed, name), text: 'its name is not that of a report' }
      if (number === undefined || linked.has(number)) continue
      unlinked += 1
      yield* unlinkedFaults(place, name, needs !== undefined && number > (linked.lowest ?? Infinity) && !needs(number))
    }
  }
  return unlinked
}

/**
 * A report without a link is not missing from the API's folders if it is older than all that the API has had, or waits
 * for another receiver.
 */
function* unlinkedFaults(place: SpoolPlace, name: string, isMissing: boolean): Generator<Fault> {
  const { folders } = place
  const path = join(folders.sealed, name)
  const problem = readStored(place, 'sealed', name)?.problem
  if (problem !== undefined) yield { path, text: problem }
  // Otherwise it was sealed or removed meanwhile.
  else if (isMissing && !isLinked(folders, name) && isPresent(path)) yield { path, text: UNLINKED }
}

const UNLINKED = 'no folder of the API has it, so it is never sent; link it into parsed (ln), or remove it'

function isLinked({ parsed, transmitted, failed, dropped }: SpoolFolders, name: string): boolean {
  return [parsed, transmitted, failed, dropped].some((folder) => isPresent(join(folder, name)))
}

function* folderFaults(path: string): Generator<Fault> {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) yield { path, text: 'it is missing; the next start creates it' }
  else if (!stats.isDirectory()) yield { path, text: 'it is not a folder' }
  else {
    const fault = whyNotOurs(stats)
    if (fault !== undefined) yield { path, text: `it ${fault}` }
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function* rootFaults({ folders }: SpoolPlace, name: string): Generator<Fault> {
  const path = join(folders.root, name)
  if (OTHERS.test(name) || Object.values(folders).includes(path)) return
  if (name === CHANGE_LOG) yield* contentFaults(path, () => undefined)
  else if (name === IDENTITY) yield* contentFaults(path, (text) => void parseIdentity(text))
  else if (name === DIVISIONS) yield* contentFaults(path, (text) => void parseDivisions(text))
  else if (POSITIONS.test(name)) yield* contentFaults(path, (text) => void parseCheckpoints(text))
  else if (COUNTERS.test(name)) yield* contentFaults(path, (text) => void parseCounters(text))
  else if (HEARTBEAT.test(name)) yield* contentFaults(path, (text) => void parseHeartbeat(text))
  else yield { path, text: 'the agent uses no file of this name' }
}

function* fileFaults(place: SpoolPlace, state: ApiState, name: string): Generator<Fault> {
  const path = join(place.folders[FOLDER_OF[state]], name)
  if (isReportName(name)) yield* reportFaults(place, state, name)
  else if (state === 'failed' && isBeside(name)) yield* besideFaults(place, name)
  else if (!isUnfinished(state, name)) yield { path, text: 'its name is not that of a report' }
}

/** Whether the agent or App::Spoor puts files of that name into the folder of a state. */
export function isOurName(state: ApiState, name: string): boolean {
  return isReportName(name) || (state === 'failed' && isBeside(name)) || isUnfinished(state, name)
}

function isBeside(name: string): boolean {
  return name.endsWith(REASON) || name.endsWith(ACKNOWLEDGED)
}

/** Whether a crash left the file half written; the next write of the same name replaces it. */
function isUnfinished(state: ApiState, name: string): boolean {
  const of = { failed: /(?:\.reason)?\.tmp$/, dropped: /\.tmp$/, waiting: undefined, transmitted: undefined }[state]
  return of !== undefined && of.test(name) && isReportName(name.replace(of, ''))
}

function* reportFaults(place: SpoolPlace, state: ApiState, name: string): Generator<Fault> {
  const path = join(place.folders[FOLDER_OF[state]], name)
  const stored = readStored(place, state, name)
  // Moved meanwhile.
  if (stored === undefined) return
  const { stats, report, problem, reason } = stored
  if (stats === undefined) {
    yield { path, text: `${problem}; it is left alone` }
  } else if (state === 'dropped') {
    if (report !== undefined)
      yield { path, text: `its entries are still there; type: spoor-agent spool drop ${name} --yes` }
    else yield* contentFaults(path, refuseWithoutCover)
  } else if (report === undefined) {
    yield { path, text: `${problem}` }
  }
  if (state === 'failed' && reason === undefined && isPresent(path)) yield { path, text: 'it has no reason beside it' }
  yield* otherPlaces(place, state, name)
}

/** Checks again that the first path still exists, so that a report that moves meanwhile is not taken for two. */
function* otherPlaces({ folders }: SpoolPlace, state: ApiState, name: string): Generator<Fault> {
  const path = join(folders[FOLDER_OF[state]], name)
  for (const other of API_STATES.slice(API_STATES.indexOf(state) + 1)) {
    const second = join(folders[FOLDER_OF[other]], name)
    if (isPresent(second) && isPresent(path)) yield { path, text: `it is also in ${second}` }
  }
}

function* besideFaults({ folders }: SpoolPlace, name: string): Generator<Fault> {
  const path = join(folders.failed, name)
  const report = name.slice(0, name.lastIndexOf('.'))
  yield* contentFaults(path, () => undefined)
  // A reason is written before its report moves.
  const isNeeded =
    isReportName(report) && (isPresent(join(folders.parsed, report)) || isPresent(join(folders.failed, report)))
  if (!isNeeded && isPresent(path)) yield { path, text: 'no failed report belongs to this reason; remove it' }
}

/** Why a file cannot be the agent's, or why `check` rejects its text. */
function* contentFaults(path: string, check: (text: string) => void): Generator<Fault> {
  try {
    check(readRegularFileSync(path, { fault: whyNotOurs }).text)
  } catch (error) {
    if (isPresent(path)) yield { path, text: messageOf(error) }
  }
}

function refuseWithoutCover(text: string): void {
  if (parseCover(text) === undefined && text.trim() !== '{}') throw new Error('it does not say what it covered')
}
