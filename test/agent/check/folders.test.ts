import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { folderFindings } from '../../../agent/check/folders.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { exampleSpool } from '../../support/example-config.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const [UID, GID] = [12_345, 12_346]
const isRoot = process.geteuid?.() === 0

interface Scene {
  readonly folder: string
  readonly spool: string
  /** What is wrong with the spool, seen by this user. */
  readonly faults: () => readonly string[]
}

async function createScene(t: TestContext, path = 'a/b/spool'): Promise<Scene> {
  const folder = await temporaryFolder(t)
  const spool = join(folder, path)
  const faults = (): readonly string[] =>
    folderFindings({ spool: exampleSpool(spool), runtime: { path: join(folder, 'run') } })
      .filter(({ check, state }) => check === 'spool' && state === 'failed')
      .map(({ text }) => text)
  return { folder, spool, faults }
}

/** The same seen by the user of the services: in a process of its own, as it becomes that user for good. */
function faultsOfUser({ folder, spool }: Scene, wanted = 'failed'): readonly string[] {
  const config = JSON.stringify({ spool: exampleSpool(spool), runtime: { path: join(folder, 'run') } })
  const program = `
    import { folderFindings } from '${ROOT}/agent/check/folders.ts'
    process.setgroups([]); process.setgid(${GID}); process.setuid(${UID})
    console.log(JSON.stringify(folderFindings(${config})))`
  const words = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const findings = JSON.parse(execFileSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' }))
  return findings
    .filter(({ check, state }: { check: string; state: string }) => check === 'spool' && state === wanted)
    .map(({ text }: { text: string }) => text)
}

test('a spool that exists, or can be made with all folders above it, is fine; nothing is made', async (t) => {
  const { spool, faults } = await createScene(t)
  assert.deepEqual(faults(), [])
  assert.throws(() => chmodSync(spool, 0o700), { code: 'ENOENT' })
  mkdirSync(join(spool, 'parsed'), { recursive: true, mode: 0o700 })
  chmodSync(spool, 0o700)
  assert.deepEqual(faults(), [])
})

test('a file in place of the spool, or of a folder above or in it, fails', async (t) => {
  const { folder, spool, faults } = await createScene(t)
  writeFileSync(join(folder, 'a'), '')
  assert.deepEqual(faults(), [`spool.path: ${spool} cannot be made: ${folder}/a is no folder; correct it`])
  rmSync(join(folder, 'a'))
  mkdirSync(spool, { recursive: true, mode: 0o700 })
  writeFileSync(join(spool, 'parsed'), '')
  assert.deepEqual(faults(), [`spool.path: ${spool}/parsed: this is not a folder; remove it, or correct the path.`])
})

test('a spool that others can read is refused as the services refuse it', async (t) => {
  const { spool, faults } = await createScene(t)
  mkdirSync(spool, { recursive: true })
  chmodSync(spool, 0o755)
  assert.match(faults().join(), new RegExp(`^spool\\.path: ${spool}: others can .* type: chmod 700 ${spool}$`))
})

test(
  'a folder above in which the services may make nothing is named, with the command that makes the spool',
  { skip: !isRoot },
  async (t) => {
    const scene = await createScene(t)
    chmodSync(scene.folder, 0o755)
    const [fault = '', ...more] = faultsOfUser(scene)
    assert.deepEqual(more, [])
    const [what = '', command = ''] = fault.split('; type: ')
    assert.equal(
      what,
      `spool.path: ${scene.spool} is not there, and user ${UID} cannot make it: this user may not write to ${scene.folder} (EACCES)`,
    )
    execFileSync('/bin/sh', ['-c', command])
    assert.deepEqual(faultsOfUser(scene), [])
  },
)

test(
  'each folder above that the services cannot pass is named, with the command that lets them',
  { skip: !isRoot },
  async (t) => {
    const scene = await createScene(t)
    mkdirSync(scene.spool, { recursive: true, mode: 0o700 })
    chownSync(scene.spool, UID, GID)
    chmodSync(scene.spool, 0o700)
    const closed = [scene.folder, join(scene.folder, 'a'), join(scene.folder, 'a/b')]
    for (const folder of closed) chmodSync(folder, 0o700)
    for (const folder of closed) {
      const [fault = ''] = faultsOfUser(scene)
      assert.equal(
        fault,
        `spool.path: ${folder} does not let user ${UID} pass to ${scene.spool}; type: chmod o+x ${folder}`,
      )
      execFileSync('/bin/sh', ['-c', fault.split('; type: ')[1] ?? 'false'])
    }
    assert.deepEqual(faultsOfUser(scene), [])
  },
)

test('a spool of another user is refused, with the command that gives it', { skip: !isRoot }, async (t) => {
  const scene = await createScene(t)
  mkdirSync(scene.spool, { recursive: true, mode: 0o700 })
  for (const folder of [scene.folder, join(scene.folder, 'a'), join(scene.folder, 'a/b')]) chmodSync(folder, 0o755)
  const [fault = ''] = faultsOfUser(scene)
  assert.match(fault, new RegExp(`: this folder belongs to user 0, .*; type: chown ${UID} ${scene.spool}$`))
  execFileSync('/bin/sh', ['-c', fault.split('; type: ')[1] ?? 'false'])
  assert.deepEqual(faultsOfUser(scene), [])
})

test(
  'a database of places that root restored is a warning, with the command that gives it',
  { skip: !isRoot },
  async (t) => {
    const scene = await createScene(t)
    mkdirSync(scene.spool, { recursive: true, mode: 0o700 })
    for (const folder of [scene.folder, join(scene.folder, 'a'), join(scene.folder, 'a/b')]) chmodSync(folder, 0o755)
    chownSync(scene.spool, UID, GID)
    assert.deepEqual(faultsOfUser(scene, 'warning'), [])
    const file = join(scene.spool, 'rules.sqlite')
    writeFileSync(file, '', { mode: 0o600 })
    const [fault = '', ...more] = faultsOfUser(scene, 'warning')
    assert.deepEqual([more, faultsOfUser(scene)], [[], []])
    assert.match(
      fault,
      new RegExp(`^spool\\.path: user ${UID} cannot read and write ${file} \\(EACCES\\), .*; type: chown`),
    )
    execFileSync('/bin/sh', ['-c', fault.split('; type: ')[1] ?? 'false'])
    assert.deepEqual(faultsOfUser(scene, 'warning'), [])
  },
)
