import { PROBES } from '../../agent/probes/probes.ts'
import { optionsOf } from '../../lib/settings/option.ts'
import { namedOptions } from './named-options.ts'

const TYPES = /(?<=<!-- Made by build\/documents\/check-types.ts from agent\/probes\/\. -->\n).*?(?=<!-- End -->)/s

/** docs/checks.md with the types of checks and the keys of each. */
export function checksDocument(text: string): string {
  return text.replace(TYPES, () => ['| Type, key | Default | Meaning |\n', '|---|---|---|\n', ...rows()].join(''))
}

function rows(): readonly string[] {
  return PROBES.flatMap(({ name, settings }) => [
    `| **\`${name}\`** | | |\n`,
    ...namedOptions(optionsOf(settings)).map(({ name: key, option }) => {
      const preset = option.default === undefined ? (option.required ? 'required' : '') : `\`${option.default}\``
      return `| \`${key}\` | ${preset} | ${option.sentence} |\n`
    }),
  ])
}
