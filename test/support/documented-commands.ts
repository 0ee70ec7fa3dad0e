import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './repository-files.ts'

/** The documents for people who use the programs, by their paths. */
export const DOCS = ['README.md', 'SECURITY.md', ...globSync('docs/**/*.*', { cwd: ROOT })]

/** The command lines of a program in a document: in a shell block, or alone between backticks. */
export function commandsIn(document: string, program = 'spoor-agent'): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const blocks = [...text.matchAll(/^\s*```sh\n([^]*?)```/gm)].flatMap(([, block = '']) => block.split('\n'))
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, command = '']) => command)
  return [...blocks.map((line) => line.trim()), ...inline].filter((line) => line.startsWith(`${program} `))
}
