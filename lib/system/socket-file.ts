import { chmodSync, lstatSync, renameSync, rmSync, statSync } from 'node:fs'
import { type Server, connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './errors.ts'

/** Why nobody can listen at a path: what is there, or the system's error code. */
export type SocketFault = 'no socket' | 'in use' | (string & {})

/** A folder with this bit gives its group to what is made in it (inode(7)). */
const SET_GROUP = 0o2000

/** A socket that this process listens on, under its name in a folder. */
export class SocketFile {
  readonly #path: string
  readonly #inode: bigint | undefined

  private constructor(path: string) {
    this.#path = path
    this.#inode = inodeAt(path)
  }

  /**
   * Lets a server listen at a path. The socket of a process that is gone is replaced; one that a process listens on,
   * and whatever is no socket, stays, and the fault says so.
   */
  static async listen(server: Server, path: string): Promise<SocketFile | SocketFault> {
    try {
      const found = lstatSync(path, { throwIfNoEntry: false })
      if (found !== undefined && !found.isSocket()) return 'no socket'
      if (found !== undefined && (await isAnswered(path))) return 'in use'
      // First, as Node tells a missing folder like one that cannot be written to (uv_pipe_bind).
      const mode = modeIn(dirname(path))
      // Under another name first: then the old one is replaced at once, and what Node removes when the server closes is
      // this name (ss(8) shows it, too), whatever is at the path by then.
      const name = join(dirname(path), `.${basename(path)}.new`)
      if (lstatSync(name, { throwIfNoEntry: false })?.isSocket() === true) rmSync(name)
      await bind(server, name)
      chmodSync(name, mode)
      renameSync(name, path)
      return new SocketFile(path)
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined) throw error
      server.close()
      return code
    }
  }

  /** Whether the path still leads here. */
  get isThere(): boolean {
    return this.#inode !== undefined && inodeAt(this.#path) === this.#inode
  }

  /** Removes the name, unless it is another's by now. */
  remove(): void {
    if (this.isThere) rmSync(this.#path, { force: true })
  }
}

/**
 * Only the program's user, and root, may write; the group of the folder as well where whoever made the folder set that
 * for all that is made in it.
 */
function modeIn(folder: string): number {
  return (statSync(folder).mode & SET_GROUP) === 0 ? 0o600 : 0o620
}

/** Resolves once the server listens; rejects with the system's error. */
async function bind(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).once('listening', resolve)
  // The system makes it with all rights that the umask leaves; nobody else may come before the mode is set.
  const umask = process.umask(0o077)
  server.listen({ path })
  process.umask(umask)
  await promise.finally(() => server.off('error', reject))
}

/** Whether a process listens there. Rejects with the system's error if that cannot be told. */
async function isAnswered(path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const socket = connect({ path })
  socket.once('connect', () => resolve(true)).once('error', reject)
  try {
    return await promise
  } catch (error) {
    const code = codeOf(error)
    // Its queue is full.
    if (code === 'EAGAIN') return true
    if (code === 'ECONNREFUSED' || code === 'ENOENT') return false
    throw error
  } finally {
    socket.destroy()
  }
}

function inodeAt(path: string): bigint | undefined {
  return lstatSync(path, { throwIfNoEntry: false, bigint: true })?.ino
}
