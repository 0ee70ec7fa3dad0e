// What docs/rollout.md removes from an image.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { AGENT } from '../../build/programs/agent-program.ts'
import { ROOT } from '../support/repository-files.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

const run = promisify(execFile)

test('nothing by which a copy would be taken for the original stays in an image', async (t) => {
  const root = await temporaryFolder(t)
  const document = await readFile(join(ROOT, 'docs/rollout.md'), 'utf8')
  const [, commands = assert.fail('no commands')] = /<!-- image -->\n```sh\n([^]*?)```/.exec(document) ?? []
  const kept = [...AGENT.folders.map(({ path }) => path), ...AGENT.unitFolders].filter(
    (path) => !path.startsWith('run/'),
  )
  for (const path of kept) {
    await mkdir(join(root, path), { recursive: true })
    await writeFile(join(root, path, 'state.json'), '')
    await writeFile(join(root, path, '.hidden'), '')
  }
  await writeFile(join(root, 'etc/spoor/conf.d/hub.yml'), '')
  await mkdir(join(root, 'var/lib/spoor/sealed'))
  await writeFile(join(root, 'var/lib/spoor/sealed/report'), '')
  await mkdir(join(root, 'bin'))
  await writeFile(join(root, 'bin/systemctl'), '#!/bin/sh\n')
  await chmod(join(root, 'bin/systemctl'), 0o755)
  const placed = commands.replaceAll(/ (?=\/(?:etc|var)\/)/g, ` ${root}`)
  const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` }
  await run('sh', ['-ec', placed], { env })
  const left = await readdir(root, { recursive: true, withFileTypes: true })
  const files = left.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  assert.deepEqual(
    files.filter((file) => !/\/(?:bin|etc\/spoor|etc\/spoor\/(?:conf|drivers)\.d)\/[^/]+$/.test(file)),
    [],
  )
  assert.ok(!files.some((file) => file.endsWith('/hub.yml')))
  for (const path of kept.filter((each) => !each.startsWith('var/lib/spoor/'))) await readdir(join(root, path))
})
