import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { mail } from '../../../agent/commands/mail.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type RanCommand, ranCommand } from '../../support/ran-command.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const run = (spool: string, options: Options = {}): Promise<RanCommand> =>
  ranCommand(mail, [spool], { queue: true, ...options }, '')

/** The first six characters of an id are the moment of arrival: 2026-11-28 02:56:30 UTC, and an hour later. */
const [FIRST, SECOND] = ['1vOoes', '1vOpaw']

function head(sender: string, ...properties: readonly string[]): string {
  return [
    '1vOoes-000014-03-H',
    'shop 1001 1001',
    `<${sender}>`,
    '1764298590 0',
    ...properties,
    'XX',
    '1',
    'x@y.example',
  ].join('\n')
}

/** A spool with a split queue: four messages, one of them frozen, and files that are no heads. */
async function spool(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t)
  mkdirSync(join(folder, 'input/c'), { recursive: true })
  const files = {
    [`input/${FIRST}-000014-03-H`]: head(
      'info@shop.example',
      '-received_protocol esmtpa',
      '--host_address [192.0.2.1]:52100',
      '-auth_id info@shop.example',
      '-frozen 1764298600',
    ),
    [`input/c/${SECOND}-00000000014-0300-H`]: head(
      'info@shop.example',
      '--aclm _x 14',
      '-auth_id other',
      '-host_address 192.0.2.1.52100',
      '--auth_id Info@shop.example',
    ),
    [`input/c/${SECOND}-00000000015-0300-H`]: head('', '-received_protocol local'),
    [`input/c/${SECOND}-00000000016-0300-H`]: head('web@shop.example', '-received_protocol local'),
    [`input/c/${SECOND}-00000000016-0300-D`]: 'text',
    [`input/c/${SECOND}-00000000017-0300-J`]: '',
    'input/hints-H': '',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

suite('mail --queue', () => {
  test('counts messages by when they arrived, by the names of their files', async (t) => {
    const folder = await spool(t)
    assert.equal((await run(folder)).output, 'DAY         MESSAGES\n2025-11-28         4\ntotal              4\n')
    assert.equal(
      (await run(folder, { by: 'hour', csv: true })).output,
      'hour,messages\n"2025-11-28 02",1\n"2025-11-28 03",3\n',
    )
    assert.equal((await run(folder, { since: '2025-11-28T03:30', csv: true })).output, 'day,messages\n2025-11-28,3\n')
  })

  test('tells who sent what waits, and how much of it is frozen', async (t) => {
    const folder = await spool(t)
    const by = async (key: string): Promise<string> => (await run(folder, { by: key, csv: true })).output
    assert.equal(
      await by('sender'),
      [
        'sender,oldest,messages,frozen',
        'info@shop.example,"2025-11-28 02:56:30 +0000",2,1',
        '<>,"2025-11-28 03:56:30 +0000",1,0',
        'web@shop.example,"2025-11-28 03:56:30 +0000",1,0\n',
      ].join('\n'),
    )
    assert.match(await by('mailbox'), /^mailbox,.*\ninfo@shop\.example,.*,2,1\n$/)
    assert.match(await by('account'), /\nshop,.*,2,0\n$/)
    assert.match(await by('ip'), /\n192\.0\.2\.1,.*,2,1\n$/)
    assert.match((await run(folder, { by: 'mailbox' })).output, /\ntotal {2,}4 {2,}1\n$/)
  })

  test('shows so many rows as are asked for', async (t) => {
    const { output, said } = await run(await spool(t), { by: 'sender', top: '1', json: true })
    assert.deepEqual([output.split('\n').length, said], [2, ''])
    await assert.rejects(run('/nowhere', { top: '0' }), /--top is no whole number from 1 to 999999/)
  })

  test('says what to do where it is not there, or may not be read', async (t) => {
    const folder = await temporaryFolder(t)
    await assert.rejects(run(folder), /input cannot be read \(ENOENT\); name Exim's spool folder$/)
    await assert.rejects(run(folder, { by: 'script' }), /the queue does not tell scripts/)
  })

  test('says that it takes root where the system refuses to open a folder', async (t) => {
    const folder = await temporaryFolder(t)
    const locked = join(folder, 'input')
    mkdirSync(locked, { mode: 0 })
    // Root may read all; as nobody it may not.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) {
      chmodSync(folder, 0o755)
      process.seteuid?.(65_534)
    }
    try {
      await assert.rejects(run(folder), (error: unknown) => {
        return (
          error instanceof ActionNeeded && error.message.endsWith('only root and Exim may read it: run this as root')
        )
      })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})
