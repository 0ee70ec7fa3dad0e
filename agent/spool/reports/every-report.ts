import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import { namesIn } from './ordered-names.ts'
import { reportNumberOf } from './report-name.ts'
import { orderOf } from './report-order.ts'
import { FOLDER_OF, type SpoolPlace, readStored, type State, type StoredReport } from './stored-report.ts'

/** In the order in which reports move through their folders: one that leaves a folder turns up in a later one. */
const WALK = ['sealed', 'waiting', 'transmitted', 'failed', 'dropped'] as const satisfies readonly State[]

/** Files looked at before the event loop gets its turn. */
const BATCH = 64

/** Which reports to read. */
export interface Wanted {
  /** Seconds since 1970-01-01T00:00:00Z: files last changed before are not read. */
  readonly changedSince?: number
  /** Only reports with numbers after the one and up to the other, and parts of them. */
  readonly after?: number
  readonly upTo?: number
}

/**
 * Every report that the spool holds, oldest first and each once, whether it waits, was sent, refused or dropped, and
 * whoever sealed it. Refused parts of a report come only if it is gone or damaged. Skips what leaves meanwhile.
 */
export async function* everyReport(
  place: SpoolPlace,
  { changedSince = -Infinity, ...range }: Wanted = {},
): AsyncGenerator<StoredReport, void, void> {
  let left = BATCH
  let whole = ''
  for await (const { name, states } of everyName(place)) {
    left -= 1
    if (left === 0) {
      left = BATCH
      await setImmediate()
    }
    if (!isWithin(range, name) || isPartOf(whole, name) || isOlder(place, { name, states }, changedSince)) continue
    const stored = firstOf(place, { name, states })
    if (stored === undefined) continue
    if (stored.report !== undefined) whole = name
    yield stored
  }
}

function isWithin({ after = -Infinity, upTo = Infinity }: Wanted, name: string): boolean {
  const number = reportNumberOf(name)
  return number > after && number <= upTo
}

/** A name, and the states in whose folders it was found. */
interface Found {
  readonly name: string
  readonly states: readonly State[]
}

/** The names in all folders, merged; each folder is listed piece by piece. */
async function* everyName({ folders }: SpoolPlace): AsyncGenerator<Found, void, void> {
  const walks: Walk[] = []
  for (const state of WALK) walks.push(await begun(state, folders[FOLDER_OF[state]]))
  for (;;) {
    const orders = walks.map(({ name }) => (name === undefined ? undefined : orderOf(name)))
    const first = orders.reduce((one, other) =>
      other !== undefined && (one === undefined || other < one) ? other : one,
    )
    if (first === undefined) return
    const at = walks.filter((_, index) => orders[index] === first)
    yield { name: at[0]?.name ?? '', states: at.map(({ state }) => state) }
    for (const walk of at) await walk.next()
  }
}

/** One folder, and the name that comes next. */
interface Walk {
  readonly state: State
  name: string | undefined
  next(): Promise<void>
}

async function begun(state: State, folder: string): Promise<Walk> {
  const names = namesIn(folder)
  const walk: Walk = {
    state,
    name: undefined,
    next: async () => {
      const { value } = await names.next()
      walk.name = value ?? undefined
    },
  }
  await walk.next().catch((error: unknown) => {
    // Before the first start there is none, and none of the API's if it was never configured.
    if (codeOf(error) !== 'ENOENT') throw error
  })
  return walk
}

function isPartOf(whole: string, name: string): boolean {
  return whole !== '' && name.startsWith(`${whole.slice(0, -'.json'.length)}.part-`)
}

function isOlder({ folders }: SpoolPlace, { name, states: [state = 'sealed'] }: Found, since: number): boolean {
  if (since === -Infinity) return false
  const stats = lstatSync(join(folders[FOLDER_OF[state]], name), { throwIfNoEntry: false })
  return stats !== undefined && stats.mtimeMs / 1000 < since
}

/** The report in the first of its folders that still has it; it may have moved to another one. */
function firstOf(place: SpoolPlace, { name, states }: Found): StoredReport | undefined {
  for (const state of [...states, ...WALK]) {
    const stored = readStored(place, state, name)
    if (stored !== undefined) return stored
  }
  return undefined
}
