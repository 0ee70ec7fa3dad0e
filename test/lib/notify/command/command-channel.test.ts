import assert from 'node:assert/strict'
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Attempt } from '../../../../lib/notify/channel.ts'
import { commandChannel } from '../../../../lib/notify/command/command-channel.ts'
import type { CommandSettings } from '../../../../lib/notify/command/command-settings.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'
import { MESSAGE } from '../mail/mail-scene.ts'
import { commandSettings, shellScript } from './command-scene.ts'

const { signal } = new AbortController()

/** What becomes of a message, where the program does this. */
async function attempted(t: TestContext, lines: string, change: Partial<CommandSettings> = {}): Promise<Attempt> {
  const program = shellScript(await temporaryFolder(t), lines)
  const [receipt] = await commandChannel(commandSettings(program, change)).send(MESSAGE, signal)
  assert.equal(receipt?.recipient, program)
  return receipt
}

function reasonOf(attempt: Attempt): string {
  return 'reason' in attempt ? attempt.reason.replaceAll(/\/\S*\/act/g, 'ACT') : ''
}

test('a program gets the data as one line of JSON, and nothing of them as argument or in its environment', async (t) => {
  const folder = await temporaryFolder(t)
  const program = shellScript(
    folder,
    `cat > ${folder}/in; { echo "$0 $*"; pwd; umask; env; } > ${folder}/seen; echo done`,
  )
  const channel = commandChannel(commandSettings(program, { exec: [program, '--fast', '$(id)'] }))
  const data = { id: 'e1', mailbox: "'; touch /tmp/x #@example.com", words: 'a\nb' }
  const receipts = await channel.send({ ...MESSAGE, data }, signal)
  assert.deepEqual(receipts, [{ recipient: program, result: 'delivered', answer: 'exit code 0: done' }])
  const given = readFileSync(join(folder, 'in'), 'utf8')
  assert.equal(given, `${JSON.stringify(data)}\n`)
  assert.equal(given.split('\n').length, 2)
  const [words, where, mask, ...env] = readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n')
  assert.deepEqual([words, where, Number.parseInt(mask ?? '', 8)], [`${program} --fast $(id)`, '/', process.umask()])
  // A shell adds these itself, and Node one where coverage is measured.
  const names = env.flatMap((line) => /^(?!PWD|_|SHLVL|OLDPWD|NODE_V8_COVERAGE)(\w+)=/.exec(line)?.[1] ?? [])
  assert.deepEqual(names.toSorted(), ['HOME', 'LC_ALL', 'PATH'])
})

test('exit code 0 is done, 75 means later, and any other refuses for good, with the first line of standard error', async (t) => {
  assert.deepEqual(await attempted(t, 'exit 0').then(({ result }) => result), 'delivered')
  const later = await attempted(t, 'echo busy >&2; exit 75')
  assert.deepEqual([later.result, reasonOf(later)], ['later', 'ACT wants it later (exit code 75: busy).'])
  const refused = await attempted(t, String.raw`printf '\033[2Jno such\tlist\nmore\n' >&2; exit 3`)
  assert.deepEqual([refused.result, reasonOf(refused)], ['refused', 'ACT failed (exit code 3: ?[2Jno such?list).'])
  const long = await attempted(t, 'head -c 100000 /dev/zero | tr "\\0" x >&2; exit 1')
  assert.match(reasonOf(long), /^ACT failed \(exit code 1: x{199}…\)\.$/)
})

test('a program that takes too long, is killed or cannot be started means: later', async (t) => {
  const slow = await attempted(t, 'exec sleep 1000', { timeout: 1 })
  assert.deepEqual([slow.result, reasonOf(slow)], ['later', 'ACT did not end within 0 s.'])
  const killed = await attempted(t, 'kill -KILL $$')
  assert.deepEqual([killed.result, reasonOf(killed)], ['later', 'ACT was ended by SIGKILL.'])
  const program = shellScript(await temporaryFolder(t), '')
  writeFileSync(program, '#!/nowhere/interpreter\n')
  const [unstarted] = await commandChannel(commandSettings(program)).send(MESSAGE, signal)
  assert.equal(unstarted?.result, 'later')
  assert.match(unstarted.reason, /act cannot be started \(ENOENT\)\.$/)
})

test('a run is ended with the signal, and tried again later', async (t) => {
  const stop = new AbortController()
  const program = shellScript(await temporaryFolder(t), 'sleep 1000')
  const sending = commandChannel(commandSettings(program)).send(MESSAGE, stop.signal)
  setImmediate(() => stop.abort())
  assert.deepEqual(await sending, [{ recipient: program, result: 'later', reason: 'The agent ends.' }])
})

test('nothing is run that others could change, nor where they could change the configuration', async (t) => {
  const folder = await temporaryFolder(t)
  const program = shellScript(folder, `echo ran >> ${folder}/ran`)
  const config = join(folder, 'spoor.yml')
  writeFileSync(config, '')
  const channel = commandChannel(commandSettings(program, { files: [config] }))
  chmodSync(config, 0o640)
  assert.deepEqual(await channel.check(signal), [])
  for (const [path, mode] of [
    [program, 0o777],
    [config, 0o660],
    [folder, 0o775],
  ] as const) {
    chmodSync(path, mode)
    const faults = await channel.check(signal)
    assert.equal(faults.length, 1)
    assert.ok(faults[0]?.startsWith(`alerts.block.command: ${path} has mode 0`), faults[0])
    const [receipt] = await channel.send(MESSAGE, signal)
    assert.equal(receipt?.result, 'later')
    assert.equal(receipt.reason, `${faults[0]}.`)
    chmodSync(path, path === config ? 0o640 : 0o755)
  }
  assert.throws(() => readFileSync(join(folder, 'ran')), /ENOENT/)
  await channel.send(MESSAGE, signal)
  assert.equal(readFileSync(join(folder, 'ran'), 'utf8'), 'ran\n')
})

test('a program that is missing, a folder or not executable is named, with what to do', async (t) => {
  const folder = await temporaryFolder(t)
  const program = shellScript(folder, '')
  const faultsOf = async (path: string): Promise<string> =>
    (await commandChannel(commandSettings(path)).check(signal)).join()
  assert.match(await faultsOf(folder), /^alerts\.block\.command: \/\S+ is no file; correct exec$/)
  chmodSync(program, 0o644)
  assert.match(await faultsOf(program), /act cannot be run by user \S+ \(EACCES\); type: chmod a\+rx \/\S+act$/)
  rmSync(program)
  assert.match(await faultsOf(program), /act is not there$/)
})
