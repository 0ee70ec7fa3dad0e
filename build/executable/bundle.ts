import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { build, type Plugin, transform } from 'esbuild'
import { carriedConsole } from '../console/carried-console.ts'

/** The repository's root, which holds package.json. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** One of the scripts that the program is made of. */
export interface Script {
  /** CommonJS, minified; byte for byte the same wherever the checkout lies. */
  readonly code: string
  /** Its source map, as JSON; not in the executable (see build/stack.ts). */
  readonly map: string
  /** The files whose code is in it, by their paths in the repository. */
  readonly sources: readonly string[]
}

/**
 * The scripts by file name; one loads another as `./NAME`, and `main.cjs` is the first. Every file of the program is in
 * one of them, so that none is there twice in a process.
 */
export type Scripts = ReadonlyMap<string, Script>

/** The program, with every package inside. */
export interface Bundle {
  readonly scripts: Scripts
  /** The npm packages inside, one `name version` each, sorted. */
  readonly packages: readonly string[]
}

/**
 * What packages get in place of what they ask for; a start takes that much less processor time. proper-lockfile uses
 * only what graceful-fs and node:fs have in common (5 to 10 ms), and of assert one function (1 ms); yaml's other form
 * is the same code as modules (1 ms, and 0.7 MiB less memory).
 */
export const LIGHTER = {
  assert: './build/executable/light-assert.ts',
  'graceful-fs': 'node:fs',
  yaml: './node_modules/yaml/browser/dist/index.js',
  // Its module asks for `import.meta.url`, which what is compiled from memory has not.
  openpgp: './node_modules/openpgp/dist/node/openpgp.min.cjs',
}

/** Bundles the program in memory. Tests pass another entry or version, and change sources by plugins. */
export async function bundle(
  entry = 'agent/main.ts',
  version?: string,
  plugins: readonly Plugin[] = [],
): Promise<Bundle> {
  const console: string[] = []
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: entry },
    outdir: '.',
    outExtension: { '.js': '.cjs' },
    write: false,
    metafile: true,
    sourcemap: 'inline',
    sourcesContent: false,
    bundle: true,
    splitting: true,
    // The only format that esbuild splits.
    format: 'esm',
    legalComments: 'none',
    platform: 'node',
    target: 'node24',
    alias: LIGHTER,
    plugins: [...plugins, carriedConsole(ROOT, (paths) => void console.push(...paths))],
    define: {
      SPOOR_VERSION: JSON.stringify(version ?? (await versionIn('.'))),
      // openpgp names itself by it to load modules of Node; what is compiled from memory is no file.
      __filename: JSON.stringify('/openpgp.cjs'),
    },
  })
  const scripts = new Map<string, Script>()
  for (const { path, text } of outputFiles) {
    const name = basename(path)
    scripts.set(name, { ...(await commonJs(text)), sources: Object.keys(metafile.outputs[name]?.inputs ?? {}) })
  }
  const sources = [...scripts.values()].flatMap((script) => script.sources)
  return { scripts, packages: await packagesOf([...sources, ...console]) }
}

/** Puts the scripts into a folder that exists, where Node runs `main.cjs` as the executable would. */
export async function writeScripts(scripts: Scripts, folder: string): Promise<void> {
  for (const [name, { code }] of scripts) await writeFile(join(folder, name), code)
}

/** What the executable loads is compiled from memory, which Node can do to CommonJS alone without a flag. */
async function commonJs(esm: string): Promise<Pick<Script, 'code' | 'map'>> {
  const { code, map } = await transform(required(esm), {
    format: 'cjs',
    minify: true,
    sourcemap: 'external',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    logOverride: { 'empty-import-meta': 'error' },
  })
  return { code, map }
}

/**
 * The same script in terms of `require` and `module.exports`, for what is loaded later, too, be it a script or a module
 * of Node: what is compiled from memory has no `import()`. What esbuild makes of it costs 0.5 kB in each of many small
 * scripts, and a getter at each use of what another script exports; this takes that once, when it is loaded, as scripts
 * load each other in one direction only. No file of the program is imported for its side effects alone.
 */
function required(esm: string): string {
  const taken = /^(?:var|let|const|function|class) (?:module|exports|require)\b.*/m.exec(esm)
  if (taken !== null) throw new Error(`A script cannot have its own "${taken[0]}": rename it`)
  return esm
    .replaceAll(/^import "\.\/[^"]*";$/gm, '')
    .replaceAll(
      /^import \{((?:(?!default as)[^}])*)\} from ("[^"]*");$/gm,
      (_, names: string, from: string) => `const {${names.replaceAll(' as ', ': ')}} = require(${from});`,
    )
    .replaceAll(
      /^export \{([^}]*)\};$/gm,
      (_, names: string) => `module.exports = {${names.replaceAll(/([\w$]+) as ([\w$]+)/g, '$2: $1')}};`,
    )
    .replaceAll(/\bimport\(("[^"]*")\)/g, 'Promise.resolve().then(() => require($1))')
}

async function packagesOf(inputs: readonly string[]): Promise<string[]> {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [])
  const lines = [...new Set(folders)].map(
    async (folder) => `${folder.replace(/.*node_modules\//, '')} ${await versionIn(folder)}`,
  )
  return (await Promise.all(lines)).sort()
}

async function versionIn(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error(`${folder}/package.json has no version`)
}
