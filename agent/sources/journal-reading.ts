import { digest } from '../../lib/event/digest.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { fingerprintOf } from '../follow/fingerprint/fingerprint.ts'
import type { Batch } from '../follow/follow.ts'
import { holdsNeedle } from '../follow/scan/lines.ts'
import { JOURNAL_FIELDS, type JournalEntry, parseEntry } from './journal-entry.ts'
import { type Journalctl, startJournalctl } from './journalctl.ts'
import { LineBuffer } from './line-buffer.ts'
import type { LineOptions } from './line-source.ts'
import { journalNotices } from './notices.ts'

/** The longest entry that is parsed, as JSON, in bytes. */
const LONGEST_ENTRY = 256 * 1024

const NOTHING = Buffer.alloc(0)

/** What joins batches: all is one content. */
const GENERATION = 'journal'

/** Which entries of which journal, and how to read them. */
export interface JournalPlace {
  /** As journalctl takes them: `_SYSTEMD_UNIT=sshd.service`. */
  readonly matches: readonly string[]
  /** The absolute path of the folder of its files; undefined for the machine's own. */
  readonly directory: string | undefined
  /** Where to begin the first time. */
  readonly start: 'end' | 'beginning'
  /** Whether its lines begin as syslog writes them. */
  readonly hasHeader: boolean
  /** Whether to end once all that is there is read. */
  readonly once: boolean
  /** The absolute path of journalctl; its usual one without this. */
  readonly program?: string
}

/** Where reading of a journal stands; goes on there with one journalctl after the other. */
export class JournalReading<T> {
  readonly #place: JournalPlace
  readonly #options: LineOptions<T>
  /** Of the last entry that was read; empty while there was none, and all that come are new. */
  #cursor: string
  #offset: number
  #isPlaced: boolean
  /** The cursor of the entry that must come first; empty once something came. */
  #awaited = ''
  /** The cursor of the entry that was the last one when reading began. */
  #newest = ''
  #isCaughtUp = false

  constructor(place: JournalPlace, options: LineOptions<T>) {
    this.#place = place
    this.#options = options
    const last = options.from?.files.at(-1)
    this.#cursor = last?.generation ?? ''
    this.#offset = last?.offset ?? 0
    this.#isPlaced = last !== undefined || place.start === 'beginning'
  }

  /** Whether it is known where reading begins. */
  get isPlaced(): boolean {
    return this.#isPlaced
  }

  /** Notes the last entry that is there now as the last that was read; returns why it could not. */
  async *goToEnd(): AsyncGenerator<Batch<T>, string | undefined, void> {
    const { last, fault } = await this.#last()
    if (fault !== undefined) this.#catchUp()
    if (fault !== undefined || this.#options.signal.aborted) return fault
    this.#cursor = last
    this.#isPlaced = true
    yield { items: [], lines: 0, checkpoint: this.#checkpoint }
    this.#catchUp()
    return undefined
  }

  /** The cursor of the last entry that is there now, empty if there is none; or why that cannot be told. */
  async #last(): Promise<{ readonly last: string; readonly fault: string | undefined }> {
    let last = ''
    const { pieces, end } = await this.#start(['--lines=1'])
    for await (const entries of entriesOf(pieces)) last = entries.at(-1)?.cursor ?? last
    return { last, fault: await end }
  }

  /**
   * Says that it waits for something new, once all is taken that was there when reading began. A journal that cannot be
   * read says so, too: it holds up nobody.
   */
  #catchUp(): void {
    if (this.#isCaughtUp) return
    this.#isCaughtUp = true
    void this.#options.waker.wake(this.#options.signal)
  }

  async #lookAhead(): Promise<void> {
    this.#newest = (await this.#last()).last
    if (this.#newest === '') this.#catchUp()
  }

  /** Reads what comes after the last entry that was read; returns why that ended. Each entry is heard of. */
  async *readOn(onEntry: () => void): AsyncGenerator<Batch<T>, string, void> {
    const { source, path, tell } = this.#options
    tell(journalNotices.journalFound(source, path, this.#cursor === ''))
    if (!this.#isCaughtUp && !this.#place.once) await this.#lookAhead()
    // --after-cursor skips one entry too many if the cursor's own entry is gone. So --cursor reads that entry again,
    // which shows whether it exists.
    this.#awaited = this.#cursor
    const from = this.#awaited === '' ? [] : [`--cursor=${this.#awaited}`]
    const { pieces, end } = await this.#start([...(this.#place.once ? [] : ['--follow']), '--no-tail', ...from])
    for await (const entries of entriesOf(pieces)) yield* this.#batchesOf(entries, onEntry)
    return (await end) ?? (this.#place.once ? 'all read' : 'journalctl has ended')
  }

  /** With matches of one journal; --follow would show the entries since the last boot alone, but for --merge. */
  async #start(words: readonly string[]): Promise<Journalctl> {
    const { matches, directory, hasHeader, program } = this.#place
    const fields = hasHeader ? JOURNAL_FIELDS.join() : 'MESSAGE'
    // --merge shows entries of other machines as well.
    const where = directory === undefined ? [] : [`--directory=${directory}`]
    const own = directory === undefined ? await ownMachine() : []
    return startJournalctl(
      [
        '--output=json',
        '--no-pager',
        '--merge',
        `--output-fields=${fields}`,
        ...where,
        ...words,
        '--',
        ...own,
        ...matches,
      ],
      this.#options.signal,
      program,
    )
  }

  *#batchesOf(entries: readonly (JournalEntry | undefined)[], onEntry: () => void): Generator<Batch<T>> {
    const { most, source, path, tell } = this.#options
    let batch = this.#emptyBatch()
    let isLast = false
    for (const entry of entries) {
      if (entry === undefined) {
        tell(journalNotices.entryUnread(source, path))
        continue
      }
      onEntry()
      if (entry.cursor !== this.#awaited) this.#take(entry, batch)
      this.#awaited = ''
      isLast ||= entry.cursor === this.#newest
      if (batch.items.length < most) continue
      yield this.#whole(batch)
      batch = this.#emptyBatch()
    }
    if (batch.lines > 0) yield this.#whole(batch)
    // Whoever asks for the next batch has sealed this one.
    if (isLast) this.#catchUp()
  }

  /** Adds an entry to a batch, preceded by a gap if the previous entry is gone. */
  #take({ cursor, messages, header, written }: JournalEntry, batch: UnfinishedBatch<T>): void {
    const { source, path, tell, take, takeGap, needles } = this.#options
    if (this.#awaited !== '') {
      tell(journalNotices.journalGap(source, path, this.#awaited))
      const generation = digest(this.#awaited)
      batch.items.push(...takeGap({ file: path, generation, from: 0, to: undefined, cause: 'missing' }))
    }
    this.#cursor = cursor
    batch.lines += 1
    if (messages === 'unreadable') {
      tell(journalNotices.entryUnread(source, path))
      return
    }
    // The cursor in place of a content's first line: an entry is the same wherever it is found again.
    const generation = digest(cursor)
    for (const [offset, message] of messages.entries()) {
      const bytes = this.#place.hasHeader ? Buffer.concat([Buffer.from(header), message]) : message
      this.#offset += bytes.length + 1
      if (holdsNeedle(bytes, needles)) batch.items.push(...take({ generation, offset, bytes, written }))
    }
  }

  #emptyBatch(): UnfinishedBatch<T> {
    return { items: [], lines: 0, from: this.#offset }
  }

  #whole({ items, lines, from }: UnfinishedBatch<T>): Batch<T> {
    return { items, lines, range: { generation: GENERATION, from, to: this.#offset }, checkpoint: this.#checkpoint }
  }

  get #checkpoint(): Checkpoint {
    const seam = fingerprintOf(NOTHING)
    return { files: [{ inode: '', generation: this.#cursor, offset: this.#offset, skipping: false, seam }] }
  }
}

/** A batch in the making. */
interface UnfinishedBatch<T> {
  readonly items: T[]
  lines: number
  readonly from: number
}

/** The entries in each piece, undefined for what is none. */
async function* entriesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly (JournalEntry | undefined)[]> {
  const buffer = new LineBuffer(LONGEST_ENTRY)
  for await (const piece of pieces) {
    const lines = buffer.add(piece).toString().split('\n').slice(0, -1)
    if (lines.length > 0) yield lines.map(parseEntry)
  }
}

/** A match of what this machine wrote itself; none if it has no id (machine-id(5)). */
async function ownMachine(): Promise<readonly string[]> {
  const text = await readRegularFile('/etc/machine-id', { follow: true }).catch(() => '')
  const [id] = /^[0-9a-f]{32}/.exec(text) ?? []
  return id === undefined ? [] : [`_MACHINE_ID=${id}`]
}
