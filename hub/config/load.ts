import * as v from 'valibot'
import { checked, readWritten, type Shape } from '../../lib/settings/load.ts'
import { optionsOf } from '../../lib/settings/option.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import { HUB_SCHEMA } from './schema.ts'

/** The root of the hub's options. */
const HUB_OPTIONS = optionsOf(HUB_SCHEMA)

const SHAPE: Shape = { options: HUB_OPTIONS, include: v.object({ include: HUB_SCHEMA.entries.include }) }

/** The hub's configuration, checked. */
export type HubConfig = v.InferOutput<typeof HUB_SCHEMA>

/**
 * Reads and checks the hub's configuration and the files that it includes. Throws `ActionNeeded` (exit 2) with
 * everything that is wrong, one line each: `FILE:LINE:COLUMN: OPTION: what; write this`.
 */
export async function loadHubConfig(file: string, reader?: Reader): Promise<HubConfig> {
  const { tree } = await readWritten(file, SHAPE, reader)
  return checked(tree, HUB_SCHEMA, HUB_OPTIONS)
}
