import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wrap } from '../../lib/terminal/wrap.ts'
import { ROOT } from '../executable/bundle.ts'
import type { BuiltProgram, OwnFolder } from '../programs/built-program.ts'
import { filledIn, type Values } from './template.ts'

/** What the texts of packaging/ say of a program, in packages of one kind. */
export async function valuesOf(program: BuiltProgram, kind: 'deb' | 'rpm'): Promise<Values> {
  const names = { OTHER_NAMES: program.otherNames.join(' ') }
  const { name, folder, summary, description, user, config, units } = program
  return {
    NAME: name,
    SUMMARY: summary,
    CAPITAL_SUMMARY: summary.charAt(0).toUpperCase() + summary.slice(1),
    DESCRIPTION: wrap(description, 78, { first: 0, rest: 0 }),
    USER: user.name,
    TITLE: user.title,
    HOME: user.home,
    FURTHER_USERS: furtherUsersOf(program, kind),
    CONFIG_PATH: config.path,
    WANTED: units.wanted,
    UNITS: units.started.join(' '),
    STARTERS: units.starters.join(' '),
    STOPPED: [...new Set([units.wanted, ...units.started])].join(' '),
    OWN: ownedBy(program).join('\n'),
    RUNTIME: absolute(runtimeFolders(program)),
    KEPT: absolute(keptFolders(program)),
    FIRST_INSTALLATION: await part(`${folder}/${kind}/first-installation`, names),
    UPGRADE: await part(`${folder}/upgrade`, names),
    BEFORE_REMOVAL: await part(`${folder}/before-removal`, names),
  }
}

/** The commands of a script that make the further users. */
function furtherUsersOf({ furtherUsers }: BuiltProgram, kind: 'deb' | 'rpm'): string {
  const [silence, end, shell] =
    kind === 'deb' ? ['>/dev/null', 'true', '/usr/sbin/nologin'] : ['>/dev/null 2>&1', ':', '/sbin/nologin']
  const lines = furtherUsers.flatMap(({ name, title, home }) => [
    `getent group ${name} ${silence} || groupadd -r ${name} || ${end}`,
    `getent passwd ${name} ${silence} ||`,
    `    useradd -r -g ${name} -d ${home} -M -s ${shell} -c "${title}" ${name} || ${end}`,
  ])
  return lines.join('\n')
}

/** The calls of postinst's `own` for all that is not root's. */
function ownedBy({ folders, config, user }: BuiltProgram): string[] {
  const kept = folders.filter(({ path, owner }) => !isRuntime(path) && owner.join() !== 'root,root')
  return [
    `own root:${user.name} /${config.path}`,
    ...kept.map(({ path, owner }) => `own ${owner.join(':')} /${path}${owner[0] === user.name ? ' -R' : ''}`),
  ]
}

function isRuntime(path: string): boolean {
  return path.startsWith('run/')
}

/** The folders that are gone after a boot, and after a removal. */
function runtimeFolders({ folders }: BuiltProgram): string[] {
  return folders.map(({ path }) => path).filter(isRuntime)
}

/** The folders that stay after a removal, without those inside others. */
function keptFolders({ folders, unitFolders }: BuiltProgram): string[] {
  const kept = [...folders.map(({ path }) => path), ...unitFolders].filter((path) => !isRuntime(path))
  return kept.filter((path) => !kept.some((other) => path.startsWith(`${other}/`)))
}

function absolute(paths: readonly string[]): string {
  return paths.map((path) => `/${path}`).join(' ')
}

/** What only this program's scripts do at some point; nothing where it has no such file. */
async function part(path: string, names: Values): Promise<string> {
  const file = join(ROOT, 'packaging', path)
  return existsSync(file) ? filledIn(await readFile(file, 'utf8'), names).trimEnd() : ''
}

/** The users of the program for sysusers.d(5). */
export function sysusers({ user, furtherUsers }: BuiltProgram): string {
  const lines = [user, ...furtherUsers].map(
    ({ name, title, home }) => `u ${name} - "${title}" ${home} /usr/sbin/nologin\n`,
  )
  return `# Type Name ID GECOS Home Shell\n${lines.join('')}`
}

/** The folders of the program for tmpfiles.d(5), without those of its configuration, and that its units make. */
export function tmpfiles({ folders }: BuiltProgram): string {
  const line = ({ path, mode, owner }: OwnFolder): string =>
    `d /${path} ${mode.toString(8).padStart(4, '0')} ${owner.join(' ')}\n`
  const made = folders.filter(({ path, isMadeByUnits }) => !path.startsWith('etc/') && isMadeByUnits !== true)
  return `# Type Path Mode User Group\n${made.map(line).join('')}`
}
