import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Tell } from '../../lib/notice/notice.ts'
import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import { writeAtomically } from '../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { type Untold, untoldSchema } from '../inbox/untold.ts'
import { backstopNotices } from './notices.ts'
import type { KnownHost } from './scan.ts'

/** What is known of forwards and filters, and what is to be told of them. */
export interface Baseline extends KnownHost {
  readonly untold: readonly Untold[]
}

/** Some 100 bytes a file, and a million files. */
const LARGEST_BASELINE = 128 * 1024 * 1024

const FILES = v.record(v.string(), v.object({ stamp: v.string(), keys: v.array(v.string()) }))
const SEEN = v.record(v.string(), v.record(v.string(), v.string()))
const SCHEMA = v.pipe(
  foreignJson,
  v.object({ version: v.literal(1), groups: v.record(v.string(), FILES), seen: SEEN, untold: v.array(untoldSchema) }),
)

/** The file of the baseline in its folder. */
function fileIn(folder: string): string {
  return join(folder, 'baseline.json')
}

/**
 * The saved baseline; undefined where there is none, or where it is damaged: then it is set aside, with a notice.
 * Without somebody to tell nothing is changed.
 */
export async function loadBaseline(folder: string, tell?: Tell): Promise<Baseline | undefined> {
  const path = fileIn(folder)
  try {
    const { groups, seen, untold } = v.parse(SCHEMA, await readRegularFile(path, { most: LARGEST_BASELINE }))
    return { groups, seen, untold }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    if (code !== undefined) throw new ActionNeeded(`${path}: what is known cannot be read (${code}); look at the disk.`)
    if (tell === undefined) return undefined
    await rename(path, join(folder, 'baseline.unreadable.json'))
    // What is wrong with it in detail would repeat a part of it.
    const reason = v.isValiError(error) ? 'it is none that this version knows' : messageOf(error)
    tell(backstopNotices.baselineUnreadable(path, reason))
    return undefined
  }
}

/**
 * Saves the baseline, whole or not at all; only its owner can read it. Where all of it would be too large to be read,
 * what was seen stays out: without it the next look takes longer.
 */
export async function saveBaseline(folder: string, baseline: Baseline): Promise<void> {
  const text = textOf(baseline)
  const isReadable = Buffer.byteLength(text) <= LARGEST_BASELINE
  try {
    await writeAtomically(fileIn(folder), isReadable ? text : textOf({ ...baseline, seen: {} }))
  } catch (error) {
    const reason = codeOf(error) ?? messageOf(error)
    throw new ActionNeeded(
      `${folder}: what is known now cannot be saved (${reason}), so nothing is reported; make room, and the next look does.`,
    )
  }
}

/** A baseline as it is saved. */
export function textOf({ groups, seen, untold }: Baseline): string {
  return `${JSON.stringify({ version: 1, groups, seen, untold })}\n`
}
