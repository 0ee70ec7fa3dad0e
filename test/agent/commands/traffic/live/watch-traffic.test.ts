import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { suite, test, type TestContext } from 'node:test'
import { LiveLines } from '../../../../../agent/commands/traffic/live/live-lines.ts'
import { LivePage } from '../../../../../agent/commands/traffic/live/live-page.ts'
import type { TrafficView } from '../../../../../agent/commands/traffic/live/traffic-view.ts'
import { watchTraffic } from '../../../../../agent/commands/traffic/live/watch-traffic.ts'
import { trafficRequestOf } from '../../../../../agent/commands/traffic/traffic-request.ts'
import { Screen } from '../../../../../agent/replay/screen.ts'
import type { Options } from '../../../../../lib/command-line/command.ts'
import { onAbort } from '../../../../../lib/system/on-abort.ts'
import type { ClosableWaker } from '../../../../../lib/system/watching/waker.ts'
import { commonStamp } from '../../../../support/traffic-log.ts'

/** 2026-11-28T10:00:00Z. */
const BEGAN = 1_795_860_000

/** Something that waits until the test lets it go on, or the signal aborts. */
class Gate {
  #waiting = Promise.withResolvers<void>()
  #opened = Promise.withResolvers<void>()

  async pass(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = this.#opened
    const forget = onAbort(signal, resolve)
    this.#waiting.resolve()
    await promise
    forget()
  }

  /** Lets it go on once it waits, and returns when it waits again. */
  async round(): Promise<void> {
    await this.#waiting.promise
    const opened = this.#opened
    this.#waiting = Promise.withResolvers()
    this.#opened = Promise.withResolvers()
    opened.resolve()
    await this.#waiting.promise
  }
}

/** A log that is watched by a clock that the test moves. */
class Watched {
  readonly path: string
  /** A log that may come later. */
  readonly path2: string
  output = ''
  said = ''
  now = BEGAN
  readonly #stop = new AbortController()
  readonly #tick = new Gate()
  readonly #look = new Gate()
  readonly #ended: Promise<void>

  constructor(t: TestContext, options: Options = {}, columns?: number) {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-live-'))
    t.after(() => rmSync(folder, { recursive: true }))
    this.path = join(folder, 'access.log')
    this.path2 = join(folder, 'other.log')
    writeFileSync(this.path, this.#line('/before'))
    const request = trafficRequestOf({ threshold: '0.1', window: '20s', ...options })
    const waker: ClosableWaker = {
      wake: (signal) => this.#look.pass(signal),
      hint: () => undefined,
      close: () => undefined,
    }
    this.#ended = watchTraffic({
      files: [this.path],
      newLogs: async () => [this.path, this.path2].filter((path) => existsSync(path)),
      request,
      view: this.#view(request.form, columns),
      // The follower's own waits are long over.
      clock: { now: () => this.now * 1000, sleep: (_, signal) => this.#tick.pass(signal) },
      elapsed: () => this.now * 1000,
      wakerOf: () => waker,
      signal: this.#stop.signal,
    })
  }

  /** Writes requests of this second. */
  write(...pages: readonly string[]): void {
    appendFileSync(this.path, pages.map((page) => this.#line(page)).join(''))
  }

  /** Writes requests of this second to the log that came later. */
  writeLater(...pages: readonly string[]): void {
    appendFileSync(this.path2, pages.map((page) => this.#line(page)).join(''))
  }

  /** Lets the follower read all there is, then so many seconds pass. */
  async look(seconds = 0): Promise<void> {
    await this.#look.round()
    this.now += seconds
    await this.#tick.round()
  }

  async end(): Promise<void> {
    this.#stop.abort()
    await this.#ended
  }

  #line(page: string): string {
    return `192.0.2.1 - - [${commonStamp(this.now)}] "GET ${page} HTTP/1.1" 200 1024 "-" "-"\n`
  }

  #view(form: ReturnType<typeof trafficRequestOf>['form'], columns: number | undefined): TrafficView {
    const sink = (take: (text: string) => void): Writable =>
      new Writable({
        write: (chunk, _encoding, done) => {
          take(String(chunk))
          done()
        },
      })
    const out = sink((text) => (this.output += text))
    const screen = new Screen(sink((text) => (this.said += text)))
    const stdout = columns === undefined ? out : Object.assign(out, { isTTY: true, columns, rows: 20 })
    const scene = { zone: 'UTC', stdout, screen, files: [this.path] }
    return columns === undefined ? new LiveLines(scene, form) : new LivePage(scene, 1)
  }
}

/** The requests in each line of an interval. */
function requestsIn(output: string): readonly number[] {
  return [...output.matchAll(/^interval,[^,]*,,,(\d+),/gm)].map(([, count]) => Number(count))
}

/** A page without what draws it. */
function plain(output: string): string {
  return ['\u001b[H', '\u001b[K', '\u001b[J'].reduce((text, steering) => text.replaceAll(steering, ''), output)
}

suite('the live view', () => {
  test('shows what is added to a log, not what was there, through rotation and truncation', async (t) => {
    const watched = new Watched(t, { csv: true, threshold: '1000' })
    await watched.look()
    watched.write('/one', '/two')
    await watched.look(30)
    assert.deepEqual(requestsIn(watched.output), [2])
    // Lines of the old file and of the new one count.
    watched.write('/three')
    renameSync(watched.path, `${watched.path}.1`)
    watched.write('/four')
    // Nobody writes to the old file for ten seconds: then the new one is read.
    await watched.look(10)
    await watched.look()
    await watched.look()
    await watched.look(30)
    assert.deepEqual(requestsIn(watched.output), [2, 2])
    truncateSync(watched.path)
    watched.write('/five-after-truncation')
    await watched.look()
    await watched.look()
    await watched.look(30)
    assert.deepEqual(requestsIn(watched.output), [2, 2, 1])
    await watched.end()
    assert.match(watched.output, /^row,time,/)
    assert.match(watched.said, /read as combined/)
  })

  test('a log that is new is read from its beginning', async (t) => {
    const watched = new Watched(t, { csv: true, threshold: '1000' })
    await watched.look()
    watched.write('/one')
    watched.writeLater('/two', '/three')
    // Every ten ticks it looks for new logs.
    for (let ticks = 0; ticks < 12; ticks += 1) await watched.look()
    await watched.look(30)
    await watched.end()
    assert.deepEqual(requestsIn(watched.output), [3])
  })

  test('prints a line for each interval, and one when there are too many requests, and not any more', async (t) => {
    const watched = new Watched(t)
    await watched.look()
    watched.write('/one', '/two', '/three')
    await watched.look(30)
    await watched.look(10)
    await watched.end()
    assert.deepEqual(watched.output.split('\n'), [
      'INTERVAL             REQUESTS      SIZE      MEAN       1XX       2XX       3XX       4XX       5XX      LATE',
      '2026-11-28 10:00:00         3  3.00 KiB  1.00 KiB         0         3         0         0         0         0',
      '2026-11-28 10:00:00  High traffic: 3 requests in the window, more than 2',
      '2026-11-28 10:00:20  Traffic is normal again: 0 requests in the window',
      '',
    ])
  })

  test('draws a page on a terminal, within its columns and rows, that nothing in a log can break', async (t) => {
    const watched = new Watched(t, { keys: 'page' }, 60)
    await watched.look()
    for (let count = 0; count < 12; count += 1) {
      watched.write(`/${'long'.repeat(100)}-${count}`, '/\u001b[2J\u202e', '/')
      await watched.look(10)
    }
    await watched.look(30)
    await watched.end()
    const page = watched.output.slice(watched.output.lastIndexOf('\u001b[H'))
    assert.ok(page.startsWith('\u001b[H2026-11-28 10:00:00 to '), page)
    const lines = plain(page).split('\n')
    assert.ok(lines.length <= 20, String(lines.length))
    for (const line of lines) assert.ok(line.length <= 60, line)
    assert.ok(!['\u001b', '\u202e'].some((steering) => plain(watched.output).includes(steering)))
    assert.match(page, /INTERVAL[^]*\btotal [^]*High traffic: \d+ requests/)
  })
})
