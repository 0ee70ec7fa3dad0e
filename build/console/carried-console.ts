// In place of hub/console-serving/built-console.ts: a module that holds the console's files, compressed as well as can
// be, so that the hub never compresses anything.
import { hash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { typeOfConsoleFile } from '../../hub/console-serving/console-file.ts'
import { buildConsole } from './console-files.ts'

/**
 * The plugin of esbuild that puts the module there; `noteSources` hears what is in the console. `root`: the
 * repository.
 */
export function carriedConsole(root: string, noteSources: (paths: readonly string[]) => void): Plugin {
  return {
    name: 'carried-console',
    setup: (build) => {
      build.onLoad({ filter: /\/hub\/console-serving\/built-console\.ts$/ }, async () => {
        const { files, sources } = await buildConsole(root)
        noteSources(sources)
        return { contents: moduleOf(files), loader: 'js' }
      })
    },
  }
}

function moduleOf(files: ReadonlyMap<string, string>): string {
  const entries = [...files].map(([name, text]) => {
    const plain = Buffer.from(text)
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
    return [
      name === 'console.html' ? '/' : `/assets/${name}`,
      {
        type: typeOfConsoleFile(name),
        etag: `"${hash('sha256', plain, 'base64url')}"`,
        br: brotliCompressSync(plain, { params: quality }).toString('base64'),
        gzip: gzipSync(plain, { level: 9 }).toString('base64'),
      },
    ]
  })
  return `const FILES = ${JSON.stringify(entries)}
const bytes = (text) => Buffer.from(text, 'base64')
export async function builtConsole() {
  return new Map(FILES.map(([path, { br, gzip, ...file }]) => [path, { ...file, br: bytes(br), gzip: bytes(gzip) }]))
}`
}
