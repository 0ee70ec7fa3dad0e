import { writeFileSync } from 'node:fs'
import { codeOf } from '../../lib/system/errors.ts'

/** Writes to a file until no byte is left on its disk. */
export function fillWith(file: string): void {
  const piece = Buffer.alloc(4096)
  try {
    for (;;) writeFileSync(file, piece, { flag: 'a' })
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC') throw error
  }
}
