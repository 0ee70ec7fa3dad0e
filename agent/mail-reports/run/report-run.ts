import { hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Message } from '../../../lib/notify/message.ts'
import type { RecipientKey } from '../../../lib/pgp/recipient-key.ts'
import { elapsed } from '../../../lib/system/clock.ts'
import { inLittleMemory } from '../../../lib/system/processes/memory.ts'
import { ownCommand } from '../../../lib/system/processes/own-command.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import type { LetterConfig, MailReportConfig, SectionConfig } from '../../config/mail-reports/mail-report-config.ts'
import { type LetterPart, reportMail } from '../letter/report-letter.ts'
import type { SealedLetter, SealedRun } from '../outbox/sealed-run.ts'
import type { ReportPlaces } from '../places.ts'
import { withRights } from './child-rights.ts'
import { closingLines, openingText, type SectionOutcome } from './report-words.ts'
import { emptied, hasSaved, openSectionFolder } from './section-files.ts'
import { type SectionWriting, writeSection } from './section-process.ts'
import { RIGHTS } from './section-rights.ts'

/** What a run of a report works with. */
export interface ReportRunParts {
  readonly report: MailReportConfig
  readonly places: ReportPlaces
  /** The file of the configuration, which the sections' processes read. */
  readonly config: string
  readonly host: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** As whom sections run that need no root; undefined if this process is not root. */
  readonly user: User | undefined
  /** Whether nothing moves, and mails are only shown. */
  readonly isDry: boolean
  /** What starts this program. */
  readonly command?: readonly [string, ...string[]]
  readonly onOutcome?: (outcome: SectionOutcome) => void
  readonly signal: AbortSignal
}

/** A mail of a report: its sections, and the keys of its readers. */
export interface ReportMailing {
  /** The section, if it is a mail of its own. */
  readonly own: SectionConfig | undefined
  readonly letter: LetterConfig
  readonly sections: readonly SectionConfig[]
  readonly keys: readonly RecipientKey[] | undefined
}

/** Writes the mails of a report, section by section. */
export class ReportRun {
  readonly #parts: ReportRunParts
  readonly #outcomes: SectionOutcome[] = []
  readonly #saved: SealedRun['saved'] = []
  #writing: Promise<SectionWriting> | undefined

  constructor(parts: ReportRunParts) {
    this.#parts = parts
  }

  /** How all sections went. */
  get outcomes(): readonly SectionOutcome[] {
    return this.#outcomes
  }

  /** What sections saved that counts once the mails are sealed. */
  get saved(): Readonly<SealedRun['saved']> {
    return this.#saved
  }

  /** Waits until no section's process is left; to be called in the end, however the run went. */
  async close(): Promise<void> {
    const writing = await this.#writing?.catch(() => undefined)
    writing?.abandon()
    await writing?.result()
  }

  /** Writes one mail to a file, synced; undefined if there is nothing to tell. */
  async write(mailing: ReportMailing, folder: string, number: number): Promise<SealedLetter | undefined> {
    const mail = await this.mail(mailing)
    if (mail === undefined) return undefined
    const file = `letter-${number}.eml`
    const target = createWriteStream(join(folder, file), { flags: 'wx', mode: 0o600, encoding: 'latin1', flush: true })
    await pipeline(Readable.from(mail), target, { signal: this.#parts.signal })
    const { to } = mailing.letter.mail
    const section = mailing.own?.id ?? null
    return { file, section, waiting: [...to], refused: [], tries: 0, notBefore: 0, reason: null }
  }

  /** One mail, piece by piece, for its keys if it has some; undefined if there is nothing to tell. */
  async mail({ letter, sections, keys, own }: ReportMailing): Promise<AsyncIterable<string> | undefined> {
    const { report, now, host, config, isDry: isShown } = this.#parts
    const outcomes: SectionOutcome[] = []
    const parts = this.#sectionParts(sections, outcomes)
    const first = await parts.next()
    const isQuiet = outcomes.every(({ failure, said }) => failure === undefined && said.length === 0)
    if (first.done === true && isQuiet && !(report.isSentEmpty && own === undefined)) return undefined
    const message = messageOf(report, letter, { host, now, about: own?.id })
    const closing = (): readonly string[] => closingLines(report, config, outcomes)
    const all = first.done === true ? parts : withFirst(first.value, parts)
    return reportMail({ message, correspondents: letter.mail, parts: all, closing, isShown }, keys, now)
  }

  /** Writes one section after the other; each part has to be read before the next. */
  async *#sectionParts(
    sections: readonly SectionConfig[],
    outcomes: SectionOutcome[],
  ): AsyncGenerator<LetterPart, void, void> {
    const { report, places, config, host, now, user, isDry, signal, onOutcome } = this.#parts
    for (const section of sections) {
      if (signal.aborted) throw signal.reason
      const began = elapsed()
      const rights = RIGHTS[section.type]
      const child = rights === 'own' ? undefined : user
      const { folder, state } = await openSectionFolder(places, section.id, child)
      const file = isDry ? undefined : await emptied(folder)
      const order = { config, report: report.name, section: section.id, state, host, now }
      const command = [...withRights(rights, user), ...(this.#parts.command ?? ownCommand())]
      const whole = file === undefined ? order : { ...order, next: join(folder, file) }
      this.#writing = writeSection(command, whole, signal)
      const writing = await this.#writing
      const { mimeFile: name, description } = section
      try {
        if (writing.part !== undefined) {
          const { media, content } = writing.part
          yield { media, name, description, content: inLittleMemory(content) }
        }
      } finally {
        writing.abandon()
      }
      const result = await writing.result()
      const outcome = { section, took: elapsed() - began, ...result }
      if (outcome.failure === undefined && file !== undefined && (await hasSaved(join(folder, file))))
        this.#saved.push({ section: section.id, file })
      outcomes.push(outcome)
      this.#outcomes.push(outcome)
      onOutcome?.(outcome)
    }
  }
}

interface About {
  readonly host: string
  readonly now: number
  readonly about: string | undefined
}

function messageOf(report: MailReportConfig, { subject }: LetterConfig, { host, now, about }: About): Message {
  return {
    id: hash('sha256', `mail-report ${report.name} ${about} ${host} ${now}`).slice(0, 40),
    thread: `agent-${host}-mail-report-${report.name}`,
    time: now,
    importance: 'normal',
    subject: subject ?? `[spoor] ${host}: ${report.name}`,
    text: openingText(report, host, now),
    data: null,
  }
}

async function* withFirst<T>(first: T, others: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  yield first
  yield* others
}
