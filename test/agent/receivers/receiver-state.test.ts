import assert from 'node:assert/strict'
import { chmod, chown, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { ReceiverState, type StateOwner, wishedFields } from '../../../agent/receivers/receiver-state.ts'
import { createSpool } from '../../support/spool-scene.ts'

const ADDRESS = 'https://hub.example.com/api/reports'
const GOOD = `{"version":1,"address":"${ADDRESS}","fields":["severity"]}\n`

function hubIn(root: string): StateOwner {
  return { root, name: 'hub', address: ADDRESS }
}

async function createRoot(
  t: TestContext,
): Promise<{ root: string; file: string; leave: (text: string) => Promise<void> }> {
  const { root } = (await createSpool(t)).folders
  const file = join(root, 'receivers/hub/asked.json')
  const leave = async (text: string): Promise<void> => {
    await mkdir(dirname(file), { mode: 0o700 })
    await writeFile(file, text, { mode: 0o600 })
  }
  return { root, file, leave }
}

test('a wish is known to the next process, in a file for the agent alone', async (t) => {
  const { root, file } = await createRoot(t)
  const state = await ReceiverState.read(hubIn(root))
  assert.deepEqual(state.fields, [])
  await state.wish('service, severity, log')
  assert.deepEqual(state.fields, ['service', 'severity', 'log'])
  assert.deepEqual((await wishedFields(hubIn(root))).toSorted(), ['log', 'service', 'severity'])
  assert.deepEqual(await wishedFields({ ...hubIn(root), name: 'api' }), [])
  assert.equal(
    await readFile(file, 'utf8'),
    `{"version":1,"address":"${ADDRESS}","fields":["log","service","severity"]}\n`,
  )
  assert.deepEqual([(await stat(file)).mode & 0o777, (await stat(dirname(file))).mode & 0o777], [0o600, 0o700])
  assert.deepEqual(await readdir(dirname(file)), ['asked.json'])
})

test('the last wish counts, and an empty one takes it back', async (t) => {
  const { root } = await createRoot(t)
  const state = await ReceiverState.read(hubIn(root))
  await Promise.all([state.wish('severity'), state.wish('log'), state.wish('service')])
  assert.deepEqual(await wishedFields(hubIn(root)), ['service'])
  await state.wish('')
  assert.deepEqual(await wishedFields(hubIn(root)), [])
})

test('a wish that is repeated writes nothing, and none is no file', async (t) => {
  const { root, file } = await createRoot(t)
  const state = await ReceiverState.read(hubIn(root))
  await state.wish('')
  assert.deepEqual(await readdir(join(root, 'receivers')), [])
  await state.wish('severity, log')
  const { ino } = await stat(file)
  for (const header of ['log, severity', 'severity,log,severity']) await state.wish(header)
  await (await ReceiverState.read(hubIn(root))).wish('severity, log')
  assert.equal((await stat(file)).ino, ino)
})

test('a wish that cannot be saved holds, and is saved when the receiver repeats it', async (t) => {
  const { root, file } = await createRoot(t)
  const state = await ReceiverState.read(hubIn(root))
  await writeFile(dirname(file), '')
  await state.wish('severity')
  assert.deepEqual(state.fields, ['severity'])
  await rename(dirname(file), join(root, 'elsewhere'))
  await state.wish('severity')
  assert.equal(await readFile(file, 'utf8'), GOOD)
})

for (const [what, text] of [
  ['torn', GOOD.slice(0, 20)],
  ['empty', ''],
  ['of another version', '{"version":2,"address":"https://hub.example.com/api/reports","fields":["severity"]}'],
  ['of another shape', `{"version":1,"address":"${ADDRESS}","fields":"severity"}`],
  ['too long', `{"version":1,"address":"${ADDRESS}","fields":["severity"],"more":"${'x'.repeat(20_000)}"}`],
] as const) {
  test(`a file that is ${what} holds no wish, and the next wish replaces it`, async (t) => {
    const { root, file, leave } = await createRoot(t)
    await leave(text)
    const state = await ReceiverState.read(hubIn(root))
    assert.deepEqual(state.fields, [])
    await state.wish('severity')
    assert.equal(await readFile(file, 'utf8'), GOOD)
  })
}

test('names in the file are bounded like those in the header', async (t) => {
  const { root, leave } = await createRoot(t)
  await leave(
    JSON.stringify({ version: 1, address: ADDRESS, fields: ['log', 'Bad Name', ...'abcdefghijklmnopqrst'.split('')] }),
  )
  assert.deepEqual(await wishedFields(hubIn(root)), ['log', ...'abcdefghijklmno'.split('')])
})

test("a file that is a link, that others can read or that is another user's holds no wish", async (t) => {
  const { root, file, leave } = await createRoot(t)
  await leave(GOOD)
  assert.deepEqual(await wishedFields(hubIn(root)), ['severity'])
  await chmod(file, 0o644)
  assert.deepEqual(await wishedFields(hubIn(root)), [])
  await chmod(file, 0o600)
  if (process.geteuid?.() === 0) {
    await chown(file, 12_345, 12_345)
    assert.deepEqual(await wishedFields(hubIn(root)), [])
    await chown(file, 0, 0)
  }
  await rename(file, join(dirname(file), 'other.json'))
  await symlink('other.json', file)
  assert.deepEqual(await wishedFields(hubIn(root)), [])
})

test('a receiver at another address has asked for nothing', async (t) => {
  const { root } = await createRoot(t)
  await (await ReceiverState.read(hubIn(root))).wish('severity')
  const elsewhere = { ...hubIn(root), address: 'https://hub.example.net/api/reports' }
  assert.deepEqual(await wishedFields(elsewhere), [])
  await (await ReceiverState.read(elsewhere)).wish('log')
  assert.deepEqual([await wishedFields(elsewhere), await wishedFields(hubIn(root))], [['log'], []])
})
