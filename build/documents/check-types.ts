import { PROBES } from '../../agent/probes/probes.ts'
import { optionsOf } from '../../lib/settings/option.ts'
import { namedOptions } from './named-options.ts'

const TYPES = /(?<=<!-- Made by build\/documents\/check-types.ts from agent\/probes\/\. -->\n).*?(?=<!-- End -->)/s

/** docs/checks.md with the types of checks and the keys of each. */
export function checksDocument(text: string): string {
  return text.replace(TYPES, () => ['| Type, key | Default | Meaning |\n', '|---|---|---|\n', ...rows()].join(''))
}

function rows(): readonly string[] {
  const all: string[] = []
  for (const { name, settings } of PROBES) {
    all.push(`| **\`${name}\`** | | |\n`)
    for (const { name: key, option } of namedOptions(optionsOf(settings))) {
      const preset = option.default === undefined ? (option.required ? 'required' : '') : `\`${option.default}\``
      all.push(`| \`${key}\` | ${preset} | ${option.sentence} |\n`)
    }
  }
  return all
}
