import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The logs of login that have a saved position, and patterns with them; none where nothing is saved. */
export function savedPaths(spool: string): readonly string[] {
  let text: string
  try {
    text = readFileSync(join(spool, 'checkpoints.json'), 'utf8')
  } catch {
    return []
  }
  return Object.keys(JSON.parse(text).sources.login ?? {})
}
