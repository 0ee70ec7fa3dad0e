import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { bundle, ROOT } from '../../build/bundle.ts'

const { code, packages } = await bundle()
let alone: string

/** The bundle in a folder of its own, with no environment. */
function runAlone(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: alone, env: {}, encoding: 'utf8' })
}

before(async () => {
  alone = await mkdtemp(join(tmpdir(), 'spoor-agent-bundle-'))
  await writeFile(join(alone, 'spoor-agent.cjs'), code)
})

after(() => rm(alone, { recursive: true }))

test('the bundle holds the packages in build/dependencies.txt and no others', async () => {
  const golden = await readFile(join(ROOT, 'build/dependencies.txt'), 'utf8')
  const update = 'If that is meant: npm run build -- --update-dependencies'
  assert.deepEqual(packages, golden.trimEnd().split('\n'), `The packages inside the program changed. ${update}`)
})

test('the bundle needs no file beside it and tells the version in package.json', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const { status, stdout, stderr } = runAlone(['spoor-agent.cjs', '--version'])
  assert.equal(stderr, '')
  assert.match(stdout, new RegExp(`(^|[ /])${RegExp.escape(version)}\\b`))
  assert.equal(status, 0)
})

test('the bundle does not depend on where the checkout lies', () => {
  assert.ok(!code.includes(ROOT))
})

test('the HTTP library is not loaded before something is to be sent', async () => {
  const tell = `process.on('exit', () => console.log(process.moduleLoadList.join('\\n')))`
  await writeFile(join(alone, 'tell.cjs'), tell)
  const { stdout } = runAlone(['--require', './tell.cjs', 'spoor-agent.cjs', '--version'])
  assert.match(stdout, /^NativeModule fs$/m)
  assert.doesNotMatch(stdout, /^NativeModule (https?|http2|tls)$/m)
})
