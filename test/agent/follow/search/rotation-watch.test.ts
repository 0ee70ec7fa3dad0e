import assert from 'node:assert/strict'
import { appendFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { type TestContext, suite, test } from 'node:test'
import { RotationWatch } from '../../../../agent/follow/search/rotation-watch.ts'
import { temporaryLog } from '../followed.ts'

interface Scene {
  readonly path: string
  readonly isChanging: () => boolean
  readonly pass: (seconds: number) => void
}

function createScene(t: TestContext): Scene {
  const path = temporaryLog(t)
  let now = 0
  const watch = new RotationWatch(() => now)
  return {
    path,
    isChanging: () => watch.isChanging(path),
    pass: (seconds) => {
      now += seconds * 1000
    },
  }
}

suite('a copy that is cut short', () => {
  test('counts as damaged once it has been unchanged for a minute, and no sooner', (t) => {
    const { path, isChanging, pass } = createScene(t)
    writeFileSync(path, 'torn')
    assert.ok(isChanging())
    for (let seconds = 0; seconds < 59; seconds += 1) {
      pass(1)
      assert.ok(isChanging(), `after ${seconds + 1} s`)
    }
    pass(1)
    assert.ok(!isChanging())
  })

  test('gets another minute after each change: a byte more, another time, another file, its removal', (t) => {
    const { path, isChanging, pass } = createScene(t)
    const changes = [
      () => writeFileSync(path, 'torn'),
      () => appendFileSync(path, '.'),
      () => utimesSync(path, 1, 1),
      () => rmSync(path),
      () => symlinkSync('/dev/null/nowhere', path),
    ]
    for (const change of changes) {
      change()
      assert.ok(isChanging())
      pass(59.9)
      assert.ok(isChanging())
    }
    pass(0.1)
    assert.ok(!isChanging())
  })
})
