import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pkg from '@yao-pkg/pkg/lib-es5/sea.js'
import { transform } from 'esbuild'
import { ROOT, type Scripts, writeScripts } from './bundle.ts'
import { type Arch, placeNode } from './node-binary.ts'

/**
 * The first four keep memory small at no cost in time: 18 MB instead of 69 MB after a burst of lines; 35 instead of
 * 50 while each line is an event, 56 instead of 91 if rules hear of it; the hub takes 58 instead of 83 at 500 events
 * a second, and 77 with a young generation of 4 MB. The next two let lib/system/processes/memory.ts give it back,
 * instead of a timer that wakes every 8 s. The last keeps SIGUSR1 from opening the inspector.
 */
export const NODE_FLAGS: readonly string[] = [
  '--max-semi-space-size=1',
  '--heap-growing-percent=150',
  '--v8-pool-size=1',
  '--no-concurrent-recompilation',
  '--expose-gc',
  '--no-memory-reducer',
  '--disable-sigusr1',
]

const SEA = {
  // Replaces the absolute path that pkg would insert, so the executable does not depend on where it was built: pkg runs
  // Node's generator in a folder that it creates below TMPDIR.
  main: '../loader.cjs',
  disableExperimentalSEAWarning: true,
  useSnapshot: false,
  // Not reproducible, and useless if the flags at run time differ from the generator's.
  useCodeCache: false,
  execArgv: NODE_FLAGS,
  // The executable ignores NODE_OPTIONS.
  execArgvExtension: 'none',
}

/**
 * Writes the executable for `arch`, made of this Node and the bundle, atomically to `file`, whose folder exists. The
 * same code, Node and strip give the same bytes.
 */
export async function buildExecutable(scripts: Scripts, arch: Arch, file: string): Promise<void> {
  const work = await mkdtemp(join(dirname(file), '.build-'))
  try {
    await writeFile(join(work, 'loader.cjs'), await loader())
    await writeScripts(scripts, work)
    await seedCache(arch, work)
    const output = join(work, 'program')
    await runPkg(scripts, arch, output, work)
    await chmod(output, 0o755)
    await rename(output, file)
  } finally {
    await rm(work, { recursive: true })
  }
}

/** Builds a program's executable for `arch` in an existing folder, under its usual name there, and returns its path. */
export async function buildInto(folder: string, name: string, scripts: Scripts, arch: Arch): Promise<string> {
  const file = join(folder, arch === 'x64' ? name : `${name}-${arch}`)
  await buildExecutable(scripts, arch, file)
  return file
}

/** What finds the scripts inside, as Node takes it. */
async function loader(): Promise<string> {
  const source = await readFile(join(ROOT, 'build/executable/loader.ts'), 'utf8')
  const { code } = await transform(source, { loader: 'ts', format: 'cjs', minify: true })
  return code
}

/**
 * pkg downloads Node from its makers unless its cache in HOME holds both binary and archive, each with a marker file.
 */
async function seedCache(arch: Arch, home: string): Promise<void> {
  const cache = join(home, '.pkg-cache/sea')
  const name = `node-${process.version}-linux-${arch}`
  const node = join(cache, name, 'bin/node')
  await mkdir(dirname(node), { recursive: true })
  await placeNode(arch, node, home)
  const archive = join(cache, `${name}.tar.gz`)
  await Promise.all([`${node}.ok`, archive, `${archive}.ok`].map((mark) => writeFile(mark, '')))
}

/** Calls pkg's own module: neither its command line nor its API can pass flags for Node (6.23.0). */
async function runPkg(scripts: Scripts, arch: Arch, output: string, home: string): Promise<void> {
  const { HOME = '/', TMPDIR = '/tmp' } = process.env
  Object.assign(process.env, { HOME: home, TMPDIR: home })
  // The loader is an asset, too: a thread begins with its text (`new Worker(text, { eval: true })`).
  const assets = Object.fromEntries(['loader.cjs', ...scripts.keys()].map((name) => [name, `../${name}`]))
  try {
    await pkg.default(join(home, 'loader.cjs'), {
      targets: [{ nodeRange: `node${process.versions.node}`, platform: 'linux', arch, output }],
      signature: false,
      seaConfig: { ...SEA, assets },
    })
  } finally {
    Object.assign(process.env, { HOME, TMPDIR })
  }
}
