import { homeOwner } from './origin.ts'

/** A saved one: whose call, and the folder. */
export type SavedFolder = [caller: string, folder: string]

/** Calls of Exim that are kept until their message arrives; the oldest is forgotten. */
const MOST = 1000

/** Longest folder, in bytes: Exim cuts it there. */
const LONGEST = 200

const [SPACE, ZERO, NINE] = [0x20, 0x30, 0x39]

const HOME = Buffer.from('/home')

const ARGS = Buffer.from(' args: ')

/**
 * In which folders programs called Exim: a line `cwd=/home/anna/public_html 3 args: /usr/sbin/sendmail -t` comes right
 * before the message. With process numbers in the log (`+pid`) they tell which belong together; else the owner of the
 * home does.
 */
export class CalledFolders {
  /** By process number, or the owner of the home. */
  readonly #folders: Map<number | string, string>

  constructor(saved: readonly SavedFolder[] = []) {
    this.#folders = new Map(saved.map(([caller, folder]) => [/^\d/.test(caller) ? Number(caller) : caller, folder]))
  }

  /** Notes what stands behind `cwd=`, between two indexes. Only folders in homes matter. */
  add(bytes: Buffer, start: number, end: number, pid: number): void {
    if (!isAt(bytes, HOME, start, end)) return
    const folder = bytes.toString('utf8', start, endOfFolder(bytes, start, end))
    const caller = pid === 0 ? homeOwner(folder) : pid
    // A name of digits would be taken for a process.
    if (pid === 0 && !/^[^\d]/.test(String(caller))) return
    this.#folders.delete(caller)
    this.#folders.set(caller, folder)
    if (this.#folders.size > MOST) for (const first of this.#folders.keys()) return void this.#folders.delete(first)
  }

  /** The folder of a message by a program, whose user stands between two indexes; or empty. It counts for one. */
  take(bytes: Buffer, start: number, end: number, pid: number): string {
    if (this.#folders.size === 0) return ''
    const caller = pid === 0 ? bytes.toString('utf8', start, end) : pid
    const folder = this.#folders.get(caller) ?? ''
    if (folder !== '') this.#folders.delete(caller)
    return folder
  }

  /** As it is saved. */
  saved(): SavedFolder[] {
    return Array.from(this.#folders, ([caller, folder]) => [String(caller), folder])
  }
}

/** Before a number and ` args: `; a folder may be named like that, and is cut then. */
function endOfFolder(bytes: Buffer, start: number, lineEnd: number): number {
  const end = Math.min(lineEnd, start + LONGEST)
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== SPACE) continue
    let digits = at + 1
    while (digits < lineEnd && digits < at + 10 && isDigit(bytes[digits] ?? 0)) digits += 1
    if (digits > at + 1 && isAt(bytes, ARGS, digits, lineEnd)) return at
  }
  return end
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE
}

function isAt(bytes: Buffer, text: Buffer, start: number, end: number): boolean {
  if (start + text.length > end) return false
  for (let index = 0; index < text.length; index += 1) if (bytes[start + index] !== text[index]) return false
  return true
}
