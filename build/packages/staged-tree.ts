import { constants } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { completions } from '../documents/completions.ts'
import { documents } from '../documents/documents.ts'
import { driversPage } from '../documents/drivers-page.ts'
import type { Edition } from '../documents/man-page.ts'
import { configPage, programPage } from '../documents/man-pages.ts'
import { sbom } from '../executable/sbom.ts'
import { type Component, licencesOf } from '../executable/third-party.ts'
import type { BuiltProgram } from '../programs/built-program.ts'
import { packaged } from './template.ts'
import { sysusers, tmpfiles, valuesOf } from './values.ts'

/** The content of a package. */
export interface Content {
  readonly program: BuiltProgram
  /** Path of the executable. */
  readonly executable: string
  /** The version in package.json. */
  readonly version: string
  /** Timestamp of every file, in seconds since 1970. */
  readonly date: number
  /** Third-party parts of the executable. */
  readonly components: readonly Component[]
  /** The configuration file as it is installed. */
  readonly config: string
}

/**
 * Lays out the files of both kinds of packages below `folder`, which exists; `zsh` is the folder for zsh completions.
 * Each kind of package sets the owners itself.
 */
export async function stageTree(folder: string, content: Content, zsh: string): Promise<void> {
  const { program, executable } = content
  const own = program.folders.map(({ path }) => path).filter((path) => !path.startsWith('run/'))
  for (const path of ['usr/bin', ...own]) await mkdir(join(folder, path), { recursive: true })
  for (const [path, bytes] of await filesOf(content, zsh)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
  await copyFile(executable, join(folder, 'usr/bin', program.name), constants.COPYFILE_FICLONE)
  await settle(folder, content)
}

/** Gives everything in a tree its mode in the packages, whatever the umask, and the same timestamp. */
export async function settle(folder: string, { program, date }: Pick<Content, 'program' | 'date'>): Promise<void> {
  const modes = modesOf(program)
  for (const entry of ['', ...(await readdir(folder, { recursive: true }))]) {
    const path = join(folder, entry)
    await chmod(path, modes.get(entry) ?? ((await lstat(path)).isDirectory() ? 0o755 : 0o644))
    await utimes(path, date, date)
  }
}

/** Modes other than 0755 for a folder and 0644 for a file. */
function modesOf({ name, config, folders, scripts }: BuiltProgram): ReadonlyMap<string, number> {
  const run = [`usr/bin/${name}`, ...scripts, ...['postinst', 'prerm', 'postrm'].map((script) => `DEBIAN/${script}`)]
  return new Map([
    ...folders.map(({ path, mode }) => [path, mode] as const),
    [config.path, 0o640],
    ...run.map((path) => [path, 0o755] as const),
  ])
}

async function filesOf(content: Content, zsh: string): Promise<ReadonlyMap<string, string | Buffer>> {
  const { program, version, date, components, config } = content
  const { name, page, folder, units, scripts, shared } = program
  const commands = await Promise.all(Object.values(program.commands).map((load) => load()))
  const { bash, zsh: zshText, fish } = completions(name, commands)
  const values = await valuesOf(program, 'deb')
  const ours = async (path: string): Promise<readonly [string, string]> => [
    path,
    await packaged(`${folder}/${basename(path)}`, values),
  ]
  const documentation = `usr/share/doc/${name}`
  return new Map<string, string | Buffer>([
    [program.config.path, config],
    ...(await Promise.all(units.files.map((unit) => ours(`usr/lib/systemd/system/${unit}`)))),
    ...(await Promise.all([...scripts, ...shared].map(ours))),
    [`usr/lib/sysusers.d/${name}.conf`, sysusers(program)],
    [`usr/lib/tmpfiles.d/${name}.conf`, tmpfiles(program)],
    [
      `usr/share/man/man${page.section}/${name}.${page.section}.gz`,
      compressed(await programPage(program, commands, { version, date })),
    ],
    ...(await pagesOf(program, { version, date })).map(
      ([title, text]) => [`usr/share/man/man5/${title}.5.gz`, compressed(text)] as const,
    ),
    [`usr/share/bash-completion/completions/${name}`, bash],
    [`${zsh}/_${name}`, zshText],
    [`usr/share/fish/vendor_completions.d/${name}.fish`, fish],
    [`${documentation}/sbom.cdx.json`, sbom({ name, version, date, components })],
    [`${documentation}/third-party-licences.txt`, await licencesOf(name, components)],
    ...Object.entries(program.examples).map(
      ([path, textOf]) => [`${documentation}/examples/${path}.gz`, compressed(textOf())] as const,
    ),
    ...[...(await documents(program.documents))].map(([path, text]) => [`${documentation}/${path}`, text] as const),
  ])
}

/** The pages of section 5, by their titles. */
async function pagesOf(program: BuiltProgram, edition: Edition): Promise<readonly (readonly [string, string])[]> {
  const config = basename(program.config.path)
  return Promise.all(
    program.page.pages.map(
      async (title) =>
        [title, title === config ? configPage(program, edition) : await driversPage(program, edition)] as const,
    ),
  )
}

/** Compresses as gzip -9n does: without name and time. */
function compressed(text: string): Buffer {
  return gzipSync(text, { level: 9 })
}
