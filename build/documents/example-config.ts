import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { SOURCES } from '../../agent/sources/sources.ts'
import { exampleConfig } from '../../lib/settings/example-file.ts'
import type { Option } from '../../lib/settings/option.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { PROGRAMS } from '../programs/programs.ts'
import { namedOptions } from './named-options.ts'

const ROOT = join(import.meta.dirname, '../..')
const OPTIONS =
  /(?<=<!-- Made by build\/documents\/example-config.ts from \w+\/config\/schema.ts\. -->\n).*?(?=<!-- End -->)/s
const LOGS =
  /(?<=<!-- Made by build\/documents\/example-config.ts from agent\/sources\/sources.ts\. -->\n).*?(?=<!-- End -->)/s

/**
 * The files made from the schemas and the known logs, by their paths in the repository: the example files, and the
 * documentation with its tables.
 */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map((await Promise.all(PROGRAMS.map(filesFor))).flat())
}

async function filesFor({ folder, config }: BuiltProgram): Promise<(readonly [string, string])[]> {
  const documentation = await readFile(join(ROOT, config.document), 'utf8')
  return [
    [`packaging/${folder}/${basename(config.path)}`, exampleConfig(config)],
    [config.document, documentation.replace(OPTIONS, () => tableOf(config.options)).replace(LOGS, logs)],
  ]
}

function tableOf(options: Option): string {
  const rows = new Map<string, string>()
  for (const { name, option } of namedOptions(options)) {
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
