import assert from 'node:assert/strict'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Courier } from '../../agent/receivers/delivery/courier.ts'
import { createDivider } from '../../agent/receivers/delivery/divider.ts'
import type { Outcome } from '../../agent/receivers/delivery/outcome.ts'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import type { ReportClient } from '../../agent/receivers/spoor-api/report-client.ts'
import { Outbox } from '../../agent/spool/outbox/outbox.ts'
import type { SpoolFolders } from '../../agent/spool/spool-folders.ts'
import { purge } from '../../agent/spool/upkeep/purge.ts'
import { neededIn } from '../../agent/spool/upkeep/retention.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { plainReceiver } from '../support/plain-receiver.ts'
import { MOST_ASKED } from './spool-collector.ts'

/**
 * What becomes of a request; `unheard`: the API has the report, and its answer is lost on the way; `in part`: the
 * entries with even numbers are refused, and `alone` all that are not alone.
 */
export type Fate = 'accepted' | 'refused' | 'error' | 'unreachable' | 'unheard' | 'in part' | 'alone'

/** The other side: takes reports as it is told to, and what it has once it has for good. */
export class ModelApi implements Pick<ReportClient, 'send'> {
  fate: Fate = 'accepted'
  /** For each event the keys under which it was accepted. */
  readonly keys = new Map<string, Set<string>>()
  /** The events that it took. */
  readonly events = new Set<string>()
  readonly #taken = new Set<string>()

  async send({ id, entries }: Sendable): Promise<Outcome> {
    if (this.fate === 'error') return { result: 'later', cause: 'receiver', reason: 'HTTP 503.' }
    if (this.fate === 'unreachable') return { result: 'later', cause: 'network', reason: 'Refused.' }
    if (!this.#taken.has(id) && this.#isRefused(entries)) {
      return { result: 'rejected', reason: 'HTTP 422.', divisible: this.fate !== 'refused' }
    }
    this.#taken.add(id)
    for (const entry of entries) {
      this.events.add(entry.id)
      this.keys.set(entry.id, (this.keys.get(entry.id) ?? new Set()).add(id))
    }
    return this.fate === 'unheard' ? { result: 'later', cause: 'network', reason: 'Cut.' } : { result: 'accepted' }
  }

  #isRefused(entries: Sendable['entries']): boolean {
    if (this.fate === 'alone') return entries.length > 1
    const isEven = entries.some(({ id }) => Number(id.split('-')[1]) % 2 === 0)
    return this.fate === 'refused' || (this.fate === 'in part' && isEven)
  }
}

/** A request that the API has, and whose answer is still to come. */
interface Unanswered {
  readonly answer: () => void
  readonly done: Promise<unknown>
}

/** One run of a transmitter: its end of the spool is real, and it starts one delivery when it is asked to. */
export class SpoolTransmitter {
  readonly #folders: SpoolFolders
  readonly #api: ModelApi
  readonly #outbox: Outbox
  readonly #courier: Courier<Sendable>
  readonly #unanswered: Unanswered[] = []
  /** Hears when the API has the next request, whose answer waits until it is opened. */
  #gate: { readonly arrived: () => void; readonly opened: Promise<void> } | undefined

  constructor(folders: SpoolFolders, api: ModelApi, tell: Tell) {
    const send = async (report: Sendable): Promise<Outcome> => {
      const gate = this.#gate
      const outcome = await api.send(report)
      gate?.arrived()
      await gate?.opened
      return outcome
    }
    this.#folders = folders
    this.#api = api
    this.#outbox = new Outbox(folders, 'server.example.net', tell)
    this.#courier = new Courier({
      queue: this.#outbox,
      receiver: plainReceiver(send),
      signal: new AbortController().signal,
    })
  }

  /** Carries the next report to the API; false where none waits. */
  async deliver(fate: Fate): Promise<boolean> {
    const next = await this.#courier.next()
    this.#api.fate = fate
    if (next.result === 'report') await this.#courier.carry(next.report, ignore)
    return next.result !== 'nothing'
  }

  /** The same, up to where the API has it; the answer stays on the way until `hear`. */
  async send(fate: Fate): Promise<void> {
    const next = await this.#courier.next()
    if (next.result !== 'report') return
    this.#api.fate = fate
    const [arrival, opening] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    this.#gate = { arrived: arrival.resolve, opened: opening.promise }
    const done = this.#courier.carry(next.report, ignore)
    this.#unanswered.push({ answer: opening.resolve, done })
    // One that is only moved makes no request.
    await Promise.race([arrival.promise, done])
    this.#gate = undefined
  }

  /** The newest answer arrives, or all do at once. */
  async hear(which: 'newest' | 'all'): Promise<void> {
    const heard = this.#unanswered.splice(which === 'all' ? 0 : -1)
    for (const { answer } of heard) answer()
    await Promise.all(heard.map(({ done }) => done))
  }

  /** Carries the next report to the API while nothing can be moved; then it can again. */
  async deliverInVain(fate: 'accepted' | 'refused'): Promise<void> {
    const targets = [this.#folders.transmitted, this.#folders.failed]
    for (const folder of targets) await rename(folder, `${folder}.away`)
    const next = await this.#courier.next()
    this.#api.fate = fate
    const { result } = next.result === 'report' ? await this.#courier.carry(next.report, ignore) : next
    assert.ok(result === 'later' || result === 'nothing', result)
    for (const folder of targets) await rename(`${folder}.away`, folder)
  }

  /** Removes all from a folder that may be removed one day; the names of what was. */
  async purge(folder: string): Promise<readonly string[]> {
    const before = await readdir(folder)
    const isNeeded = await neededIn(this.#folders, MOST_ASKED)
    const { signal } = new AbortController()
    const { sealed } = this.#folders
    const now = Date.now() + 86_400_000
    await purge(folder, { keep: 0, max: 0, isNeeded, now, sealed, signal, onRemoved: ignore })
    const left = new Set(await readdir(folder))
    return before.filter((name) => !left.has(name))
  }

  /** Dies when the API has answered; the object is not to be used any more. */
  async dieBeforeTheMove(fate: 'accepted' | 'refused'): Promise<void> {
    const report = await this.#outbox.next()
    if (report === undefined) return
    this.#api.fate = fate
    const divider = createDivider({
      receiver: plainReceiver((part) => this.#api.send(part)),
      divisions: this.#outbox.divisions,
    })
    const { result } = await divider.send(report, new AbortController().signal)
    if (result === 'rejected') await writeFile(join(this.#folders.failed, `${report.name}.reason`), 'HTTP 422.\n')
  }

  /** Dies when the API has taken a part of a report; likewise. */
  async dieInDivision(): Promise<void> {
    const report = await this.#outbox.next()
    if (report === undefined) return
    this.#api.fate = 'alone'
    const first = Promise.withResolvers<void>()
    const send = async (part: Sendable): Promise<Outcome> => {
      const outcome = await this.#api.send(part)
      if (outcome.result !== 'accepted') return outcome
      first.resolve()
      return new Promise(() => undefined)
    }
    void createDivider({ receiver: plainReceiver(send), divisions: this.#outbox.divisions }).send(
      report,
      new AbortController().signal,
    )
    await first.promise
  }
}

function ignore(): void {
  return undefined
}
