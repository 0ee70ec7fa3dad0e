import * as v from 'valibot'
import { oneOrList, truth } from '../../lib/settings/value.ts'
import { DEBUG_AREAS, EVERY_DEBUG_AREA, type DebugArea } from '../debug/debug-log.ts'

const area = v.picklist(EVERY_DEBUG_AREA, `is none of true, false, ${EVERY_DEBUG_AREA.join(', ')}`)

/** What is told in detail: everything, nothing, or some areas. */
export const debugAreas = v.lazy((input) => (v.is(truth, input) ? truth : oneOrList(area)))

/** What `debug` can name, for sentences. */
export const DEBUG_IN_WORDS = EVERY_DEBUG_AREA.map((name) => `${name} (${DEBUG_AREAS[name]})`).join(', ')

/** The areas that an option names. */
export function debugOf(written: v.InferOutput<typeof debugAreas>): readonly DebugArea[] {
  if (written === 'true') return EVERY_DEBUG_AREA
  return written === 'false' ? [] : [written].flat()
}
