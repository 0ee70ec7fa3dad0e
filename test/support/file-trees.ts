import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { files } from '../../agent/commands/files.ts'
import type { Options } from '../../lib/command-line/command.ts'
import { temporaryFolder } from './spool-scene.ts'

/** What a run of `files` printed. */
interface Printed {
  readonly code: number
  /** One character for each byte. */
  readonly stdout: string
  readonly stderr: string
}

/** A folder with files to list. */
export interface FileTree {
  readonly root: string
  readonly path: (name: string) => string
  /** Writes a file, with the folders above it. */
  readonly put: (name: string, content: string) => string
  /** Runs `files`; `stdin` is what it reads there. */
  readonly run: (words: readonly string[], options?: Options, stdin?: string) => Promise<Printed>
  /** Runs `files list` and keeps what it prints in a file beside the folder. */
  readonly list: (name: string, words?: readonly string[], options?: Options) => Promise<string>
}

/** Makes an empty folder. */
export async function createFileTree(t: TestContext): Promise<FileTree> {
  const beside = await temporaryFolder(t)
  const root = join(beside, 'tree')
  mkdirSync(root)
  const path = (name: string): string => join(root, name)
  return {
    root,
    path,
    put: (name, content) => {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
      return path(name)
    },
    run: runFiles,
    list: async (name, words = [root], options = {}) => {
      const { stdout } = await runFiles(['list', ...words], options)
      const file = join(beside, name)
      writeFileSync(file, stdout, 'latin1')
      return file
    },
  }
}

async function runFiles(words: readonly string[], options: Options = {}, typed = ''): Promise<Printed> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const stdin = Readable.from(typed === '' ? [] : [Buffer.from(typed, 'latin1')])
  const printed = Promise.all([buffer(stdout), text(stderr)])
  const code = await files.run(words, options, { stdin, stdout, stderr, signal: new AbortController().signal })
  stdout.end()
  stderr.end()
  const [bytes, said] = await printed
  return { code, stdout: bytes.toString('latin1'), stderr: said }
}
