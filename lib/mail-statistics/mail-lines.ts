import { CalledFolders, type SavedFolder } from './called-folders.ts'
import { LineTime } from './line-time.ts'
import type { LocalPeriod } from './local-periods.ts'
import { MailArrival } from './mail-arrival.ts'
import type { MailState } from './mail-state.ts'
import { MainLogLine, SAYS } from './main-log-line.ts'
import { MESSAGE_FLAGS, MessageMemory } from './message-memory.ts'
import { type Origin, OriginCache } from './origin-cache.ts'
import { type AccountOf, type MailKey, isServiceUser, originKeys } from './origin.ts'
import { restoreMessages, savedMessages } from './saved-messages.ts'

/** What reading Exim's main log needs of its surroundings, and what its messages are counted by. */
export interface MailLinesOptions {
  /** Of stamps without an offset, as `parseStamp` takes it. */
  readonly zone: string | undefined
  readonly accountOf: AccountOf
  /** Keys of origins that are wanted; the others are empty. */
  readonly by: readonly MailKey[]
  /** Lines before this are not counted, seconds since 1970-01-01T00:00:00Z; their messages are known all the same. */
  readonly since?: number
  /** Messages on their way that are known at most, by default 4,096: some 200 KiB of a state. */
  readonly mostMessages?: number
}

const MOST_MESSAGES = 4096

/** The lines of Exim's main log, with what is remembered of their messages; one object for all lines. */
export class MailLines {
  /** One of SAYS; `nothing` too for what is not to be counted. */
  says: number = SAYS.nothing
  /** Of the message; 0 if it is forgotten, and its origin undefined. */
  size = 0
  origin: Origin | undefined
  recipients = 0
  /** Whether it is the first deferral or failure of the message. */
  isFirst = false
  /** Where the text behind the flag begins. */
  text = 0

  readonly #options: MailLinesOptions
  readonly #messages: MessageMemory
  readonly #folders: CalledFolders
  readonly #origins: OriginCache
  readonly #time: LineTime
  readonly #line = new MainLogLine()
  readonly #arrival = new MailArrival()
  readonly #countsStrangers: boolean
  readonly #countsFolders: boolean
  readonly #countsScripts: boolean
  /** Of mail from outside, where nothing is counted by what strangers choose. */
  readonly #nobody: Origin = { keys: [], isForeign: true, epoch: 0, rows: [] }
  readonly #turnTo: (period: LocalPeriod, time: number) => void

  /** `turnTo` is called with each new minute: its hour and day, and when it begins. */
  constructor(
    options: MailLinesOptions,
    saved: Pick<MailState, 'origins' | 'messages' | 'folders'>,
    turnTo: (period: LocalPeriod, time: number) => void,
  ) {
    const { by, zone, since = -Infinity, mostMessages = MOST_MESSAGES } = options
    this.#options = options
    this.#turnTo = turnTo
    this.#messages = new MessageMemory(mostMessages)
    this.#folders = new CalledFolders(saved.folders)
    this.#origins = new OriginCache(by)
    this.#time = new LineTime(zone, since)
    this.#countsScripts = by.includes('script')
    this.#countsFolders = this.#countsScripts || by.includes('account')
    this.#countsStrangers = by.includes('sender') || by.includes('domain') || by.includes('ip')
    restoreMessages(this.#messages, saved)
  }

  /** What is remembered, as it is saved. */
  saved(): Pick<MailState, 'origins' | 'messages'> & { readonly folders: SavedFolder[] } {
    return { ...savedMessages(this.#messages), folders: this.#folders.saved() }
  }

  /** Domains may belong to others from now on. */
  forgetOwners(): void {
    this.#origins.clear()
  }

  /** The next line says its time anew, whatever it is. */
  forgetTime(): void {
    this.#time.forget()
  }

  /** Reads a line between two indexes; false if it is none of this log. */
  read(bytes: Buffer, start: number, end: number): boolean {
    const line = this.#line
    this.says = SAYS.nothing
    if (!line.read(bytes, start, end)) return false
    if (line.says === SAYS.nothing) return true
    if (!this.#time.isSame(bytes, start, line.offset)) {
      const period = this.#time.turnTo(bytes, start, line.offset)
      if (period === undefined) return false
      if (this.#time.isAnyCounted) this.#turnTo(period, this.#time.minute)
    }
    this.text = line.text
    if (line.says === SAYS.called) this.#called(bytes, end)
    else if (line.says === SAYS.arrived) this.#arrived(bytes, end)
    else this.#followed(bytes)
    if (!this.#time.isCounted(bytes, start)) this.says = SAYS.nothing
    return true
  }

  #called(bytes: Buffer, end: number): void {
    const { text, pid } = this.#line
    if (this.#countsFolders) this.#folders.add(bytes, text, end, pid)
  }

  #arrived(bytes: Buffer, end: number): void {
    const { idStart, idEnd, text, pid } = this.#line
    const arrival = this.#arrival
    arrival.read(bytes, text, end)
    this.origin = this.#originOf(bytes, pid)
    this.size = arrival.size
    this.recipients = arrival.recipients
    this.#messages.add(bytes, idStart, idEnd, this.size, this.origin)
    if (this.origin !== undefined) this.says = SAYS.arrived
  }

  /** What became of a message. */
  #followed(bytes: Buffer): void {
    const { says, idStart, idEnd } = this.#line
    const place = this.#messages.find(bytes, idStart, idEnd)
    if (says === SAYS.completed) {
      if (place !== -1) this.#messages.delete(place)
      return
    }
    this.says = says
    this.size = 0
    this.origin = undefined
    this.isFirst = false
    if (place === -1) return
    const flags = says === SAYS.deferred ? MESSAGE_FLAGS.deferred : says === SAYS.failed ? MESSAGE_FLAGS.failed : 0
    this.size = this.#messages.sizeAt(place)
    this.isFirst = this.#messages.flag(place, flags)
    this.origin = this.#messages.originAt(place)
    if (this.origin === undefined) this.says = SAYS.nothing
  }

  /** Undefined for mail that cPanel sends to itself. */
  #originOf(bytes: Buffer, pid: number): Origin | undefined {
    const arrival = this.#arrival
    if (arrival.isForeign && !this.#countsStrangers) return this.#nobody
    const { programStart, programEnd } = arrival
    const isProgram = this.#countsFolders && programEnd > programStart
    // An account is told by the folder only where the user is none.
    const isWanted = this.#countsScripts || isNobody(bytes, programStart, programEnd)
    const folder = isProgram ? this.#folders.take(bytes, programStart, programEnd, pid, isWanted) : ''
    const known = this.#origins.find(bytes, arrival, folder)
    return (known ?? this.#origins.add(bytes, arrival, folder, this.#madeOrigin(bytes, folder))).origin
  }

  #madeOrigin(bytes: Buffer, folder: string): Origin | undefined {
    const arrival = this.#arrival
    const texts = {
      sender: bytes.toString('utf8', arrival.senderStart, arrival.senderEnd),
      user: bytes.toString('utf8', arrival.userStart, arrival.userEnd),
      address: bytes.toString('utf8', arrival.addressStart, arrival.addressEnd),
      program: bytes.toString('utf8', arrival.programStart, arrival.programEnd),
      folder,
    }
    if (isServiceUser(texts.user)) return undefined
    const { by, accountOf } = this.#options
    return { keys: originKeys(texts, accountOf, by), isForeign: arrival.isForeign, epoch: 0, rows: [] }
  }
}

const NOBODY = Buffer.from('nobody')

function isNobody(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== NOBODY.length) return false
  for (let index = 0; index < NOBODY.length; index += 1) if (bytes[start + index] !== NOBODY[index]) return false
  return true
}
