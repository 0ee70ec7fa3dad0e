import assert from 'node:assert/strict'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createRecogniser } from '../../../agent/collect/recogniser.ts'
import { printLineOf } from '../../../agent/commands/line.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { cpanelLogin } from '../../../agent/drivers/cpanel-login.ts'
import { generationOf } from '../../../agent/follow/fingerprint/generation.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { type Entry, toEntry } from '../../../lib/event/entry.ts'
import { createLocalEvents, type LocalEvents, sealedEntry } from '../../support/local-events.ts'
import { loginLine } from '../../support/test-host.ts'

interface Scene extends LocalEvents {
  readonly log: string
  /** The lines of the log, and the entries that they were sealed as. */
  readonly lines: readonly string[]
  readonly entries: readonly Entry[]
  readonly find: (event?: string, options?: Options) => Promise<{ code: number; stdout: string; stderr: string }>
}

/** A log of which every line was sealed. */
async function createScene(t: TestContext): Promise<Scene> {
  const scene = await createLocalEvents(t)
  const log = join(dirname(scene.config), 'logs', 'login_log')
  await mkdir(join(dirname(log), 'archive'), { recursive: true })
  await writeFile(scene.config, `followers: { login: { name: ${log} } }\nspool: { path: ${scene.folders.root} }\n`)
  const lines = Array.from({ length: 2000 }, (_, index) => loginLine(`user${index}@example.com`, index))
  await writeFile(log, lines.map((line) => `${line}\n`).join(''))
  const entries = entriesOf(log, lines)
  await scene.seal(1, entries)
  const find: Scene['find'] = async (event, options = {}) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
    const { config } = await loadConfig(scene.config)
    const code = await printLineOf(config, event, options, io)
    return { code, stdout: await text(stdout.end()), stderr: await text(stderr.end()) }
  }
  return { ...scene, log, lines, entries, find }
}

function entriesOf(log: string, lines: readonly string[]): readonly Entry[] {
  const tally = { ofInterest: 0, unrecognised: 0 }
  const clock = { now: () => 0 }
  const common = { driver: cpanelLogin, source: 'login', zone: 'UTC', tally, clock }
  const { take } = createRecogniser({ ...common, path: log, identity: hostname() })
  const generation = generationOf(Buffer.from(`${lines[0]}\n`))
  let offset = 0
  return lines.flatMap((line) => {
    const found = take({ generation, offset, bytes: Buffer.from(line) })
    offset += line.length + 1
    return found.map(({ event, place, id }) => toEntry(event, { id: id(), host: 'h.example.net', place }))
  })
}

function idOf({ entries }: Scene, index: number): string {
  return entries[index]?.id ?? assert.fail()
}

/** What a rotation makes of the log. */
const ROTATIONS: Readonly<Record<string, (log: string) => Promise<void>>> = {
  'in the log itself': async () => undefined,
  'in a copy': async (log) => {
    await rename(log, `${log}.1`)
    await writeFile(log, 'another first line\n')
  },
  'in a compressed copy': async (log) => {
    await writeFile(`${log}.2.gz`, gzipSync(await readFile(log)))
    await writeFile(`${log}.1`, `${loginLine('other@example.com')}\n`)
    await writeFile(log, '')
  },
  'in an archive to which it was appended': async (log) => {
    const archive = join(dirname(log), 'archive', 'login_log-11-2026.gz')
    const earlier = gzipSync(`${loginLine('earlier@example.com')}\n`.repeat(50))
    await writeFile(archive, Buffer.concat([earlier, gzipSync(await readFile(log))]))
    await rm(log)
  },
  'in a file of which the first lines were cut off': async (log) => {
    const content = await readFile(log, 'utf8')
    await writeFile(log, content.slice(content.indexOf('user500@') - 100).replace(/^.*\n/, ''))
  },
}

for (const [where, rotate] of Object.entries(ROTATIONS)) {
  test(`the line of an event is found ${where}`, async (t) => {
    const scene = await createScene(t)
    await rotate(scene.log)
    for (const index of [700, 1999]) {
      const { code, stdout, stderr } = await scene.find(idOf(scene, index))
      assert.deepEqual([code, stdout], [0, `${scene.lines[index]}\n`])
      assert.match(stderr, new RegExp(`^user${index}@example\\.com logged in: .*login_log.*, byte \\d+$`, 'm'))
    }
  })
}

test('an id is taken as the hub shows it, and a place without an id', async (t) => {
  const scene = await createScene(t)
  assert.equal((await scene.find(`1795161600.${idOf(scene, 3)}`)).stdout, `${scene.lines[3]}\n`)
  const { generation, offset } = scene.entries[5] ?? assert.fail()
  const place = { log: scene.log, generation: String(generation), offset: String(offset) }
  assert.equal((await scene.find(undefined, place)).stdout, `${scene.lines[5]}\n`)
  await rename(scene.log, `${scene.log}.1`)
  assert.equal((await scene.find(undefined, place)).stdout, `${scene.lines[5]}\n`)
  assert.equal((await scene.find(idOf(scene, 5), place)).stdout, `${scene.lines[5]}\n`)
  const between = await scene.find(undefined, { ...place, offset: String(Number(offset) + 1) })
  assert.deepEqual([between.code, between.stdout], [1, ''], 'no line begins there')
})

test('a line that is gone, or was changed since, is not found, and that is said', async (t) => {
  const scene = await createScene(t)
  const content = await readFile(scene.log, 'utf8')
  await writeFile(scene.log, content.replace('user700@example.com', 'bobby00@example.com'))
  const changed = await scene.find(idOf(scene, 700))
  assert.deepEqual([changed.code, changed.stdout], [1, ''])
  assert.match(changed.stderr, /no file holds the line any more; .*login_log: 1 file looked through\./)
  await writeFile(`${scene.log}.1.gz`, gzipSync(content).subarray(0, 200))
  await rm(scene.log)
  const cut = await scene.find(idOf(scene, 1900))
  assert.equal(cut.code, 1)
  assert.match(cut.stderr, /login_log\.1\.gz: it is cut short/)
  await rm(`${scene.log}.1.gz`)
  assert.match((await scene.find(idOf(scene, 700))).stderr, /the log and all its copies are gone/)
})

test('of what follows from other events the lines of those are printed', async (t) => {
  const scene = await createScene(t)
  const parts = `${idOf(scene, 10)} ${idOf(scene, 20)} gone`
  await scene.seal(2, [sealedEntry(['login_after_burst', 'burst', '08:00:00'], { parts })])
  const { code, stdout, stderr } = await scene.find('burst')
  assert.deepEqual([code, stdout], [0, `${scene.lines[10]}\n${scene.lines[20]}\n`])
  assert.match(stderr, /not in the spool, or no more: gone$/m)
})

test('what has no line is said to have none', async (t) => {
  const scene = await createScene(t)
  const gap = { log: scene.log, offset: 7, bytes: 9 }
  await scene.seal(2, [
    sealedEntry(['mailbox_created', 'hooked', '08:00:00']),
    sealedEntry(['log_gap', 'gap', '08:00:00'], gap, { log: scene.log, generation: 'g', offset: 7 }),
    sealedEntry(['login', 'streamed', '08:00:00'], {}, { log: 'journal _UID=0', generation: 'g', offset: 7 }),
    sealedEntry(['login', 'foreign', '08:00:00'], {}, { log: '/etc/shadow', generation: 'g', offset: 0 }),
  ])
  await assert.rejects(scene.find('hooked'), /was not told by a log/)
  await assert.rejects(scene.find('gap'), /tells of lines that are lost/)
  await assert.rejects(scene.find('streamed'), /no file that the configuration follows; a journal keeps its own/)
  await assert.rejects(scene.find('foreign'), /\/etc\/shadow is no file that the configuration follows/)
  await assert.rejects(scene.find('nowhere'), /holds no event with the id nowhere, or no more; write --log/)
})

test('half a place is refused', async (t) => {
  const { find } = await createScene(t)
  for (const options of [{}, { log: '/a' }, { log: '/a', generation: 'g' }])
    await assert.rejects(find(undefined, options), /write the id of an event, or all of --log/)
  await assert.rejects(find(undefined, { log: '/a', generation: 'g', offset: '-1' }), /no number of bytes/)
})

test('a line cannot steer the terminal unless it is asked for as it is', async (t) => {
  const scene = await createScene(t)
  const hostile = `${loginLine('a@example.com')} \u001b[2J\u202e`
  await writeFile(scene.log, `${hostile}\n`)
  const place = { log: scene.log, generation: generationOf(Buffer.from(`${hostile}\n`)), offset: '0' }
  assert.equal((await scene.find(undefined, place)).stdout, `${loginLine('a@example.com')} ?[2J?\n`)
  assert.equal((await scene.find(undefined, { ...place, raw: true })).stdout, `${hostile}\n`)
})
