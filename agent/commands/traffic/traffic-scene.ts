import type { Writable } from 'node:stream'
import { isTerminal, widthOf } from '../../../lib/terminal/width.ts'
import type { Screen } from '../../replay/screen.ts'
import type { ShownIn } from './traffic-tables.ts'

/** Intervals and virtual hosts that are shown to people. */
const MOST_SHOWN = 20

/** What counting works with. */
export interface TrafficScene {
  readonly files: readonly string[]
  readonly zone: string | undefined
  readonly stdout: Writable
  readonly screen: Screen
}

/** How tables are shown there. */
export function shownIn({ stdout, zone }: Pick<TrafficScene, 'stdout' | 'zone'>): ShownIn {
  return { zone, width: isTerminal(stdout) ? widthOf(stdout) : Infinity, most: MOST_SHOWN }
}
