// Says where in the sources a bug is: `npm run stack -- [PROGRAM] < FILE`, where FILE has the notice `bug` of the
// program, by default spoor-agent. Scripts are the same byte for byte wherever they are built, so a checkout of the
// version that wrote the notice is enough.
import { SourceMap } from 'node:module'
import { text } from 'node:stream/consumers'
import { bundle } from './executable/bundle.ts'
import { PROGRAMS } from './programs/programs.ts'

const [, , name = 'spoor-agent'] = process.argv
const program = PROGRAMS.find((each) => each.name === name)
if (program === undefined) throw new Error(`${name}: it is one of ${PROGRAMS.map((each) => each.name).join(', ')}`)
const { scripts } = await bundle(program.entry)

function inSources(whole: string, name: string, line: string, column: string): string {
  const script = scripts.get(name)
  if (script === undefined) return whole
  const entry = new SourceMap(JSON.parse(script.map)).findEntry(Number(line) - 1, Number(column) - 1)
  return 'originalSource' in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : whole
}

process.stdout.write((await text(process.stdin)).replaceAll(/([\w-]+\.cjs):(\d+):(\d+)/g, inSources))
