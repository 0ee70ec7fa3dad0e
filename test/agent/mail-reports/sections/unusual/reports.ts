import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { SectionConfigs } from '../../../../../agent/config/mail-reports/mail-report-config.ts'
import { PartOutput } from '../../../../../agent/mail-reports/sections/part-output.ts'
import { tellUnusual } from '../../../../../agent/mail-reports/sections/unusual/unusual.ts'
import { exampleConfig } from '../../../../support/example-config.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'
import { HandTime } from './hand-time.ts'

/** What a report told. */
export interface Told {
  /** The part without its head; '' if there is none. */
  readonly part: string
  readonly said: readonly string[]
}

/** Reports about one log, each of which goes on where the last one ended. */
export class Reports {
  readonly folder: string
  readonly log: string
  readonly state: string
  readonly #settings: Partial<SectionConfigs['unusual']>

  private constructor(folder: string, settings: Partial<SectionConfigs['unusual']>) {
    this.folder = folder
    this.log = join(folder, 'log')
    this.state = join(folder, 'state')
    this.#settings = settings
  }

  static async in(t: TestContext, settings: Partial<SectionConfigs['unusual']> = {}): Promise<Reports> {
    return new Reports(await temporaryFolder(t), { start: 'beginning', ...settings })
  }

  /** A report whose mail is sealed. */
  async sealed(): Promise<Told> {
    const told = await this.#tell(this.#next)
    if (existsSync(this.#next)) renameSync(this.#next, this.state)
    return told
  }

  /** A report that is forgotten after the section wrote all of it. */
  async forgotten(): Promise<Told> {
    return this.#tell(this.#next)
  }

  /** A report that is only shown. */
  async dry(): Promise<Told> {
    return this.#tell(undefined)
  }

  get #next(): string {
    return `${this.state}.next`
  }

  async #tell(next: string | undefined): Promise<Told> {
    const written: Buffer[] = []
    const stream = new Writable({ write: (piece, _encoding, done) => (written.push(Buffer.from(piece)), done()) })
    const { signal } = new AbortController()
    const said: string[] = []
    const settings = {
      log: this.log,
      rules: [],
      ignore: [],
      filter: [],
      isTrimmed: false,
      most: 100,
      ...this.#settings,
    }
    await tellUnusual(
      {
        settings: { start: 'end', ...settings },
        config: exampleConfig(this.folder),
        configFiles: [],
        report: 'morning',
        section: 'unusual',
        state: this.state,
        next,
        host: 'web1.example.com',
        now: 0,
        out: new PartOutput(stream, signal),
        say: (sentence) => said.push(sentence.replaceAll(this.folder, '')),
        signal,
      },
      new HandTime(),
    )
    const whole = Buffer.concat(written).toString().replaceAll(this.folder, '')
    return { part: whole.slice(whole.indexOf('\n') + 1), said }
  }
}
