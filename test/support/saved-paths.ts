import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The login logs and patterns with a saved position; empty if nothing is saved. */
export function savedPaths(spool: string): readonly string[] {
  let text: string
  try {
    text = readFileSync(join(spool, 'checkpoints.json'), 'utf8')
  } catch {
    return []
  }
  return Object.keys(JSON.parse(text).sources.login ?? {})
}
