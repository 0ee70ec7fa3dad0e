import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../build/executable/bundle.ts'

/** The commands in docs/install.md by the names in the comments above them (`dnf: install`), ready for a shell. */
export const documented: ReadonlyMap<string, string> = new Map(
  [
    ...readFileSync(join(ROOT, 'docs/install.md'), 'utf8').matchAll(
      /^ *<!-- (\w+: \w+) -->\n *```sh\n([^]*?)\n *```/gm,
    ),
  ].map(([, name = '', commands = '']) => [name, commands.replaceAll(/^ +/gm, '')] as const),
)

/** The commands with this name, with the repositories at `url`. */
export function commandsOf(name: string, url = ''): string {
  const commands = documented.get(name)
  if (commands === undefined) throw new Error(`docs/install.md has no commands "${name}"`)
  return `set -e\n${commands.replaceAll('https://packages.example.com', url)}`
}
