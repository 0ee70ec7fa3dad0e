import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from './bundle.ts'

const run = promisify(execFile)

/** The processors that the programs are built for, by Node's names. */
export const ARCHS = ['x64', 'arm64'] as const

/** One of `ARCHS`. */
export type Arch = (typeof ARCHS)[number]

/** The processor with this name, or all without a name. */
export function archsOf(name: string | undefined): readonly Arch[] {
  const chosen = ARCHS.filter((arch) => name === undefined || arch === name)
  if (chosen.length === 0) throw new Error(`--arch ${name}: it is one of ${ARCHS.join(', ')}`)
  return chosen
}

const STRIP: Record<Arch, string> = { x64: 'x86_64-linux-gnu-strip', arm64: 'aarch64-linux-gnu-strip' }

/**
 * Puts the stripped Node binary for `arch`, of the version that runs this build, at `file`; `folder` is for unfinished
 * files. The binary comes only from an npm package whose checksum is in the lock file.
 */
export async function placeNode(arch: Arch, file: string, folder: string): Promise<void> {
  const name = `node-linux-${arch}`
  const { version, integrity } = await locked(name)
  if (version !== process.versions.node) {
    throw new Error(`The build runs on Node ${version} alone, not on ${process.versions.node}: npm ci && npm run build`)
  }
  // npm installs only the package for this machine's processor.
  const installed = join(ROOT, 'node_modules', name)
  const source = existsSync(installed) ? installed : await fetchPackage(`${name}@${version}`, integrity, folder)
  await copyFile(join(source, 'bin/node'), file)
  await strip(arch, file)
}

async function fetchPackage(spec: string, integrity: string, folder: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--silent', spec, '--pack-destination', folder], { cwd: ROOT })
  const archive = join(folder, stdout.trim())
  const actual = `sha512-${hash('sha512', await readFile(archive), 'base64')}`
  if (actual !== integrity) throw new Error(`${spec} is ${actual}, package-lock.json says ${integrity}`)
  await run('tar', ['-xzf', archive, '-C', folder, 'package/bin/node'])
  return join(folder, 'package')
}

/** Strips Node before the program is added: an executable stripped afterwards dies of SIGSEGV at start. */
async function strip(arch: Arch, file: string): Promise<void> {
  for (const tool of process.arch === arch ? ['strip', STRIP[arch]] : [STRIP[arch], 'llvm-strip']) {
    try {
      await run(tool, ['--strip-all', file])
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  process.stderr.write(
    `Found no tool to strip ${arch} binaries (package binutils): the executable will be 17 MB larger.\n`,
  )
}

async function locked(name: string): Promise<{ version: string; integrity: string }> {
  const lock: { packages: Record<string, { version: string; integrity: string }> } = JSON.parse(
    await readFile(join(ROOT, 'package-lock.json'), 'utf8'),
  )
  const entry = lock.packages[`node_modules/${name}`]
  if (entry === undefined) throw new Error(`package-lock.json does not know ${name}`)
  return entry
}
