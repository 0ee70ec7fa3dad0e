import { Readable, Writable } from 'node:stream'
import type { Command, Options } from '../../lib/command-line/command.ts'

/** What a command wrote, and its exit code. */
export interface RanCommand {
  readonly exitCode: number
  readonly output: string
  readonly said: string
}

/** Runs a command to its end. */
export async function ranCommand(
  command: Command,
  args: readonly string[],
  options: Options = {},
  input = '',
): Promise<RanCommand> {
  const written = { output: '', said: '' }
  const sink = (name: keyof typeof written): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk)
        done()
      },
    })
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)])
  const io = { stdin, stdout: sink('output'), stderr: sink('said'), signal: new AbortController().signal }
  const exitCode = await command.run(args, options, io)
  return { exitCode, ...written }
}
