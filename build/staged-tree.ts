import { constants, globSync } from 'node:fs'
import { chmod, copyFile, lutimes, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { COMMANDS } from '../agent/commands/every-command.ts'
import { ROOT } from './bundle.ts'
import { completions } from './completions.ts'
import { agentPage, configPage } from './man-pages.ts'
import { sbom } from './sbom.ts'
import { type Component, licencesOf } from './third-party.ts'

/** What a package is made of. */
export interface Content {
  /** The path of the executable. */
  readonly executable: string
  /** The version in package.json. */
  readonly version: string
  /** Seconds since 1970: the time of every file. */
  readonly date: number
  /** What of others is inside the executable. */
  readonly components: readonly Component[]
  /** The configuration file as it waits to be filled in. */
  readonly config: string
}

const DOCUMENTATION = 'usr/share/doc/spoor-agent'

const FOLDERS: readonly (readonly [path: string, mode: number])[] = [
  ['etc/spoor', 0o750],
  ['etc/spoor/private', 0o750],
  ['var/lib/spoor', 0o700],
]

/**
 * Lays out all files of both kinds of packages below `folder`, which exists and is empty; `zsh` is where the system's zsh looks
 * for completions. Owners are the packages' business.
 */
export async function stageTree(folder: string, content: Content, zsh: string): Promise<void> {
  const { executable, date, config } = content
  const place = async (path: string, mode: number, bytes: string | Buffer): Promise<void> => {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true, mode: 0o755 })
    await writeFile(file, bytes)
    await chmod(file, mode)
  }
  for (const [path, mode] of FOLDERS) {
    await mkdir(join(folder, path), { recursive: true, mode: 0o755 })
    await chmod(join(folder, path), mode)
  }
  await place('etc/spoor/spoor.yml', 0o640, config)
  for (const [path, bytes] of await filesOf(content, zsh)) await place(path, 0o644, bytes)
  await place('usr/bin/spoor-agent', 0o755, '')
  await copyFile(executable, join(folder, 'usr/bin/spoor-agent'), constants.COPYFILE_FICLONE)
  await setTimes(folder, date)
}

async function filesOf(content: Content, zsh: string): Promise<ReadonlyMap<string, string | Buffer>> {
  const { version, date, components } = content
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  const { bash, zsh: zshText, fish } = completions(commands)
  const units = 'usr/lib/systemd/system'
  return new Map<string, string | Buffer>([
    [`${units}/spoor-agent.target`, await ours('spoor-agent.target')],
    [`${units}/spoor-agent-collector.service`, await ours('spoor-agent-collector.service')],
    [`${units}/spoor-agent-transmitter.service`, await ours('spoor-agent-transmitter.service')],
    ['usr/lib/sysusers.d/spoor-agent.conf', await ours('sysusers.conf')],
    ['usr/lib/tmpfiles.d/spoor-agent.conf', await ours('tmpfiles.conf')],
    ['usr/share/man/man8/spoor-agent.8.gz', compressed(await agentPage(commands, { version, date }))],
    ['usr/share/man/man5/spoor.yml.5.gz', compressed(configPage({ version, date }))],
    ['usr/share/bash-completion/completions/spoor-agent', bash],
    [`${zsh}/_spoor-agent`, zshText],
    ['usr/share/fish/vendor_completions.d/spoor-agent.fish', fish],
    [`${DOCUMENTATION}/sbom.cdx.json`, sbom({ version, date, components })],
    [`${DOCUMENTATION}/third-party-licences.txt`, await licencesOf(components)],
    ...(await documents()),
  ])
}

function ours(name: string): Promise<string> {
  return readFile(join(ROOT, 'packaging/common', name), 'utf8')
}

/** The documentation, under the paths that its links name. */
function documents(): Promise<(readonly [path: string, text: string])[]> {
  const names = globSync(['README.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/*.md'], { cwd: ROOT }).sort()
  return Promise.all(
    names.map(async (name) => [`${DOCUMENTATION}/${name}`, await readFile(join(ROOT, name), 'utf8')] as const),
  )
}

/** As gzip -9n does: without a name and a time. */
function compressed(text: string): Buffer {
  return gzipSync(text, { level: 9 })
}

/** Gives everything below a folder, and it, the same time. */
export async function setTimes(folder: string, date: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) await lutimes(join(folder, entry), date, date)
  await lutimes(folder, date, date)
}
