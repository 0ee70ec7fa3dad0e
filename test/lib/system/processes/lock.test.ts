import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EXIT } from '../../../../lib/system/errors.ts'
import { takeLock } from '../../../../lib/system/processes/lock.ts'
import { type ProcessIdentity, ownIdentity } from '../../../../lib/system/processes/process-identity.ts'
import { mortal } from '../../../support/mortal.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const HOLDER = fileURLToPath(import.meta.resolve('../../../support/lock-holder.ts'))

/** Another process that wants the collector's lock of a folder; it ends with the test. */
interface Rival {
  readonly child: ChildProcess
  /** Lets it take the lock; resolves to its answer. */
  readonly go: () => Promise<string>
  readonly exited: Promise<number | null>
}

async function startRival(t: TestContext, folder: string, role = 'collector'): Promise<Rival> {
  const [program, ...words] = [...mortal, process.execPath, '--import', 'tsx', HOLDER, folder, role]
  const child = spawn(program, words, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // If it were killed while writing its coverage, the torn file would break the whole report.
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  })
  t.after(() => child.kill('SIGKILL'))
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  assert.equal((await lines.next()).value, 'ready')
  const go = async (): Promise<string> => {
    child.stdin.write('go\n')
    return (await lines.next()).value ?? ''
  }
  return { child, go, exited }
}

async function kill({ child, exited }: Rival): Promise<void> {
  child.kill('SIGKILL')
  await exited
}

/** Creates the lock that this owner would have left behind. */
async function leaveLock(folder: string, owner: Partial<ProcessIdentity>): Promise<void> {
  const { pid, startTime, bootId } = { ...ownIdentity(), ...owner }
  await mkdir(join(folder, 'collector.lock'), { recursive: true })
  await writeFile(join(folder, 'collector.lock', `${pid}.${startTime}.${bootId}`), '')
}

test('each state folder has one collector and one transmitter: a second one is told who holds the lock', async (t) => {
  const folder = await temporaryFolder(t)
  const [first, second] = [await startRival(t, folder), await startRival(t, folder)]
  assert.equal(await first.go(), 'held')
  const answer = await second.go()
  assert.match(answer, new RegExp(`process ${first.child.pid} is already the collector of this folder`))
  assert.equal(await second.exited, EXIT.held)
})

test('a released lock leaves nothing behind and can be taken again', async (t) => {
  const folder = await temporaryFolder(t)
  for (let round = 0; round < 3; round += 1) {
    const lock = await takeLock(folder, 'collector')
    assert.deepEqual(await readdir(folder), ['collector.lock'])
    await lock.release()
    assert.deepEqual(await readdir(folder), [])
  }
})

test('after kill -9 the next start takes the lock at once', async (t) => {
  const folder = await temporaryFolder(t)
  const rival = await startRival(t, folder)
  assert.equal(await rival.go(), 'held')
  await kill(rival)
  // A start that does not wait needs no clock.
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const lock = await takeLock(folder, 'collector')
  await lock.release()
})

test('exactly one of ten simultaneous starts gets the lock of a dead owner', async (t) => {
  const folder = await temporaryFolder(t)
  const dead = await startRival(t, folder)
  assert.equal(await dead.go(), 'held')
  await kill(dead)
  const rivals = await Promise.all(Array.from({ length: 10 }, () => startRival(t, folder)))
  const answers = await Promise.all(rivals.map(({ go }) => go()))
  assert.equal(answers.filter((answer) => answer === 'held').length, 1, answers.join('\n'))
  const winner = rivals[answers.indexOf('held')]
  for (const answer of answers.filter((each) => each !== 'held')) {
    assert.match(answer, new RegExp(`process ${winner?.child.pid} is already the collector`))
  }
  assert.equal((await readdir(folder)).length, 1)
})

test('a stopped owner never loses its lock', async (t) => {
  const folder = await temporaryFolder(t)
  const rival = await startRival(t, folder)
  assert.equal(await rival.go(), 'held')
  rival.child.kill('SIGSTOP')
  await assert.rejects(takeLock(folder, 'collector'), { exitCode: EXIT.held })
  rival.child.kill('SIGCONT')
  rival.child.stdin?.end()
  assert.equal(await rival.exited, 0)
  assert.deepEqual(await readdir(folder), [])
})

test('an owner from another boot is dead, whatever process has its pid now', async (t) => {
  const folder = await temporaryFolder(t)
  await leaveLock(folder, { bootId: '00000000-0000-4000-8000-000000000000' })
  await (await takeLock(folder, 'collector')).release()
})

test('an owner whose pid now belongs to another process is dead', async (t) => {
  const folder = await temporaryFolder(t)
  await leaveLock(folder, { startTime: '1' })
  await (await takeLock(folder, 'collector')).release()
})

test('this process itself counts as alive', async (t) => {
  const folder = await temporaryFolder(t)
  await leaveLock(folder, {})
  await assert.rejects(takeLock(folder, 'collector'), {
    name: 'ActionNeeded',
    message: new RegExp(`process ${process.pid} is already the collector`),
  })
})

test('a lock without an owner does not count', async (t) => {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'collector.lock'))
  await (await takeLock(folder, 'collector')).release()
  assert.deepEqual(await readdir(folder), [])
})

test('a lock that does not name its owner is left alone, and the error says so', async (t) => {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'collector.lock'))
  await writeFile(join(folder, 'collector.lock', 'notes.txt'), 'mine')
  await assert.rejects(takeLock(folder, 'collector'), { exitCode: EXIT.held, message: /collector\.lock: .*remove it/ })
  assert.equal(await readFile(join(folder, 'collector.lock', 'notes.txt'), 'utf8'), 'mine')
  assert.deepEqual(await readdir(folder), ['collector.lock'])
})

test('the error for a lock that cannot be created names its path', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'collector.lock'), '')
  await assert.rejects(takeLock(folder, 'collector'), { name: 'ActionNeeded', message: /collector\.lock: .*ENOTDIR/ })
  await assert.rejects(takeLock(join(folder, 'gone'), 'collector'), { message: /collector\.lock: .*ENOENT/ })
  assert.deepEqual(await readdir(folder), ['collector.lock'])
})

test('the locks of a collector and a transmitter in one process do not disturb each other', async (t) => {
  const folder = await temporaryFolder(t)
  const [collector, transmitter] = await Promise.all([takeLock(folder, 'collector'), takeLock(folder, 'transmitter')])
  await collector.release()
  await assert.rejects(takeLock(folder, 'transmitter'), { exitCode: EXIT.held })
  await transmitter.release()
  assert.deepEqual(await readdir(folder), [])
})

test('a lock held for longer than the library watches it can still be released', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const folder = await temporaryFolder(t)
  const lock = await takeLock(folder, 'collector')
  t.mock.timers.tick(2 ** 31 - 1)
  await new Promise(setImmediate)
  await assert.rejects(takeLock(folder, 'collector'), { exitCode: EXIT.held })
  await lock.release()
  await (await takeLock(folder, 'collector')).release()
})

test('another process can take the lock during its release', async (t) => {
  const folder = await temporaryFolder(t)
  const lock = await takeLock(folder, 'collector')
  await writeFile(join(folder, 'collector.lock', 'another'), '')
  await lock.release()
  assert.deepEqual(await readdir(join(folder, 'collector.lock')), ['another'])
})
