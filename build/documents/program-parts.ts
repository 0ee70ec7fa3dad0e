import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../executable/bundle.ts'
import { componentsOf } from '../executable/third-party.ts'

/** The code of the table of packages inside a program, from build/dependencies.txt, which says them for each. */
export async function programPartsCode(program: string): Promise<string> {
  const sections = (await readFile(join(ROOT, 'build/dependencies.txt'), 'utf8')).split('\n\n')
  const section = sections.find((text) => text.startsWith(`${program}\n`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('  '))
  const parts = (await componentsOf(lines.map((line) => line.trim()))).filter(({ name }) => name !== 'node')
  const rows = parts.map(
    ({ name, version, licence }) => `  { name: '${name}', version: '${version}', licence: '${licence}' },\n`,
  )
  return `${HEAD}${rows.join('')}]\n`
}

const HEAD = `// Made by npm run generate.

/** The packages of others that are inside the program, with the SPDX identifiers of their licences. */
export const PROGRAM_PARTS: readonly { readonly name: string; readonly version: string; readonly licence: string }[] = [
`
