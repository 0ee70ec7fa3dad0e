import assert from 'node:assert/strict'
import { closeSync, constants, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { endOfNuls, nulsAtStart } from '../../../../agent/follow/files/hole.ts'
import { LONGEST_LINE } from '../../../../agent/follow/scan/longest-line.ts'
import { temporaryLog } from '../followed.ts'

const MIB = 1024 ** 2

/** A file of this size with bytes at some offsets and holes elsewhere. */
function sparse(t: TestContext, size: number, bytes: Readonly<Record<number, string>>): number {
  const path = temporaryLog(t)
  writeFileSync(path, '')
  truncateSync(path, size)
  const file = openSync(path, 'r+')
  for (const [at, text] of Object.entries(bytes)) writeSync(file, text, Number(at))
  t.after(() => closeSync(file))
  return file
}

/** Whether files of the temporary folder can be read past the kernel's cache. */
function canReadUncached(t: TestContext): boolean {
  const path = temporaryLog(t)
  writeFileSync(path, '')
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_DIRECT))
    return true
  } catch {
    return false
  }
}

/** Where the NULs end, asked until the answer is the same. */
function reached(file: number, from: number): number {
  const end = endOfNuls(file, from)
  return end === from ? from : reached(file, end)
}

test('leading NULs are counted', () => {
  for (const count of [0, 1, 4095, 4096, 4097, 100_000, LONGEST_LINE]) {
    const rest = Buffer.from('x\0y').subarray(0, LONGEST_LINE - count)
    assert.equal(nulsAtStart(Buffer.concat([Buffer.alloc(count), rest])), count)
  }
})

suite('the NULs of a large hole', () => {
  test('are skipped up to the first other byte, wherever that is', (t) => {
    for (const from of [0, 1, 4095, 4096, 300_000]) {
      for (const byte of [from, from + 1, from + 5000, 32 * MIB - 1, 32 * MIB, 40 * MIB + 17]) {
        const file = sparse(t, 64 * MIB, { [byte]: '!' })
        const end = reached(file, from)
        assert.ok(end >= from && end <= byte, `from ${from} to ${byte}: ${end}`)
        if (canReadUncached(t)) assert.ok(byte - end <= LONGEST_LINE + 4096, `from ${from} to ${byte}: ${end}`)
      }
    }
  })

  test('are left to ordinary reads near the end of the file, where others may be appending', (t) => {
    const file = sparse(t, 64 * MIB, {})
    const end = reached(file, 0)
    assert.ok(end <= 48 * MIB + LONGEST_LINE)
    if (canReadUncached(t)) assert.ok(end >= 48 * MIB)
    assert.equal(endOfNuls(file, 60 * MIB), 60 * MIB)
  })

  test('are told apart from bytes that were just written and have not reached the disk', (t) => {
    const file = sparse(t, 64 * MIB, {})
    for (let at = 40 * MIB; at > 0; at -= 5 * MIB) {
      writeSync(file, 'x', at)
      assert.ok(reached(file, 0) <= at)
    }
  })
})
