import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OPTIONS } from '../agent/config/options.ts'
import type { Option } from '../lib/settings/option.ts'
import { exampleConfig } from './example.ts'

const ROOT = join(import.meta.dirname, '..')
const TABLE = /(?<=<!-- Made by build\/example-config.ts from agent\/config\/schema.ts\. -->\n).*?(?=<!-- End -->)/s

/**
 * What is made from the schema, by its path in the repository: the example file, and the documentation with its table.
 */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const documentation = await readFile(join(ROOT, 'docs/configuration.md'), 'utf8')
  return new Map([
    ['packaging/config/spoor.yml', exampleConfig()],
    ['docs/configuration.md', documentation.replace(TABLE, table)],
  ])
}

function table(): string {
  const rows = new Set((OPTIONS.below ?? []).flatMap((option) => rowsOf(option, '')))
  return ['| Option | Default | Meaning |\n', '|---|---|---|\n', ...rows].join('')
}

/** The rows of an option and of those below it; the three logs have the same ones. */
function rowsOf(option: Option, prefix: string): string[] {
  if (option.retired) return []
  const name = prefix === 'followers.' ? 'followers.LOG' : prefix + option.key
  if (option.below !== undefined) return option.below.flatMap((child) => rowsOf(child, `${name}.`))
  const preset = option.default === undefined ? (option.required ? 'required' : '') : `\`${option.default}\``
  return [`| \`${name}\` | ${preset} | ${option.sentence} |\n`]
}
