import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { metricsFindings } from '../../../agent/check/metrics.ts'
import { COLLECTOR } from '../../../agent/roles/roles.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const UNIT = 'spoor-agent-collector.service'

test('without metrics there is nothing to say of them', async () => {
  assert.deepEqual(await metricsFindings({}, [COLLECTOR]), [])
})

test('a folder that is missing, or cannot be written to, is a warning with what to do', async (t) => {
  const root = await temporaryFolder(t)
  const [finding] = await metricsFindings({ metrics: { textfile: join(root, 'missing') } }, [COLLECTOR], root)
  assert.equal(finding?.state, 'warning')
  assert.match(finding.text, /missing: the folder is missing \(ENOENT\); create it, or take metrics\.textfile out/)
  await chmod(root, 0o500)
  const [closed] = await metricsFindings({ metrics: { textfile: root } }, [COLLECTOR], root)
  // Root may write anywhere.
  if (process.geteuid?.() !== 0) assert.match(closed?.text ?? '', /\(EACCES\); type: setfacl -m u:\w+:rwx /)
})

test('a unit that does not let the service write there is a warning, until a drop-in does', async (t) => {
  const root = await temporaryFolder(t)
  const folder = join(root, 'textfile')
  await mkdir(folder)
  const look = async (): Promise<string> => {
    const [finding = assert.fail()] = await metricsFindings({ metrics: { textfile: folder } }, [COLLECTOR], root)
    return `${finding.state} ${finding.text.slice(`metrics.textfile: ${folder}: `.length)}`
  }
  assert.equal(await look(), 'ok can be used')
  await mkdir(join(root, 'usr/lib/systemd/system'), { recursive: true })
  await writeFile(join(root, 'usr/lib/systemd/system', UNIT), '')
  const closed = `warning ${UNIT} does not let the service write there; type: systemctl edit ${UNIT}; and add under [Service]: ReadWritePaths=${folder}`
  assert.equal(await look(), closed)
  const dropIns = join(root, 'etc/systemd/system', `${UNIT}.d`)
  await mkdir(dropIns, { recursive: true })
  for (const [text, expected] of [
    [`#ReadWritePaths=${folder}`, closed],
    [`ReadWritePaths=${folder}-elsewhere`, closed],
    [`ReadWritePaths=/srv -${folder}/`, 'ok can be used'],
    [`ReadWritePaths=${root}`, 'ok can be used'],
  ] as const) {
    await writeFile(join(dropIns, 'override.conf'), `[Service]\n${text}\n`)
    assert.equal(await look(), expected, text)
  }
})
