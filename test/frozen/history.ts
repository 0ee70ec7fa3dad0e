import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { AgentProcess } from '../support/agent-process.ts'
import { type FakeApi, type Received, type Scripted, startFakeApi } from '../support/fake-api.ts'
import { loginLine, untilNames } from '../support/test-host.ts'
import { CONFIG, LEGACY, logins, samples } from './material.ts'
import { type Server, reportTo } from './server.ts'

/** What the API makes of a report, by whose events it has. */
function fate({ json, body }: Received): Scripted {
  const entries = JSON.stringify(json).split('"id":').length - 1
  if (body.includes('refused')) return { status: 400, body: '{"error":"no such type"}' }
  if (body.includes('one-too-many') && entries > 1) return { status: 422, body: '{"error":"entry 3"}' }
  if (body.includes('one-too-many')) return { status: 422, body: '{"error":"this entry"}' }
  if (body.includes('half-done') && entries === 4) return { status: 413 }
  if (body.includes('half-done-3')) return entries === 2 ? { status: 413 } : { status: 503 }
  return { status: 202 }
}

/** All that happens to the server before it is frozen. Afterwards `later` holds what happens to its logs next. */
export async function live(server: Server, later: string): Promise<void> {
  const { folder } = server
  const at = (...names: readonly string[]): string => join(folder, ...names)
  await mkdir(at('logs/login'), { recursive: true })
  await mkdir(at('spool'), { mode: 0o700 })
  await writeFile(at('spoor.yml'), CONFIG, { mode: 0o600 })
  // As the agent of a machine of this name writes it.
  await writeFile(at('spool/identity.json'), '{"version":1,"host":"first.example.net"}\n', { mode: 0o600 })
  for (const name of ['web', 'dav', 'old']) await writeFile(at(`logs/login/${name}_log`), '')
  const api = await startFakeApi()
  await reportTo(api.url, server)
  await deliver(server, api, at)
  await acknowledge(server)
  await divideInPart(server, api, at)
  await api.close()
  await writeFile(at('spoor.yml'), `${CONFIG}  labels: { site: vienna, role: shared }\n`, { mode: 0o600 })
  await collect(server, at)
  await lose(server, at, later)
  await replay(server, at)
  await drop(server)
  await crowd(server, at)
  await inherit(at)
  await crash(server, at)
  for (const name of ['old_log', 'many_log']) await rm(at(name))
  await writeLater(later)
}

type At = (...names: readonly string[]) => string

async function during(agent: AgentProcess, work: () => Promise<void>): Promise<void> {
  await work()
  agent.kill('SIGTERM')
  const { code, stderr } = await agent.exited
  assert.equal(code, 0, stderr)
}

/** Resolves when all these words stand in reports of a folder of the spool. */
function untilReports(at: At, folder: string, ...words: readonly string[]): Promise<void> {
  return untilNames(at('spool', folder), (names) => {
    const texts = names.filter((name) => name.endsWith('.json')).map((name) => readFileSync(at('spool', folder, name)))
    return words.every((word) => texts.some((text) => text.includes(word)))
  })
}

/** Reports that are accepted, refused, and divided, and likewise what App::Spoor left. */
async function deliver(server: Server, api: FakeApi, at: At): Promise<void> {
  api.otherwise = fate
  await mkdir(at('spool/parsed'), { mode: 0o700 })
  await leave(at, 'login.1537372950.7654321.json', { ...LEGACY.login, credential: 'sent-legacy@example.com' })
  await leave(at, 'login.1537372951.7654322.json', { ...LEGACY.login, credential: 'refused-legacy@example.com' })
  const agent = server.start('run')
  await during(agent, async () => {
    for (const name of ['web', 'dav', 'old']) await agent.untilLine(new RegExp(`source_found: .*/${name}_log`))
    await appendFile(at('logs/login/web_log'), logins('sent'))
    await untilReports(at, 'transmitted', 'sent-legacy@', 'sent@')
    for (const name of ['refused', 'refused-acknowledged', 'refused-dropped']) {
      await appendFile(at('logs/login/web_log'), logins(name))
      await untilReports(at, 'transmission_failed', 'refused-legacy@', `${name}@`)
    }
    await appendFile(at('logs/login/old_log'), logins('sent-old'))
    await untilReports(at, 'transmitted', 'sent-old@')
    await appendFile(at('logs/login/dav_log'), logins('one', 'two', 'one-too-many', 'four', 'five'))
    await untilReports(at, 'transmitted', 'one-too-many@')
  })
}

async function reportWith(server: Server, mailbox: string, ...of: readonly string[]): Promise<string> {
  const { stdout } = await server.run('spool', 'list', ...of, '--json')
  for (const [name] of stdout.matchAll(/report\.\d+[^"]*\.json/g)) {
    const shown = await server.run('spool', 'show', name, '--body')
    if (shown.stdout.includes(`"${mailbox}@example.com"`)) return name
  }
  return assert.fail(`no report of ${mailbox}`)
}

async function acknowledge(server: Server): Promise<void> {
  const { code, stderr } = await server.run(
    'spool',
    'acknowledge',
    await reportWith(server, 'refused-acknowledged', '--failed'),
  )
  assert.equal(code, 0, stderr)
}

/** A report of which the API has the first half, and has said no to all of it and to its second half. */
async function divideInPart(server: Server, api: FakeApi, at: At): Promise<void> {
  const agent = server.start('run')
  await during(agent, async () => {
    const before = api.requests.length
    await appendFile(at('logs/login/dav_log'), logins('half-done-1', 'half-done-2', 'half-done-3', 'half-done-4'))
    await api.arrived(before + 4)
  })
}

/** Every kind of event, and a log that is rotated under the collector. */
async function collect(server: Server, at: At): Promise<void> {
  for (const [log, driver] of [
    ['access_log', 'cpanel-access'],
    ['error_log', 'cpanel-error'],
    ['login/all_log', 'cpanel-login'],
  ] as const) {
    await writeFile(at('logs', log), (await samples(driver)).map((line) => `${line}\n`).join(''))
  }
  await writeFile(at('logs/login/lost_log'), logins('before-it-was-lost'))
  await writeFile(at('logs/login/kept_log'), logins(...KEPT))
  await writeFile(at('logs/login/long_log'), `${logins('before-the-long-line')}${'x'.repeat(300_000)}`)
  const agent = server.start('collect')
  await during(agent, async () => {
    await untilReports(
      at,
      'parsed',
      '"source":"access"',
      '"source":"error"',
      '/all_log"',
      'before-the-long-line@',
      'before-it-was-lost@',
      `${KEPT[0]}@`,
    )
    await agent.untilLine(/line_cut/)
    await rename(at('logs/login/all_log'), at('logs/login/all_log.1'))
    await appendFile(at('logs/login/all_log.1'), logins('written-to-the-rotated-log'))
    await writeFile(at('logs/login/all_log'), logins('written-to-the-new-log'))
    await untilReports(at, 'parsed', 'written-to-the-rotated-log@', 'written-to-the-new-log@')
  })
}

/** A log whose bytes are gone, and one whose copy is still being compressed. */
async function lose(server: Server, at: At, later: string): Promise<void> {
  await writeFile(at('logs/login/dav_log'), logins('first-after-the-gap'))
  const whole = gzipSync(`${await readFile(at('logs/login/old_log'), 'utf8')}${logins('in-the-copy')}`)
  await writeFile(at('logs/login/old_log.1.gz'), whole.subarray(0, whole.length / 2))
  await mkdir(join(later, 'login'), { recursive: true })
  await writeFile(join(later, 'login/old_log.1.gz.instead'), whole)
  // Kept for a while, so that the new file gets another inode.
  await rename(at('logs/login/old_log'), at('old_log'))
  await writeFile(at('logs/login/old_log'), logins('behind-the-copy'))
  const agent = server.start('collect')
  await during(agent, async () => {
    await untilReports(at, 'parsed', 'first-after-the-gap@', 'behind-the-copy@')
    await appendFile(at('logs/access_log'), logins('nothing-of-interest'))
    await appendFile(at('logs/login/web_log'), logins('waits-1', 'waits-2'))
    await untilReports(at, 'parsed', 'waits-2@')
    await appendFile(at('logs/login/web_log'), logins('drops-1', 'drops-2'))
    await untilReports(at, 'parsed', 'drops-2@')
  })
}

/** A log with more copies to read than are open at once, of which the first takes a while. */
async function crowd(server: Server, at: At): Promise<void> {
  const slow = at('conf.d/slow.yml')
  const log = at('logs/login/many_log')
  await writeFile(log, logins('many-first'))
  await during(server.start('collect'), () => untilReports(at, 'parsed', 'many-first@'))
  const first = `${await readFile(log, 'utf8')}${'nothing\n'.repeat(20_000)}${logins('many-copied')}`
  await rename(log, at('many_log'))
  await writeFile(`${log}.12`, first)
  for (let copy = 11; copy > 0; copy -= 1) await writeFile(`${log}.${copy}`, logins(`many-${copy}`))
  await writeFile(log, logins('many-last'))
  // Sealed after the save before the last one.
  await appendFile(at('logs/login/web_log'), logins('saved-last'))
  await appendFile(at('logs/error_log'), `${(await samples('cpanel-error'))[1]}\n`)
  await writeFile(slow, 'limits: { read_rate: 64KiB }\n', { mode: 0o600 })
  const agent = server.start('collect')
  await during(agent, async () => {
    await untilNames(
      at('spool'),
      (names) => names.includes('checkpoints.json') && textOf(at('spool/checkpoints.json')).includes('"waits"'),
    )
  })
  await rm(slow)
}

/** A process that is killed leaves its lock, and half of what it was writing. */
async function crash(server: Server, at: At): Promise<void> {
  const agent = server.start('run')
  await agent.untilLine(/transmitter_started/)
  agent.kill('SIGKILL')
  await agent.exited
  await writeFile(at('spool/sealing.tmp'), '{"version":1,"id":"', { mode: 0o600 })
}

/** Of a file that may be renamed at any moment; then what comes will be looked at again. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Copies of the time before the agent. */
async function replay(server: Server, at: At): Promise<void> {
  await writeFile(at('logs/login/web_log-20260901'), logins('past-1', 'past-2'))
  const [line = ''] = await samples('cpanel-access')
  await writeFile(at('logs/access_log.1.gz'), gzipSync(`${line.replace('anna', 'past')}\n`))
  const { stderr } = await server.run('replay', '--report')
  assert.match(stderr, /; sealed: 3, in the spool already: \d+\.\n$/)
}

async function drop(server: Server): Promise<void> {
  const names = [await reportWith(server, 'drops-1'), await reportWith(server, 'refused-dropped', '--failed')]
  for (const name of names) {
    const { code, stderr } = await server.run('spool', 'drop', name, '--yes')
    assert.equal(code, 0, stderr)
  }
}

/** What App::Spoor 0.08 left, of each kind. */
async function inherit(at: At): Promise<void> {
  await leave(at, 'login.1537372956.1234567.json', LEGACY.login)
  await leave(at, 'access.1537372957.12.json', LEGACY.added)
  await leave(at, 'error.1537372957.1999999.json', LEGACY.recipient)
  await leave(at, 'access.1537372958.3.json', LEGACY.removed)
}

function leave(at: At, name: string, fields: object): Promise<void> {
  return writeFile(at('spool/parsed', name), JSON.stringify(fields), { mode: 0o600 })
}

/** More than what a position remembers of the bytes before it, in whole lines of which a few are kept later. */
const KEPT = Array.from({ length: 12 }, (_, index) => `kept-${index + 1}`)

/** One more event at the end of each log, so that all before it is behind a reader who has seen it. */
async function writeLater(later: string): Promise<void> {
  for (const name of ['web', 'dav', 'old', 'all', 'many']) {
    await writeFile(join(later, `login/${name}_log`), logins(`later-${name}`))
  }
  await writeFile(join(later, 'login/all_log.1'), logins('later-rotated'))
  const forged = loginLine('inside-the-long-line@example.com')
  await writeFile(join(later, 'login/long_log'), `${forged}\n${logins('later-long')}`)
  await writeFile(join(later, 'login/lost_log.instead'), logins('later-lost'))
  const kept = `${logins(...KEPT)
    .split('\n')
    .slice(-4)
    .join('\n')}${logins('later-kept')}`
  await writeFile(join(later, 'login/kept_log.instead'), kept)
  await writeFile(join(later, 'login/new_log'), logins('later-new'))
  for (const [log, driver] of [
    ['access_log', 'cpanel-access'],
    ['error_log', 'cpanel-error'],
  ] as const) {
    const [line = ''] = await samples(driver)
    await writeFile(join(later, log), `${line.replaceAll('anna', 'later')}\n`)
  }
}
