// The drivers that docs/drivers.md shows, and the one that the packages bring.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { drivers } from '../agent/commands/drivers.ts'
import { STAMP_FORMS } from '../agent/own-drivers/line-time.ts'
import { ranCommand } from './support/ran-command.ts'
import { ROOT } from './support/repository-files.ts'
import { temporaryFolder } from './support/spool-scene.ts'

const DOCUMENT = readFileSync(join(ROOT, 'docs/drivers.md'), 'utf8')

/** The files that it shows, by their names. */
const SHOWN = [...DOCUMENT.matchAll(/^```yaml\n# \/etc\/spoor\/drivers\.d\/(\S+)\n([^]*?)^```$/gm)].map(
  ([, name = '', text = '']) => ({ name, text }),
)

test('each driver in docs/drivers.md, and that of the packages, says of its samples what it must', async (t) => {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'drivers.d'))
  for (const { name, text } of SHOWN) await writeFile(join(folder, 'drivers.d', name), text)
  const modsec = join(folder, 'drivers.d/modsec.yml')
  await copyFile(join(ROOT, 'packaging/agent/modsec.yml'), modsec)
  const { exitCode, output, said } = await ranCommand(drivers, ['test'], { config: join(folder, 'spoor.yml') })
  assert.equal(said, '')
  assert.equal(exitCode, 0, output)
  const sums = output.split('\n').filter((line) => line.endsWith(', all ok'))
  assert.deepEqual(sums, [
    'backup: 3 samples, all ok',
    'modsec: 6 samples, all ok',
    'mysql: 2 samples, all ok',
    'vsftpd: 3 samples, all ok',
  ])
  assert.doesNotMatch(output, /each line is compared/)
})

test('docs/drivers.md has each form of a time, and no other', () => {
  const [, table = ''] = /^\| `time` \| reads \|$([^]*?)^$/m.exec(DOCUMENT) ?? []
  const forms = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, form]) => form)
  assert.deepEqual(forms, Object.keys(STAMP_FORMS))
})
