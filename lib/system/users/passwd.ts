import { readRegularFileSync } from '../files/regular-file.ts'

/** The numbers of a user in passwd(5). */
export interface User {
  readonly uid: number
  /** The user's primary group. */
  readonly gid: number
}

/** Looks a user up by name; undefined if /etc/passwd has none. Other sources of accounts (NSS) are not asked. */
export function userNamed(name: string): User | undefined {
  const [, , uid, gid] = linesOf('/etc/passwd').find((fields) => fields[0] === name) ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** A user with a home. */
export interface Resident extends User {
  readonly home: string
}

/** Every user in a file like /etc/passwd, by name; none if it cannot be read. */
export function residentsIn(file: string): ReadonlyMap<string, Resident> {
  const users = linesOf(file).filter((fields) => fields.length > 6)
  return new Map(
    users.map(([name = '', , uid, gid, , home = '']) => [name, { uid: Number(uid), gid: Number(gid), home }]),
  )
}

/** A user's name, safe to paste into a command; the number if /etc/passwd has none. */
export function nameOfUser(uid: number): string {
  return nameIn('/etc/passwd', uid)
}

/** A group's name, safe to paste into a command; the number if /etc/group has none. */
export function nameOfGroup(gid: number): string {
  return nameIn('/etc/group', gid)
}

/** The name of the user that this process runs as. */
export function ownName(): string {
  return nameOfUser(process.geteuid?.() ?? 0)
}

/** The name of the group that this process runs as. */
export function ownGroup(): string {
  return nameOfGroup(process.getegid?.() ?? 0)
}

function nameIn(file: string, id: number): string {
  const [name] = linesOf(file).find((fields) => fields[2] === String(id)) ?? []
  return name !== undefined && /^[\w.-]+$/.test(name) ? name : String(id)
}

function linesOf(file: string): readonly string[][] {
  try {
    return readRegularFileSync(file, { follow: true })
      .text.split('\n')
      .map((line) => line.split(':'))
  } catch {
    // A container may lack the file.
    return []
  }
}
