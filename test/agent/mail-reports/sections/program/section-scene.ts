import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { SectionConfigs, SectionType } from '../../../../../agent/config/mail-reports/mail-report-config.ts'
import { PartOutput } from '../../../../../agent/mail-reports/sections/part-output.ts'
import type { Section, SectionParts } from '../../../../../agent/mail-reports/sections/section.ts'
import { exampleConfig } from '../../../../support/example-config.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'

/** What a section wrote and said. */
export interface WrittenSection {
  /** The media type of its part; undefined if it is none. */
  readonly media: string | undefined
  readonly bytes: Buffer
  readonly text: string
  readonly said: readonly string[]
}

/** A folder for a section's files, and what it is called with. */
export class SectionScene {
  readonly folder: string
  readonly #stop = new AbortController()

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(t: TestContext): Promise<SectionScene> {
    return new SectionScene(await temporaryFolder(t))
  }

  /** Writes a program. */
  async program(name: string, text: string): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, text)
    await chmod(path, 0o755)
    return path
  }

  /** What a section of these settings is called with, and what it writes. */
  call<T extends SectionType>(settings: SectionConfigs[T]): { parts: SectionParts<T>; written: () => WrittenSection } {
    const [pieces, said]: [Buffer[], string[]] = [[], []]
    const stream = new Writable({
      write: (piece: Buffer, _encoding, done) => {
        pieces.push(Buffer.from(piece))
        done()
      },
    })
    const parts: SectionParts<T> = {
      settings,
      config: exampleConfig(this.folder),
      configFiles: [],
      report: 'morning',
      section: 'section-0123456789ab',
      state: join(this.folder, 'state'),
      next: join(this.folder, 'next'),
      host: 'web1.example.com',
      now: Date.UTC(2026, 10, 29, 7),
      out: new PartOutput(stream, this.#stop.signal),
      say: (sentence) => said.push(sentence),
      signal: this.#stop.signal,
    }
    return { parts, written: () => writtenOf(Buffer.concat(pieces), said) }
  }

  /** Runs a section to its end. */
  async write<T extends SectionType>(
    section: Section<T>,
    settings: SectionConfigs[T],
    change: Partial<SectionParts<T>> = {},
  ): Promise<WrittenSection> {
    const { parts, written } = this.call<T>(settings)
    await section({ ...parts, ...change })
    return written()
  }

  /** Ends the report. */
  abort(): void {
    this.#stop.abort()
  }
}

function writtenOf(output: Buffer, said: readonly string[]): WrittenSection {
  const end = output.indexOf('\n')
  const bytes = output.subarray(end + 1)
  const head = /^\{"media":"([^"]*(?:\\"[^"]*)*)"\}$/.exec(output.toString('utf8', 0, Math.max(end, 0)))?.[1]
  return { media: head?.replaceAll('\\"', '"'), bytes, text: bytes.toString(), said }
}
