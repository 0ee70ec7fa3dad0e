import { homeOwner } from './origin.ts'

/** A saved one: whose call, and the folder. */
export type SavedFolder = [caller: string, folder: string]

/** Calls of Exim that are kept until their message arrives; the oldest is forgotten. */
const MOST = 1000

/** Longest folder, in characters: Exim cuts it at 200 bytes. */
const LONGEST = 200

/**
 * In which folders programs called Exim: a line `cwd=/home/anna/public_html 3 args: /usr/sbin/sendmail -t` comes right
 * before the message. With process numbers in the log (`+pid`) they tell which belong together; else the owner of the
 * home does.
 */
export class CalledFolders {
  readonly #folders: Map<string, string>

  constructor(saved: readonly SavedFolder[] = []) {
    this.#folders = new Map(saved)
  }

  /** Notes what stands behind `cwd=`. Only folders in homes matter. */
  add(text: string, pid: number): void {
    const end = text.search(/ \d{1,9} args: /)
    const folder = (end === -1 ? text : text.slice(0, end)).slice(0, LONGEST)
    const owner = homeOwner(folder)
    if (owner === '') return
    const caller = pid === 0 ? owner : String(pid)
    this.#folders.delete(caller)
    this.#folders.set(caller, folder)
    if (this.#folders.size > MOST) for (const first of this.#folders.keys()) return void this.#folders.delete(first)
  }

  /** The folder of a message by a program of this user, or empty. It counts for one message. */
  take(program: string, pid: number): string {
    const caller = pid === 0 ? program : String(pid)
    const folder = this.#folders.get(caller) ?? ''
    this.#folders.delete(caller)
    return folder
  }

  /** As it is saved. */
  saved(): SavedFolder[] {
    return [...this.#folders]
  }
}
