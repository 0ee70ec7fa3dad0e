import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { spoolPlace } from '../../../../agent/commands/hook/spool-place.ts'
import { loadWhereabouts } from '../../../../agent/config/load.ts'
import { ROOT } from '../../../../build/executable/bundle.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

/** A configuration file of mode 0600. */
async function put(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, text, { mode: 0o600 })
}

test('the spool is the one of the configuration, however that is written', async (t) => {
  const folder = await temporaryFolder(t)
  const ways = [
    'spool:\n  path: /srv/spool\n',
    'spool: { max_size: 1GiB, path: /srv/spool }\n',
    "'spool': { 'path': '/srv/spool' }\n",
    '"sp\\x6fol": { "pa\\x74h": /srv/spool }\n',
    'spool: {\n# path: /never\n  "pa\\\n    th": /srv/spool }\n',
    'spool:\n  ? path\n  : /srv/spool\n',
  ]
  for (const [index, text] of ways.entries()) {
    const file = join(folder, String(index), 'spoor.yml')
    await put(file, text)
    assert.equal(await spoolPlace(file), '/srv/spool', text)
  }
})

test('included files count, and comments do not', async (t) => {
  const folder = await temporaryFolder(t)
  const main = join(folder, 'spoor.yml')
  await put(main, 'spool:\n  # path: /never\n')
  assert.equal(await spoolPlace(main), '/var/lib/spoor')
  await put(join(folder, 'conf.d/site.yml'), 'spool: { path: /srv/site }\n')
  assert.equal(await spoolPlace(main), '/srv/site')
  await put(join(folder, 'elsewhere.yml'), 'spool: { path: /srv/elsewhere }\n')
  await put(main, 'include: elsewhere.yml\n')
  assert.equal(await spoolPlace(main), '/srv/elsewhere')
})

test('every configuration of the tests has the same spool as for everybody else', async () => {
  const files = globSync(['packaging/agent/*.yml', 'test/fixtures/**/*.yml'], { cwd: ROOT })
  assert.ok(files.length > 50)
  for (const file of [...files, 'missing.yml']) {
    const path = join(ROOT, file)
    assert.equal(await spoolPlace(path), (await loadWhereabouts(path)).spool.path, file)
  }
})
