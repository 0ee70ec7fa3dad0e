import type { StatsFs } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { eitherSignal } from '../../../lib/system/either-signal.ts'

/** How full a file system is: shares from 0 to 1. */
export interface DiskUsage {
  readonly bytes: number
  /** Undefined where inodes are made as needed (btrfs). */
  readonly inodes: number | undefined
}

/** What is known of a disk: that it does not answer, is not there, or is none (undefined). */
export type AskedDisk = DiskUsage | 'silent' | 'gone' | undefined

/** What the system says of the file system at a path, as `statfs` of node:fs/promises. */
export type AskStatfs = (path: string) => Promise<Pick<StatsFs, 'blocks' | 'bfree' | 'bavail' | 'files' | 'ffree'>>

/** Milliseconds that a file system may take to answer. */
const PATIENCE = 3000

/**
 * Asks file systems how full they are. One that hangs keeps a thread of Node for as long: it is asked once, and not
 * again before it has answered.
 */
export class AskedDisks {
  readonly #ask: AskStatfs
  readonly #open = new Map<string, Promise<unknown>>()

  constructor(ask: AskStatfs) {
    this.#ask = ask
  }

  /** Undefined for one without blocks; `silent` if it does not answer. Rejects with the system's error. */
  async usageOf(path: string, signal: AbortSignal): Promise<DiskUsage | 'silent' | undefined> {
    if (this.#open.has(path)) return 'silent'
    const asked = this.#ask(path)
    const close = (): void => void this.#open.delete(path)
    this.#open.set(path, asked)
    asked.then(close, close)
    const done = new AbortController()
    const late = setTimeout(PATIENCE, 'silent' as const, { signal: eitherSignal(signal, done.signal) })
    try {
      const found = await Promise.race([asked, late.catch(() => 'silent' as const)])
      return found === 'silent' ? found : usageIn(found)
    } finally {
      done.abort()
    }
  }
}

/** As df(1) has it: what only root may take counts neither as free nor as used. */
function usageIn({ blocks, bfree, bavail, files, ffree }: Awaited<ReturnType<AskStatfs>>): DiskUsage | undefined {
  const used = blocks - bfree
  if (blocks === 0 || used + bavail <= 0) return undefined
  return { bytes: used / (used + bavail), inodes: files > 0 ? 1 - ffree / files : undefined }
}
