import { constants } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { COMMANDS } from '../../agent/commands/every-command.ts'
import { completions } from '../documents/completions.ts'
import { documents } from '../documents/documents.ts'
import { agentPage, configPage } from '../documents/man-pages.ts'
import { ROOT } from '../executable/bundle.ts'
import { sbom } from '../executable/sbom.ts'
import { type Component, licencesOf } from '../executable/third-party.ts'
import { UNIT_FILES, withUnits } from './units.ts'

/** The content of a package. */
export interface Content {
  /** Path of the executable. */
  readonly executable: string
  /** The version in package.json. */
  readonly version: string
  /** Timestamp of every file, in seconds since 1970. */
  readonly date: number
  /** Third-party parts of the executable. */
  readonly components: readonly Component[]
  /** The configuration file, still to be filled in. */
  readonly config: string
}

const INBOX = 'var/lib/spoor-inbox/backstop'
const DOCUMENTATION = 'usr/share/doc/spoor-agent'

/** Modes other than 0755 for a folder and 0644 for a file. */
const MODES: ReadonlyMap<string, number> = new Map([
  ['etc/spoor', 0o750],
  ['etc/spoor/conf.d', 0o750],
  ['etc/spoor/private', 0o750],
  ['etc/spoor/spoor.yml', 0o640],
  ['usr/bin/spoor-agent', 0o755],
  ['usr/lib/spoor-agent/cpanel-hook', 0o755],
  ['var/lib/spoor', 0o700],
  // The collector is in the group of the inbox, which everything in it gets.
  [INBOX, 0o2770],
  ...['postinst', 'prerm', 'postrm'].map((script) => [`DEBIAN/${script}`, 0o755] as const),
])

/**
 * Lays out the files of both kinds of packages below `folder`, which exists; `zsh` is the folder for zsh completions.
 * Each kind of package sets the owners itself.
 */
export async function stageTree(folder: string, content: Content, zsh: string): Promise<void> {
  for (const path of ['etc/spoor/conf.d', 'etc/spoor/private', 'usr/bin', 'var/lib/spoor', INBOX]) {
    await mkdir(join(folder, path), { recursive: true })
  }
  for (const [path, bytes] of await filesOf(content, zsh)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  await copyFile(content.executable, join(folder, 'usr/bin/spoor-agent'), constants.COPYFILE_FICLONE)
  await settle(folder, content.date)
}

/** Gives everything in a tree its mode in the packages, whatever the umask, and the same timestamp. */
export async function settle(folder: string, date: number): Promise<void> {
  for (const entry of ['', ...(await readdir(folder, { recursive: true }))]) {
    const path = join(folder, entry)
    await chmod(path, MODES.get(entry) ?? ((await lstat(path)).isDirectory() ? 0o755 : 0o644))
    await utimes(path, date, date)
  }
}

async function filesOf(content: Content, zsh: string): Promise<ReadonlyMap<string, string | Buffer>> {
  const { version, date, components, config } = content
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  const { bash, zsh: zshText, fish } = completions(commands)
  const units = 'usr/lib/systemd/system'
  return new Map<string, string | Buffer>([
    ['etc/spoor/spoor.yml', config],
    [`${units}/spoor-agent.target`, await ours('spoor-agent.target')],
    ...(await Promise.all(UNIT_FILES.map(async (name) => [`${units}/${name}`, await ours(name)] as const))),
    ['usr/lib/spoor-agent/cpanel-hook', await ours('cpanel-hook')],
    ['usr/lib/sysusers.d/spoor-agent.conf', await ours('sysusers.conf')],
    ['usr/lib/tmpfiles.d/spoor-agent.conf', await ours('tmpfiles.conf')],
    ['usr/share/man/man8/spoor-agent.8.gz', compressed(await agentPage(commands, { version, date }))],
    ['usr/share/man/man5/spoor.yml.5.gz', compressed(configPage({ version, date }))],
    ['usr/share/bash-completion/completions/spoor-agent', bash],
    [`${zsh}/_spoor-agent`, zshText],
    ['usr/share/fish/vendor_completions.d/spoor-agent.fish', fish],
    [`${DOCUMENTATION}/sbom.cdx.json`, sbom({ version, date, components })],
    [`${DOCUMENTATION}/third-party-licences.txt`, await licencesOf(components)],
    ...[...(await documents())].map(([name, text]) => [`${DOCUMENTATION}/${name}`, text] as const),
  ])
}

async function ours(name: string): Promise<string> {
  return withUnits(await readFile(join(ROOT, 'packaging/common', name), 'utf8'))
}

/** Compresses as gzip -9n does: without name and time. */
function compressed(text: string): Buffer {
  return gzipSync(text, { level: 9 })
}
