import { isSea } from 'node:sea'

/** The command that starts this program once more, without arguments: the executable, or Node with the same script. */
export function ownCommand(): readonly [string, ...string[]] {
  const [, script = ''] = process.argv
  return isSea() ? [process.execPath] : [process.execPath, ...process.execArgv, script]
}
