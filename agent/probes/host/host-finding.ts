import { join } from 'node:path'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { Gauge, Verdict } from '../probe.ts'

/** What one part of a host is like. `text` is undefined where nothing is to be said. */
export interface HostFinding {
  readonly verdict: Verdict
  readonly text?: string
  readonly gauges: readonly Gauge[]
}

/** A part of which nothing is known here, or nothing is to be said. */
export const SILENT: HostFinding = { verdict: 'ok', gauges: [] }

/** The text of a file below the root; undefined if it is not there, or may not be read. */
export function hostText(root: string, path: string): string | undefined {
  try {
    return readRegularFileSync(join(root, path), { most: 1024 * 1024 }).text
  } catch {
    return undefined
  }
}
