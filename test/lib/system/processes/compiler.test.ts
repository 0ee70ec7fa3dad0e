import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInThisContext } from 'node:vm'
import { doWithout } from '../../../../lib/system/processes/compiler.ts'

/** Bits of V8's runtime-test.h: optimised by Maglev or by TurboFan. */
const [MAGLEV, TURBOFAN] = [1 << 5, 1 << 6]

test('hot code is no longer optimised', () => {
  setFlagsFromString('--allow-natives-syntax')
  const status: unknown = runInThisContext('(f) => %GetOptimizationStatus(f)')
  assert.ok(typeof status === 'function')
  const heat = (work: (x: number) => number): number => {
    for (let i = 0; i < 3_000_000; i += 1) work(i)
    return Number(status(work)) & (MAGLEV | TURBOFAN)
  }
  assert.notEqual(
    heat((x) => (x * 31) | 1),
    0,
  )
  doWithout('maglev', 'turbofan')
  assert.equal(
    heat((x) => (x * 37) | 1),
    0,
  )
})
