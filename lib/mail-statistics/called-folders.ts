import { homeOwner } from './origin.ts'

/** A saved one: whose call, and the folder. */
export type SavedFolder = [caller: string, folder: string]

/** Calls of Exim that are kept until their message arrives; the oldest is forgotten. */
const MOST = 256

/** Longest folder, in bytes: Exim cuts it there. */
const LONGEST = 200

/** Bytes for each: what is no UTF-8 takes three for one once it was saved as text. */
const ROOM = 3 * LONGEST

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
  /** Where the bytes of the folder are: few are ever asked for as text. */
  readonly #rooms: number[] = []
  readonly #free = Array.from({ length: MOST }, (_, room) => room)
  readonly #bytes = Buffer.alloc(MOST * ROOM)
  readonly #lengths = new Uint16Array(MOST)

  constructor(saved: readonly SavedFolder[] = []) {
    for (const [caller, folder] of saved.slice(-MOST)) {
      const bytes = Buffer.from(folder)
      this.#push(/^\d/.test(caller) ? Number(caller) : 0, caller, bytes, 0, Math.min(bytes.length, ROOM))
    }
  }

  /** Notes what stands behind `cwd=`, between two indexes. Only folders in homes matter. */
  add(bytes: Buffer, start: number, lineEnd: number, pid: number): void {
    if (!isAt(bytes, HOME, start, lineEnd)) return
    const end = endOfFolder(bytes, start, lineEnd)
    const owner = pid === 0 ? homeOwner(bytes.toString('utf8', start, end)) : ''
    // A name of digits would be taken for a process.
    if (pid === 0 && !/^[^\d]/.test(owner)) return
    const known = this.#placeOf(pid, owner)
    if (known !== -1) this.#delete(known)
    else if (this.#rooms.length === MOST) this.#delete(0)
    this.#push(pid, owner, bytes, start, end)
  }

  /**
   * The folder of a message by a program, whose user stands between two indexes; or empty, as where nobody wants it. It
   * counts for one.
   */
  take(bytes: Buffer, start: number, end: number, pid: number, isWanted: boolean): string {
    if (this.#rooms.length === 0) return ''
    const place = this.#placeOf(pid, pid === 0 ? bytes.toString('utf8', start, end) : '')
    if (place === -1) return ''
    const folder = isWanted ? this.#folderAt(place) : ''
    this.#delete(place)
    return folder
  }

  /** As it is saved. */
  saved(): SavedFolder[] {
    return this.#pids.map((pid, place) => [
      pid === 0 ? (this.#owners[place] ?? '') : String(pid),
      this.#folderAt(place),
    ])
  }

  #folderAt(place: number): string {
    const room = this.#rooms[place] ?? 0
    return this.#bytes.toString('utf8', room * ROOM, room * ROOM + (this.#lengths[room] ?? 0))
  }

  /** From the latest on, as a message follows its call. */
  #placeOf(pid: number, owner: string): number {
    let place = this.#pids.length - 1
    if (pid !== 0) while (place >= 0 && this.#pids[place] !== pid) place -= 1
    else while (place >= 0 && (this.#pids[place] !== 0 || this.#owners[place] !== owner)) place -= 1
    return place
  }

  #push(pid: number, owner: string, bytes: Buffer, start: number, end: number): void {
    const room = this.#free.pop() ?? 0
    const shift = room * ROOM - start
    const kept = this.#bytes
    for (let index = start; index < end; index += 1) kept[shift + index] = bytes[index] ?? 0
    this.#lengths[room] = end - start
    this.#pids.push(pid)
    this.#owners.push(pid === 0 ? owner : '')
    this.#rooms.push(room)
  }

  #delete(place: number): void {
    this.#free.push(this.#rooms[place] ?? 0)
    removeAt(this.#pids, place)
    removeAt(this.#owners, place)
    removeAt(this.#rooms, place)
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
