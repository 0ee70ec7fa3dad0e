import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '../..')
/** The text of every text file of the repository, by its path in it. */
export const files: ReadonlyMap<string, string> = new Map(
  globSync(['{.ci,agent,build,docs,hub,lib,packaging,test}/**/*', '*.{json,md}', 'LICENSE'], {
    cwd: ROOT,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(ROOT.length + 1), readFileSync(path, 'utf8')] as const)
    .filter(([, text]) => !text.includes('\0')),
)
/** Those that become a part of a program. */
export const programs = new Map([...files].filter(([path]) => /^(?:agent|hub|lib)\//.test(path)))
