import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { build, transform } from 'esbuild'

/** The repository's root, which holds package.json. */
export const ROOT = resolve(import.meta.dirname, '..')

/** One of the scripts that the program is made of. */
export interface Script {
  /** CommonJS, minified; byte for byte the same wherever the checkout lies. */
  readonly code: string
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

/** Bundles the program in memory. Tests pass another entry or version. */
export async function bundle(entry = 'agent/main.ts', version?: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: entry },
    outdir: '.',
    outExtension: { '.js': '.cjs' },
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    // The only format that esbuild splits.
    format: 'esm',
    keepNames: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node24',
    // proper-lockfile uses only what both have in common; without graceful-fs a start takes 5 to 10 ms less processor
    // time.
    alias: { 'graceful-fs': 'node:fs' },
    define: { SPOOR_AGENT_VERSION: JSON.stringify(version ?? (await versionIn('.'))) },
  })
  const scripts = new Map<string, Script>()
  for (const { path, text } of outputFiles) {
    const name = basename(path)
    scripts.set(name, { code: await commonJs(text), sources: Object.keys(metafile.outputs[name]?.inputs ?? {}) })
  }
  return { scripts, packages: await packagesOf([...scripts.values()].flatMap(({ sources }) => sources)) }
}

/** Puts the scripts into a folder that exists, where Node runs `main.cjs` as the executable would. */
export async function writeScripts(scripts: Scripts, folder: string): Promise<void> {
  for (const [name, { code }] of scripts) await writeFile(join(folder, name), code)
}

/** What the executable loads is compiled from memory, which Node can do to CommonJS alone without a flag. */
async function commonJs(code: string): Promise<string> {
  const { code: text } = await transform(code, {
    format: 'cjs',
    minify: true,
    platform: 'node',
    target: 'node24',
    logOverride: { 'empty-import-meta': 'error' },
    // `import()` of a script becomes a promise of `require`.
    supported: { 'dynamic-import': false },
  })
  return text
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
