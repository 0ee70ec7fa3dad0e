import { homeOwner } from './origin.ts'

/** A saved one: whose call, and the folder. */
export type SavedFolder = [caller: string, folder: string]

/** Calls of Exim that are kept until their message arrives; the oldest is forgotten. */
const MOST = 256

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
  /** Lists, the oldest first, and most are short: each call makes no entry of a map, and each message deletes none. */
  readonly #pids: number[] = []
  /** Owners of homes, where no process has a number. */
  readonly #owners: string[] = []
  readonly #folders: string[] = []

  constructor(saved: readonly SavedFolder[] = []) {
    for (const [caller, folder] of saved) this.#push(/^\d/.test(caller) ? Number(caller) : 0, caller, folder)
  }

  /** Notes what stands behind `cwd=`, between two indexes. Only folders in homes matter. */
  add(bytes: Buffer, start: number, end: number, pid: number): void {
    if (!isAt(bytes, HOME, start, end)) return
    const folder = bytes.toString('utf8', start, endOfFolder(bytes, start, end))
    const owner = pid === 0 ? homeOwner(folder) : ''
    // A name of digits would be taken for a process.
    if (pid === 0 && !/^[^\d]/.test(owner)) return
    const known = this.#placeOf(pid, owner)
    if (known !== -1) this.#delete(known)
    else if (this.#folders.length === MOST) this.#delete(0)
    this.#push(pid, owner, folder)
  }

  /** The folder of a message by a program, whose user stands between two indexes; or empty. It counts for one. */
  take(bytes: Buffer, start: number, end: number, pid: number): string {
    if (this.#folders.length === 0) return ''
    const place = this.#placeOf(pid, pid === 0 ? bytes.toString('utf8', start, end) : '')
    if (place === -1) return ''
    const folder = this.#folders[place] ?? ''
    this.#delete(place)
    return folder
  }

  /** As it is saved. */
  saved(): SavedFolder[] {
    return this.#folders.map((folder, place) => {
      const pid = this.#pids[place] ?? 0
      return [pid === 0 ? (this.#owners[place] ?? '') : String(pid), folder]
    })
  }

  /** From the latest on, as a message follows its call. */
  #placeOf(pid: number, owner: string): number {
    let place = this.#pids.length - 1
    if (pid !== 0) while (place >= 0 && this.#pids[place] !== pid) place -= 1
    else while (place >= 0 && (this.#pids[place] !== 0 || this.#owners[place] !== owner)) place -= 1
    return place
  }

  #push(pid: number, owner: string, folder: string): void {
    this.#pids.push(pid)
    this.#owners.push(owner)
    this.#folders.push(folder)
  }

  #delete(place: number): void {
    removeAt(this.#pids, place)
    removeAt(this.#owners, place)
    removeAt(this.#folders, place)
  }
}

/** The last one without a list of what was removed. */
function removeAt(list: unknown[], place: number): void {
  if (place === list.length - 1) list.pop()
  else list.splice(place, 1)
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
