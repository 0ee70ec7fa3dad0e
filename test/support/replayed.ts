import { PassThrough, Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { replay } from '../../agent/commands/replay.ts'
import { loadConfig } from '../../agent/config/load.ts'
import type { Options } from '../../lib/command-line/command.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { startCollector } from './running-collector.ts'
import { type TestHost, type TestHostOptions, createTestHost, loginLine } from './test-host.ts'

/** The output of a replay, and its exit code. */
export interface Replayed {
  readonly exitCode: number
  readonly stdout: string
  /** Its entries, if printed as JSON. */
  readonly entries: readonly Entry[]
  readonly stderr: string
}

/** The options of a replay. */
export interface ReplayOptions extends Options {
  readonly config: string
}

/** The environment of a replay. */
export interface Around {
  readonly signal?: AbortSignal
  /** Receives text written to stderr. */
  readonly onStderr?: (text: string) => void
  readonly isTerminal?: boolean
}

/** Runs a replay in this process. */
export async function runReplay(
  args: readonly string[],
  options: ReplayOptions,
  { signal = new AbortController().signal, onStderr = () => undefined, isTerminal = false }: Around = {},
): Promise<Replayed> {
  const written = { stdout: '', stderr: '' }
  const sink = (name: keyof typeof written, hear: (text: string) => void): Writable => {
    // Small like the buffer of a slow pipe, so that the replay must wait.
    const stream = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk)
        hear(String(chunk))
        setImmediate(done)
      },
    })
    return Object.assign(stream, { isTTY: isTerminal })
  }
  const io = {
    stdin: new PassThrough(),
    stdout: sink('stdout', () => undefined),
    stderr: sink('stderr', onStderr),
    signal,
  }
  const exitCode = await replay.run(args, options, io)
  await new Promise((resolve) => io.stderr.end(resolve))
  const entries = written.stdout.split('\n').filter(isJson).map(entryOf)
  return { exitCode, entries, ...written }
}

const entry = v.custom<Entry>((input) => v.is(v.looseObject({ id: v.string() }), input))

function isJson(line: string): boolean {
  return line.startsWith('{')
}

function entryOf(line: string): Entry {
  return v.parse(v.pipe(v.string(), v.parseJson(), entry), line)
}

/** Makes a host that is removed with the test; nothing answers at its API. */
export async function createHost(t: TestContext, options: Partial<TestHostOptions> = {}): Promise<TestHost> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9', ...options })
  t.after(() => host.remove())
  return host
}

/** Login lines, one for each name, one day apart from 20 November 2026. */
export function lines(...names: readonly string[]): string {
  return names.map((name) => `${loginLine(`${name}@example.com`, (name.charCodeAt(0) - 97) * 86_400)}\n`).join('')
}

/** The names of the logins. */
export function namesOf(entries: readonly Entry[]): string {
  return entries.map(({ mailbox_address: mailbox }) => String(mailbox).split('@')[0]).join('')
}

/** Runs a collector until it has positions in the logs. */
export async function collectOnce(t: TestContext, host: TestHost): Promise<void> {
  const { config } = await loadConfig(host.config)
  const collector = startCollector(t, config)
  await collector.told('source_found', config.followers.length)
  await collector.stop()
}
