import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { leaveUntold, untoldSchema } from '../inbox/untold.ts'
import { type CountHooks, knownHooks, lookAtHooks } from './hooks-look.ts'

const SCHEMA = v.pipe(
  foreignJson,
  v.object({ version: v.literal(1), hooks: v.optional(knownHooks), untold: v.array(untoldSchema) }),
)

type Saved = Omit<v.InferOutput<typeof SCHEMA>, 'version'>

/** What telling of hooks works with. */
export interface TellHooksParts {
  /** The host's files are below it. */
  readonly root: string
  /** The folder of what is known. */
  readonly state: string
  /** Where events are left. */
  readonly inbox: string
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly count: CountHooks
}

/**
 * Leaves an event where hooks of the agent went missing, or are back. What is to be told is saved with what is known,
 * before it is told: a kill at any moment loses nothing and tells nothing twice. Resolves with the number of events
 * that still wait for the inbox. Throws `ActionNeeded`, also where another process does the same.
 */
export async function tellHooks({ root, state, inbox, now, count }: TellHooksParts): Promise<number> {
  await ensurePrivateFolder(state)
  const lock = await takeLock(state, 'hooks')
  try {
    const before = await load(state)
    const { hooks, events } = lookAtHooks(root, before.hooks, Math.floor(now / 1000), count)
    const news = events.map((event) => ({ event, now, random: randomBytes(8).toString('hex') }))
    const untold = [...before.untold, ...news]
    if (hooks !== before.hooks || news.length > 0) await save(state, { hooks, untold })
    if (untold.length === 0) return 0
    const { waiting } = await leaveUntold(untold, inbox)
    if (waiting.length < untold.length) await save(state, { hooks, untold: [...waiting] })
    return waiting.length
  } finally {
    await lock.release()
  }
}

/** What is known; nothing where there is none of this version: then what is missing is told again. */
async function load(state: string): Promise<Saved> {
  const parsed = v.safeParse(SCHEMA, await readRegularFile(fileIn(state)).catch(() => ''))
  return parsed.success ? parsed.output : { untold: [] }
}

async function save(state: string, { hooks, untold }: Saved): Promise<void> {
  await writeAtomically(fileIn(state), `${JSON.stringify({ version: 1, hooks, untold })}\n`)
}

function fileIn(state: string): string {
  return join(state, 'hooks.json')
}
