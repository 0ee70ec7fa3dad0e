import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Registry } from '../../../lib/samples/registry.ts'
import { Textfile } from '../../../lib/samples/textfile.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Scene {
  readonly folder: string
  readonly file: string
  readonly textfile: Textfile
  readonly faults: string[]
  /** How often it was gathered for a write. */
  readonly writes: () => number
  /** Lets time pass, and what is being written be written. */
  readonly pass: (milliseconds: number) => Promise<void>
}

async function createScene(t: TestContext, folder?: string): Promise<Scene> {
  const place = folder ?? (await temporaryFolder(t))
  let [now, writes] = [0, 0]
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const registry = new Registry()
  registry.add({ name: 'agent_up', kind: 'gauge', help: 'Up.', labels: [] }, () => {
    writes += 1
    return [{ labels: [], value: writes }]
  })
  const faults: string[] = []
  const textfile = new Textfile({
    folder: place,
    name: 'agent',
    registry,
    elapsed: () => now,
    onFault: (file, error) => faults.push(`${file}: ${error.message.split(':')[0]}`),
  })
  return {
    folder: place,
    file: join(place, 'agent.prom'),
    textfile,
    faults,
    writes: () => writes,
    pass: async (milliseconds) => {
      now += milliseconds
      t.mock.timers.tick(milliseconds)
      await textfile.written
    },
  }
}

test('a change is written at once, and further changes together 15 seconds later', async (t) => {
  const { textfile, writes, pass, file } = await createScene(t)
  textfile.changed()
  await pass(0)
  assert.equal(writes(), 1)
  for (let count = 0; count < 100; count += 1) textfile.changed()
  await pass(14_999)
  assert.equal(writes(), 1)
  await pass(1)
  assert.equal(writes(), 2)
  assert.match(await readFile(file, 'utf8'), /^agent_up 2$/m)
})

test('without a change the file is written once a minute, when something else wakes the process', async (t) => {
  const { textfile, writes, pass } = await createScene(t)
  textfile.changed()
  await pass(0)
  await pass(3_600_000)
  assert.equal(writes(), 1)
  textfile.beat()
  await pass(30_000)
  textfile.beat()
  await pass(30_000)
  textfile.beat()
  await pass(0)
  assert.equal(writes(), 3)
})

test('everybody may read it, whatever the umask, and nothing else is left in the folder', async (t) => {
  const umask = process.umask(0o077)
  t.after(() => process.umask(umask))
  const { textfile, file, folder } = await createScene(t)
  await textfile.close()
  assert.equal((await stat(file)).mode & 0o777, 0o644)
  assert.deepEqual(await readdir(folder), ['agent.prom'])
})

test('nothing is written through a link set by somebody else', async (t) => {
  const { textfile, folder, file } = await createScene(t)
  const victim = join(folder, 'victim')
  await writeFile(victim, 'mine')
  for (const name of ['agent.prom', 'agent.prom.tmp']) await symlink(victim, join(folder, name))
  await textfile.close()
  assert.equal(await readFile(victim, 'utf8'), 'mine')
  assert.match(await readFile(file, 'utf8'), /^agent_up 1$/m)
})

test('a missing folder is reported once until the file can be written, and stops nothing', async (t) => {
  const folder = join(await temporaryFolder(t), 'missing')
  const { textfile, faults, pass, file } = await createScene(t, folder)
  for (let count = 0; count < 3; count += 1) {
    textfile.changed()
    await pass(15_000)
  }
  assert.deepEqual(faults, [`${file}: ENOENT`])
  await mkdir(folder)
  textfile.changed()
  await pass(15_000)
  assert.match(await readFile(file, 'utf8'), /^agent_up/m)
})
