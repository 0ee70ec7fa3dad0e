import type { ByteText } from './byte-text.ts'

/** What stands at a path: a file, folder, link, socket, pipe, character or block device; `?` where that is unknown. */
export type FileType = 'f' | 'd' | 'l' | 's' | 'p' | 'c' | 'b' | '?'

/** How a digest is made; MD5 for lists of others alone. */
export type Algorithm = 'sha256' | 'md5'

/** A digest of content. */
export interface ContentDigest {
  readonly algorithm: Algorithm
  /** In lower case. */
  readonly hex: string
}

/** One line of a list of files. What its form does not tell is undefined, and not compared. */
export interface Listed {
  /** A path. With `/` at its end it stands for all that is below that folder, and its type is `?`. */
  readonly name: ByteText
  readonly type: FileType
  /** The lowest twelve bits: rights, setuid, setgid, sticky. Undefined for links, which have none that count. */
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** Bytes of a file. */
  readonly size?: number
  readonly digest?: ContentDigest
  /** Where a link leads. */
  readonly target?: ByteText
  /** Of a device: `major:minor`. */
  readonly device?: string
  /** Why it is unknown. */
  readonly reason?: string
}

/** What a list says of itself. */
export interface ListHead {
  /** Seconds since the epoch. */
  readonly made?: number
  /** SHA-256 of the list before, `none` if this is the first one. */
  readonly before?: string
  /** The folders and files that it lists whole; without any nobody knows which files it lacks. */
  readonly trees: readonly ByteText[]
  /** Patterns of what it leaves out. */
  readonly excluded: readonly ByteText[]
}
