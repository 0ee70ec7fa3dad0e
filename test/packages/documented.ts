import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../build/executable/bundle.ts'

/** The commands of a document by the names in the comments above them (`dnf: install`), ready for a shell. */
export function documentedIn(document: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const blocks = [...text.matchAll(/^ *<!-- (\w+: \w+) -->\n *```sh\n([^]*?)\n *```/gm)]
  return new Map(blocks.map(([, name = '', commands = '']) => [name, commands.replaceAll(/^ +/gm, '')] as const))
}

/** The commands with this name in docs/install.md, with the repositories at `url`. */
export function commandsOf(name: string, url = ''): string {
  return commandsNamed('docs/install.md', name, url)
}

/** The commands with this name in docs/hub/install.md, with the repositories at `url`. */
export function hubCommandsOf(name: string, url = ''): string {
  return commandsNamed('docs/hub/install.md', name, url)
}

function commandsNamed(document: string, name: string, url: string): string {
  const commands = documentedIn(document).get(name)
  if (commands === undefined) throw new Error(`${document} has no commands "${name}"`)
  return `set -e\n${commands.replaceAll('https://packages.example.com', url)}`
}
