import { createHash } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { SectionConfigs } from '../../agent/config/mail-reports/mail-report-config.ts'
import { filesSection } from '../../agent/mail-reports/sections/files/files.ts'
import { PartOutput } from '../../agent/mail-reports/sections/part-output.ts'
import { exampleConfig } from './example-config.ts'
import { createFileTree, type FileTree } from './file-trees.ts'

/** What a section wrote. */
interface Reported {
  /** One character for each byte, without the head; empty if there is no part. */
  readonly part: string
  /** The largest piece that it wrote at once, in bytes. */
  readonly largest: number
  readonly sha256: string
  readonly said: readonly string[]
}

/** A tree with a section `files` over it. */
export interface FilesReport extends FileTree {
  readonly state: string
  readonly next: string
  /** Writes the section, each time a minute later. */
  readonly write: (settings?: Partial<SectionConfigs['files']>, how?: How) => Promise<Reported>
  /** The same, and the mail is sealed. */
  readonly report: (settings?: Partial<SectionConfigs['files']>) => Promise<Reported>
  /** Keeps a part in a file beside the tree. */
  readonly keep: (name: string, part: string) => string
}

interface How {
  readonly isDry?: boolean
  readonly signal?: AbortSignal
}

/** Makes an empty tree, of which nothing is known. */
export async function createFilesReport(t: TestContext): Promise<FilesReport> {
  const tree = await createFileTree(t)
  const [state, next] = [join(tree.root, '../state'), join(tree.root, '../next')]
  let now = Date.now()
  const write: FilesReport['write'] = async (
    changed = {},
    { isDry = false, signal = new AbortController().signal } = {},
  ) => {
    const said: string[] = []
    const pieces: Buffer[] = []
    const stream = new Writable({
      write: (piece: Buffer, _encoding, done) => {
        pieces.push(piece)
        done()
      },
    })
    now += 60_000
    const settings = { trees: [tree.root], exclude: [], format: 'sha256sum', report: 'list', ...changed } as const
    await filesSection({
      settings,
      config: exampleConfig(tree.root),
      configFiles: [],
      report: 'morning',
      section: 'files',
      state,
      next: isDry ? undefined : next,
      host: 'web1.example.com',
      now,
      out: new PartOutput(stream, signal),
      say: (sentence) => said.push(sentence),
      signal,
    })
    const all = Buffer.concat(pieces)
    const largest = Math.max(0, ...pieces.map(({ length }) => length))
    const part = all.subarray(all.indexOf('\n') + 1)
    return { part: part.toString('latin1'), largest, sha256: createHash('sha256').update(part).digest('hex'), said }
  }
  return {
    ...tree,
    state,
    next,
    write,
    report: async (settings) => {
      const reported = await write(settings)
      renameSync(next, state)
      return reported
    },
    keep: (name, part) => {
      const path = join(tree.root, '..', name)
      writeFileSync(path, part, 'latin1')
      return path
    },
  }
}
