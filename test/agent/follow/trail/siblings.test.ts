import assert from 'node:assert/strict'
import { copyFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { LogFile } from '../../../../agent/follow/files/log-file.ts'
import { Siblings, UNKNOWN_LOG } from '../../../../agent/follow/trail/siblings.ts'
import { positionAtEnd, temporaryLog } from '../followed.ts'

function nothing(): void {
  // It needs no hint.
}

/** The logs of a folder; `twin` tells which log one at a path is a copy of. */
function createLogs(t: TestContext): {
  siblings: Siblings
  at: (name: string) => string
  original: (name: string) => string | undefined
} {
  const folder = dirname(temporaryLog(t))
  const siblings = new Siblings(join(folder, '*_log'))
  const at = (name: string): string => join(folder, `${name}_log`)
  const original = (name: string): string | undefined => {
    const file = LogFile.open(at(name))
    t.after(() => file.close())
    return siblings.originalOf(at(name), file)
  }
  return { siblings, at, original }
}

test('a log waits for the file of another until everything read of it there is safe', (t) => {
  const { siblings, at } = createLogs(t)
  writeFileSync(at('a'), 'one\n')
  const position = positionAtEnd(at('a'))
  const { inode } = position
  let isHeld = true
  siblings.join(at('a'), [inode], { holds: () => isHeld, hint: nothing })
  siblings.join(at('b'), [], { holds: () => false, hint: nothing })
  assert.equal(siblings.claim(at('b'), inode), 'wait')
  siblings.part(inode)
  isHeld = false
  assert.equal(siblings.claim(at('b'), inode), 'wait')
  siblings.leave(at('a'))
  assert.equal(siblings.claim(at('b'), inode), 'wait')
  assert.equal(siblings.waitingFor(inode), at('b'))
  siblings.give(position)
  assert.deepEqual(siblings.claim(at('b'), inode), position)
  assert.equal(siblings.isWanted(inode), false)
})

suite('the original of a copied log is recognised by its first line', () => {
  function join(siblings: Siblings, ...paths: readonly string[]): void {
    for (const path of paths) siblings.join(path, [], { holds: () => false, hint: nothing })
  }

  test('after that log was rotated, renamed or rewritten', (t) => {
    const { siblings, at, original } = createLogs(t)
    writeFileSync(at('a'), 'one\n')
    join(siblings, at('a'))
    assert.equal(original('a'), undefined)
    writeFileSync(at('a'), 'two\n')
    siblings.renew(at('a'))
    copyFileSync(at('a'), at('b'))
    join(siblings, at('b'))
    assert.equal(original('b'), at('a'))
    renameSync(at('a'), at('c'))
    join(siblings, at('c'))
    siblings.leave(at('a'))
    copyFileSync(at('c'), at('d'))
    join(siblings, at('d'))
    assert.equal(original('d'), at('b'))
  })

  test('only one of two that are alike is the original', (t) => {
    const { siblings, at, original } = createLogs(t)
    for (const name of ['a', 'b']) writeFileSync(at(name), 'one\n')
    join(siblings, at('a'), at('b'))
    assert.deepEqual([original('a'), original('b')].filter((each) => each !== undefined).length, 1)
  })

  test('not before that line is complete', (t) => {
    const { siblings, at, original } = createLogs(t)
    for (const name of ['a', 'b']) writeFileSync(at(name), 'on')
    join(siblings, at('a'), at('b'))
    assert.equal(original('b'), UNKNOWN_LOG)
  })
})
