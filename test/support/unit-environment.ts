import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './repository-files.ts'

/** The variables that a packaged unit gives its program, by its name such as `agent/spoor-agent-collector`. */
export function unitEnvironment(unit: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(ROOT, 'packaging', `${unit}.service`), 'utf8')
  const words = [...text.matchAll(/^Environment=(.+)$/gm)].flatMap(([, line = '']) => line.split(' '))
  return Object.fromEntries(words.map((word) => word.split('=', 2)))
}
