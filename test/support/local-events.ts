import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { printLocal } from '../../agent/commands/events/local.ts'
import { loadConfig } from '../../agent/config/load.ts'
import { makeReport } from '../../agent/spool/reports/report-file.ts'
import type { Options } from '../../lib/command-line/command.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { type Entry, type Sealing, toEntry } from '../../lib/event/entry.ts'
import type { EventOf } from '../../lib/event/event.ts'
import { eventOf } from './events.ts'
import { type SpoolScene, createSpool } from './spool-scene.ts'

/** What `events --local` printed. */
export interface Printed {
  readonly code: number
  readonly lines: readonly string[]
  readonly stderr: string
}

/** A spool, and `events --local` on it. */
export interface LocalEvents extends SpoolScene {
  /** Path of the configuration. */
  readonly config: string
  /** Seals one report, with a link in the API's folder of what was sent unless another is named. */
  readonly seal: (
    number: number,
    entries: readonly Entry[],
    folder?: 'parsed' | 'transmitted' | 'failed',
  ) => Promise<void>
  /** Runs the command; `columns` is the width of the terminal, if its output is one. */
  readonly show: (options?: Options, around?: { columns?: number; userDomains?: string }) => Promise<Printed>
}

/** An entry of a kind: its id, its time in UTC on 2026-11-20, and fields. */
export function sealedEntry<K extends Kind>(
  [type, id, time]: readonly [type: K, id: string, time: string],
  fields: Partial<EventOf<K>> = {},
  place?: Sealing['place'],
): Entry {
  const seconds = Date.parse(`2026-11-20T${time}Z`) / 1000
  return toEntry(eventOf(type, { ...fields, time: seconds }), { id, host: 'h.example.net', place })
}

/** Makes an empty spool, without an API. */
export async function createLocalEvents(t: TestContext): Promise<LocalEvents> {
  const scene = await createSpool(t)
  const config = join(scene.folders.root, '..', 'spoor.yml')
  const yaml = `followers: { login: { name: /logs/login_log } }\nspool: { path: ${scene.folders.root} }\n`
  await writeFile(config, yaml, { mode: 0o600 })
  return {
    ...scene,
    config,
    seal: (number, entries, folder = 'transmitted') => {
      const range = { generation: 'g', from: number, to: number + 1 }
      const report = makeReport({ entries, steps: [{ source: 'login', path: '/logs/login_log', range }] })
      return scene.put(folder, number, report)
    },
    show: async (options = {}, { columns, userDomains = '/nowhere' } = {}) => {
      const stdout = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns })
      const stderr = new PassThrough()
      const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
      const printed = text(stdout)
      const loaded = await loadConfig(config)
      const code = await printLocal(loaded.config, { local: true, ...options }, io, userDomains)
      stdout.end()
      const lines = (await printed).split('\n').slice(0, -1)
      return { code, lines, stderr: await text(stderr.end()) }
    },
  }
}
