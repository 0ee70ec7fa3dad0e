// Says where in the sources a bug is: `npm run stack < FILE`, where FILE has the notice `bug`. Scripts are the same
// byte for byte wherever they are built, so a checkout of the version that wrote the notice is enough.
import { SourceMap } from 'node:module'
import { text } from 'node:stream/consumers'
import { bundle } from './executable/bundle.ts'

const { scripts } = await bundle()

function inSources(whole: string, name: string, line: string, column: string): string {
  const script = scripts.get(name)
  if (script === undefined) return whole
  const entry = new SourceMap(JSON.parse(script.map)).findEntry(Number(line) - 1, Number(column) - 1)
  return 'originalSource' in entry ? `${entry.originalSource}:${entry.originalLine + 1}` : whole
}

process.stdout.write((await text(process.stdin)).replaceAll(/([\w-]+\.cjs):(\d+):(\d+)/g, inSources))
