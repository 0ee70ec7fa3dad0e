import type { Command } from '../../lib/command-line/command.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { PROGRAM } from '../program.ts'

/** Tells the version, and what is inside. */
export const version: Command = {
  usage: 'version',
  summary: 'Show the version; with --long also what is inside: Node, roles, drivers, types and libraries.',
  options: [
    { flags: '--long', text: 'Also show what is inside this program, with the licences of what others wrote.' },
    { flags: '--json', text: 'Print all of that as one JSON object.' },
  ],
  examples: ['version --long', 'version --json', 'version'],
  run: async (_args, { long, json }, { stdout }) => {
    if (json === true || long === true) {
      const { contents, contentsInWords } = await import('./version/contents.ts')
      const { widthOf } = await import('../../lib/terminal/width.ts')
      stdout.write(json === true ? plainJson(contents(), 2) : contentsInWords(contents(), widthOf(stdout)))
    } else stdout.write(`${PROGRAM.name} ${PROGRAM.version}\n`)
    return EXIT.ok
  },
}
