import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { CalledFolders } from '../../../lib/mail-statistics/called-folders.ts'

/** A call by a process in a folder of any bytes, or a message of one, whose folder may be asked for. */
const STEPS = fc.array(
  fc.record({
    pid: fc.integer({ min: 1, max: 6 }),
    folder: fc.option(fc.uint8Array({ maxLength: 300 })),
    isWanted: fc.boolean(),
  }),
  { maxLength: 40 },
)

function called(folder: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('/home/shop/'), folder, Buffer.from(' 3 args: x')])
}

test('a call is known until its message, saved and read back at any time', () => {
  fc.assert(
    fc.property(STEPS, (steps) => {
      const whole = new CalledFolders()
      let saved = new CalledFolders()
      for (const { pid, folder, isWanted } of steps) {
        const both = [whole, saved].map((folders) => {
          if (folder === null) return folders.take(Buffer.from('shop'), 0, 4, pid, isWanted)
          const bytes = called(folder)
          folders.add(bytes, 0, bytes.length, pid)
          return ''
        })
        assert.equal(both[0], both[1])
        if (!isWanted) assert.equal(both[0], '')
        saved = new CalledFolders(saved.saved())
        assert.deepEqual(saved.saved(), whole.saved())
      }
    }),
  )
})

test('256 calls are known, and the oldest is forgotten', () => {
  const folders = new CalledFolders()
  const take = (pid: number): string => folders.take(Buffer.from('shop'), 0, 4, pid, true)
  for (let pid = 1; pid <= 257; pid += 1) {
    const bytes = called(Buffer.from(`${pid}x`))
    folders.add(bytes, 0, bytes.length, pid)
  }
  assert.deepEqual([take(1), take(2), take(257), take(257)], ['', '/home/shop/2x', '/home/shop/257x', ''])
})
