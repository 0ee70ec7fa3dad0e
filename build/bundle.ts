import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

/** The repository's root, which holds package.json. */
export const ROOT = resolve(import.meta.dirname, '..')

/** The whole program as one file. */
export interface Bundle {
  /** CommonJS, minified, with every package inside; byte for byte the same wherever the checkout is. */
  readonly code: string
  /** The npm packages inside it, one `name version` each, sorted. */
  readonly packages: readonly string[]
}

/** Bundles the program in memory. Tests pass another entry or version. */
export async function bundle(entry = 'agent/main.ts', version?: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: 'spoor-agent.cjs',
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    keepNames: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node24',
    // CommonJS, because proper-lockfile is: in an ES module its `require` fails at start.
    format: 'cjs',
    // proper-lockfile uses only what both have in common; without graceful-fs a start takes 5 to 10 ms less processor
    // time.
    alias: { 'graceful-fs': 'node:fs' },
    logOverride: { 'empty-import-meta': 'error' },
    define: { SPOOR_AGENT_VERSION: JSON.stringify(version ?? (await versionIn('.'))) },
  })
  const [output] = Object.values(metafile.outputs)
  const [file] = outputFiles
  if (output === undefined || file === undefined) throw new Error('esbuild made no file')
  return { code: file.text, packages: await packagesOf(Object.keys(output.inputs)) }
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
