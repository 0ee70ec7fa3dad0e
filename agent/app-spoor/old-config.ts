import { join } from 'node:path'
import * as v from 'valibot'
import { parseDocument } from 'yaml'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { CONFIG } from './migrated-host.ts'

/** What App::Spoor cannot run without (App::Spoor 0.08, `spoor.yml` as its installer writes it). */
const runnable = v.object({
  followers: v.record(v.string(), v.object({ name: v.string(), maxinterval: v.optional(v.unknown()) })),
  transmission: v.object({
    host: v.string(),
    endpoints: v.object({ report: v.string() }),
    credentials: v.object({ api_identifier: v.string(), api_secret: v.string() }),
  }),
})

/** Seconds between two looks of File::Tail at a log, at most, as App::Spoor's installer sets it. */
const USUAL_INTERVAL = 10

/** Larger numbers are no interval that somebody waits for. */
const LONGEST_INTERVAL = 300

/** A configuration that App::Spoor can run on. */
export interface OldConfig {
  /** One character for each byte. */
  readonly text: string
  /** Milliseconds that its followers may keep lines before they handle them. */
  readonly lag: number
}

/** The lag of followers whose configuration is not known. */
export const USUAL_LAG = 1000 * USUAL_INTERVAL

/** A configuration of the host if App::Spoor can run on it; undefined if it is missing, or ours alone. */
export function oldConfig(root: string, file: string = CONFIG): OldConfig | undefined {
  try {
    const { text } = readRegularFileSync(join(root, file), { most: 1024 ** 2 }, 'latin1')
    const parsed = v.safeParse(runnable, parseDocument(text, { uniqueKeys: false }).toJS({ maxAliasCount: 0 }))
    if (!parsed.success) return undefined
    const intervals = Object.values(parsed.output.followers).map(({ maxinterval }) => intervalOf(maxinterval))
    return { text, lag: 1000 * Math.max(USUAL_INTERVAL, ...intervals) }
  } catch {
    return undefined
  }
}

function intervalOf(value: unknown): number {
  const seconds = Number(value)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_INTERVAL) : USUAL_INTERVAL
}
