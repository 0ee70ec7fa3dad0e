import { statSync } from 'node:fs'
import type { Io } from '../../../lib/command-line/command.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { type ListSource, UNREADABLE } from '../../files/read-list.ts'
import { contentOf } from '../named-file.ts'

/** The list that a person named; `-` is standard input. */
export function listSource(file: string, { stdin, signal }: Io): ListSource {
  if (file === '-') return { name: 'standard input', pieces: () => stdin, isFile: false }
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true
  return { name: file, pieces: () => piecesOf(file, signal), isFile }
}

async function* piecesOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  try {
    yield* contentOf(file, signal)
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined || code === 'ABORT_ERR' || error instanceof ActionNeeded) throw error
    throw new ActionNeeded(`${file}: it cannot be read (${code}).`, UNREADABLE, { cause: error })
  }
}
