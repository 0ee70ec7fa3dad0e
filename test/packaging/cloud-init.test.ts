import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as v from 'valibot'
import { parse } from 'yaml'
import { ROOT } from '../support/repository-files.ts'

const FILE = join(ROOT, 'packaging/cloud-init/spoor-agent.yaml')

const isThere = spawnSync('cloud-init', ['--version']).status === 0

/** Not installed by CI: it would take over the next boot of the machine. */
const skip = isThere ? false : 'cloud-init is not installed: apt-get install cloud-init'

test('cloud-init finds the example in order', { skip }, () => {
  const { status, stdout, stderr } = spawnSync('cloud-init', ['schema', '--config-file', FILE], { encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
})

const EXAMPLE = v.object({
  packages: v.array(v.string()),
  write_files: v.array(v.object({ path: v.string(), owner: v.string(), permissions: v.string() })),
  runcmd: v.array(v.array(v.string())),
})

test('the token of the example is private, no word of a command, and removed', () => {
  const { packages, write_files: files, runcmd } = v.parse(EXAMPLE, parse(readFileSync(FILE, 'utf8')))
  assert.deepEqual(packages, ['spoor-agent'])
  const token = files.find(({ path }) => path.endsWith('.token'))
  assert.deepEqual([token?.owner, token?.permissions], ['root:root', '0600'])
  const [setup = [], remove = []] = runcmd
  assert.equal(setup[setup.indexOf('--token-file') + 1], token?.path)
  assert.deepEqual(remove, ['rm', '-f', token?.path])
  for (const { path, owner, permissions } of files.filter((each) => each !== token)) {
    assert.match(path, /^\/etc\/spoor\/conf\.d\/[a-z]+\.yml$/)
    assert.deepEqual([owner, permissions], ['root:spoor', '0640'])
  }
})
