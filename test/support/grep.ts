import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Runs GNU grep, by bytes, on a text, and returns the lines that it prints; undefined if it refuses its pattern. */
export function grep(words: readonly string[], text: string): readonly string[] | undefined {
  const { status, stdout } = spawnSync('grep', words, {
    input: text,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 2 ** 30,
  })
  return status === 2 ? undefined : stdout.split('\n').slice(0, -1)
}

/** Folder of Debian's rules of logcheck, the package logcheck-database. */
const LOGCHECK = '/etc/logcheck/ignore.d.server'

/** That folder, and why tests with it are skipped; false if it is there. CI installs it, so there it must be. */
export function logcheckRules(): { readonly folder: string; readonly missing: string | false } {
  if (existsSync(LOGCHECK)) return { folder: LOGCHECK, missing: false }
  const missing = 'logcheck-database is not installed: apt-get install logcheck-database'
  if (process.env['SPOOR_CI'] !== undefined) throw new Error(missing)
  return { folder: LOGCHECK, missing }
}
