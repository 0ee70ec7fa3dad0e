import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exampleConfig } from './example.ts'
import { namedOptions } from './named-options.ts'

const ROOT = join(import.meta.dirname, '..')
const TABLE = /(?<=<!-- Made by build\/example-config.ts from agent\/config\/schema.ts\. -->\n).*?(?=<!-- End -->)/s

/**
 * The files made from the schema, by their paths in the repository: the example file and the documentation's table.
 */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const documentation = await readFile(join(ROOT, 'docs/configuration.md'), 'utf8')
  return new Map([
    ['packaging/config/spoor.yml', exampleConfig()],
    ['docs/configuration.md', documentation.replace(TABLE, table)],
  ])
}

function table(): string {
  const rows = new Map<string, string>()
  for (const { name, option } of namedOptions()) {
    const preset = option.default === undefined ? (option.required ? 'required' : '') : `\`${option.default}\``
    rows.set(name, `| \`${name}\` | ${preset} | ${option.sentence} |\n`)
  }
  return ['| Option | Default | Meaning |\n', '|---|---|---|\n', ...rows.values()].join('')
}
