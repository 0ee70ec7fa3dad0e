import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SOURCES } from '../../agent/sources/sources.ts'
import { exampleConfig } from './example.ts'
import { namedOptions } from './named-options.ts'

const ROOT = join(import.meta.dirname, '../..')
const OPTIONS =
  /(?<=<!-- Made by build\/documents\/example-config.ts from agent\/config\/schema.ts\. -->\n).*?(?=<!-- End -->)/s
const LOGS =
  /(?<=<!-- Made by build\/documents\/example-config.ts from agent\/sources\/sources.ts\. -->\n).*?(?=<!-- End -->)/s

/**
 * The files made from the schema and the known logs, by their paths in the repository: the example file, and the
 * documentation with its tables.
 */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const documentation = await readFile(join(ROOT, 'docs/configuration.md'), 'utf8')
  return new Map([
    ['packaging/config/spoor.yml', exampleConfig()],
    ['docs/configuration.md', documentation.replace(OPTIONS, options).replace(LOGS, logs)],
  ])
}

function options(): string {
  const rows = new Map<string, string>()
  for (const { name, option } of namedOptions()) {
    const preset = option.default === undefined ? (option.required ? 'required' : '') : `\`${option.default}\``
    rows.set(name, `| \`${name}\` | ${preset} | ${option.sentence} |\n`)
  }
  return ['| Option | Default | Meaning |\n', '|---|---|---|\n', ...rows.values()].join('')
}

function logs(): string {
  const rows = SOURCES.map(({ name, driver, section, paths, sentence }) => {
    const places = [...new Set(Object.values(paths))].map((path) => `\`${path}\``).join(', ')
    const key = section === 'followers' ? `\`followers.${name}\`, \`logs\`` : '`logs`'
    return `| \`${name}\` | \`${driver.name}\` | ${key} | ${places} | ${sentence} |\n`
  })
  return ['| Source | Driver | Configured in | Usual path | What it says |\n', '|---|---|---|---|---|\n', ...rows].join(
    '',
  )
}
