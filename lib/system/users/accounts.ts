import { readRegularFileSync } from '../files/regular-file.ts'

/** A user as passwd(5) has it, as far as it matters here. */
export interface User {
  readonly uid: number
  /** Of its main group. */
  readonly gid: number
}

/** The user of this name; undefined where /etc/passwd has none. Accounts of other sources (NSS) are not asked for. */
export function userNamed(name: string): User | undefined {
  const [, , uid, gid] = linesOf('/etc/passwd').find((fields) => fields[0] === name) ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** What a user is called, as a command takes it; the number where /etc/passwd does not tell. */
export function nameOfUser(uid: number): string {
  return nameIn('/etc/passwd', uid)
}

/** What a group is called, likewise by /etc/group. */
export function nameOfGroup(gid: number): string {
  return nameIn('/etc/group', gid)
}

/** The name of the user that this process runs as. */
export function ownName(): string {
  return nameOfUser(process.geteuid?.() ?? 0)
}

/** The name of his group. */
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
    // A container may have none.
    return []
  }
}
