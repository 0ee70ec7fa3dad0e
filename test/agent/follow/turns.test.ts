import assert from 'node:assert/strict'
import { appendFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { type TurnHolder, Turns } from '../../../agent/follow/turns.ts'
import { Followed, rotate, temporaryLog } from './followed.ts'

/** A turn holder that logs when it is told to release its files. */
function holder(name: string, log: string[]): TurnHolder {
  return { release: () => log.push(`${name} releases`) }
}

suite('turns', () => {
  test('are taken in order, as many at once as there are slots', async () => {
    const turns = new Turns(2)
    const log: string[] = []
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => holder(name, log))
    assert.ok(a && b && c && d)
    const take = async (one: TurnHolder, name: string): Promise<void> => {
      await turns.take(one)
      log.push(name)
    }
    await take(a, 'a')
    await take(b, 'b')
    assert.equal(turns.areWanted, false)
    const others = [take(c, 'c'), take(d, 'd')]
    assert.equal(turns.areWanted, true)
    turns.end(b)
    turns.end(a)
    await Promise.all(others)
    assert.deepEqual(log, ['a', 'b', 'b releases', 'a releases', 'c', 'd'])
  })

  test('that are over leave files open until another source needs the slot, longest idle first', async () => {
    const turns = new Turns(2)
    const log: string[] = []
    const [a, b, c] = ['a', 'b', 'c'].map((name) => holder(name, log))
    assert.ok(a && b && c)
    for (const each of [a, b, a]) {
      await turns.take(each)
      turns.end(each)
    }
    assert.deepEqual(log, [])
    await turns.take(c)
    assert.deepEqual(log, ['b releases'])
  })

  test('of a source that leaves pass to the next, and one that waits may leave as well', async () => {
    const turns = new Turns(1)
    const [a, b, c] = ['a', 'b', 'c'].map((name) => holder(name, []))
    assert.ok(a && b && c)
    await turns.take(a)
    void turns.take(b)
    const third = turns.take(c)
    turns.leave(b)
    turns.leave(a)
    await third
    assert.equal(turns.areWanted, false)
  })
})

/** How many descriptors of a file this process has. */
function handlesOn(path: string): number {
  return readdirSync('/proc/self/fd').filter((name) => leadsTo(name, path)).length
}

/** The descriptor of the listing itself is closed by now. */
function leadsTo(descriptor: string, path: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`) === path
  } catch {
    return false
  }
}

suite('a log whose file was released', () => {
  test('is not opened again until it changes, and then read from where it was', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    assert.equal(handlesOn(path), 1)
    followed.release()
    assert.equal(handlesOn(path), 0)
    assert.deepEqual(await followed.look(), [])
    assert.equal(handlesOn(path), 0)
    appendFileSync(path, 'b\n')
    assert.deepEqual(await followed.look(), ['b'])
    assert.equal(handlesOn(path), 1)
    assert.deepEqual(followed.codes, ['source_found'])
  })

  test('is read if it was truncated and has grown to its old size before', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    writeFileSync(path, 'b\n')
    followed.release()
    assert.deepEqual(await followed.look(), ['b'])
  })

  test('is found where a rotation has put it meanwhile', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    followed.release()
    appendFileSync(path, 'b\n')
    rotate(path, 'c\n')
    assert.deepEqual(await followed.look(), ['b', 'c'])
    assert.deepEqual(followed.codes, ['source_found', 'source_rotated'])
  })

  test('is a gap if it was deleted meanwhile: nobody knows what was added', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    followed.release()
    writeFileSync(`${path}.other`, 'b\n')
    rmSync(path)
    renameSync(`${path}.other`, path)
    assert.deepEqual(await followed.look(), ['b'])
    assert.deepEqual(followed.codes, ['source_found', 'source_found', 'log_gap'])
  })

  test('is not released while a rotated file may still grow', async (t) => {
    const path = temporaryLog(t)
    writeFileSync(path, 'a\n')
    const followed = new Followed(path)
    await followed.look()
    rotate(path, 'b\n')
    await followed.look()
    followed.release()
    assert.equal(handlesOn(`${path}.1`), 1)
    await followed.lookPastGrace()
    followed.release()
    assert.equal(handlesOn(path), 0)
  })
})
