import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Followed, temporaryLog } from './followed.ts'

/** Numbered lines of the same length and with the same end, as most lines of access_log. */
export function lines(from: number, to: number): string[] {
  return Array.from(
    { length: to - from },
    (_, index) => `${String(from + index).padStart(6, '0')} GET / 200 "s" "-" 2096`,
  )
}

/** The same as the content of a file. */
export function text(from: number, to: number): string {
  return lines(from, to)
    .map((line) => `${line}\n`)
    .join('')
}

/** Makes a file its compressed copy. */
export function compress(path: string, target = `${path}.gz`): void {
  writeFileSync(target, gzipSync(readFileSync(path)))
  rmSync(path)
}

/** A log whose first hundred lines have been read; the follower is running, or down. */
export async function read100(t: TestContext): Promise<{ path: string; followed: Followed }> {
  const path = temporaryLog(t)
  writeFileSync(path, text(0, 100))
  const followed = new Followed(path)
  assert.equal((await followed.look()).length, 100)
  t.after(() => followed.stop())
  return { path, followed }
}
