import type { UnitProperties } from './shown-units.ts'

/** What ProtectHome= hides (systemd.exec(5)). */
const HOMES = ['/home', '/root', '/run/user']

/** What PrivateTmp= hides. */
const TEMPORARY = ['/tmp', '/var/tmp']

/**
 * Which setting of a unit hides a path from its service, as `NAME=VALUE`; undefined if none does. The path has no links
 * in it.
 */
export function hiddenBy(properties: UnitProperties, path: string): string | undefined {
  const { ProtectHome = '', PrivateTmp = '' } = properties
  if (isBelowAny(path, wordsOf(properties['BindPaths'], properties['BindReadOnlyPaths']))) return undefined
  const inaccessible = wordsOf(properties['InaccessiblePaths']).find((folder) => isBelow(path, folder))
  if (inaccessible !== undefined) return `InaccessiblePaths=${inaccessible}`
  const covered = wordsOf(properties['TemporaryFileSystem']).find((folder) => isBelow(path, folder))
  if (covered !== undefined) return `TemporaryFileSystem=${covered}`
  if (/^(?:yes|tmpfs)$/.test(ProtectHome) && isBelowAny(path, HOMES)) return `ProtectHome=${ProtectHome}`
  return PrivateTmp === 'yes' && isBelowAny(path, TEMPORARY) ? 'PrivateTmp=yes' : undefined
}

/** Paths of a list, without the signs before them and what follows a colon. */
function wordsOf(...lists: readonly (string | undefined)[]): readonly string[] {
  return lists
    .flatMap((list = '') => list.split(' '))
    .map((word) => (word.replace(/^[-+]{1,2}/, '').split(':')[0] ?? '').replace(/(?<=.)\/$/, ''))
    .filter((word) => word.startsWith('/'))
}

function isBelowAny(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isBelow(path, folder))
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`)
}
