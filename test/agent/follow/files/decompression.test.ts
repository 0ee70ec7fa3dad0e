import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type TestContext, suite, test } from 'node:test'
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import { decompress } from '../../../../agent/follow/files/decompression.ts'
import { codeOf } from '../../../../lib/system/errors.ts'
import { temporaryLog } from '../followed.ts'

/** The members of a file with this content, and how reading it ended. */
async function read(t: TestContext, ...parts: readonly Uint8Array[]): Promise<{ members: string[]; end: string }> {
  const path = `${temporaryLog(t)}.gz`
  writeFileSync(path, Buffer.concat(parts))
  const handle = await open(path)
  t.after(() => handle.close())
  const members: string[] = []
  let last = 0
  try {
    for await (const { bytes, member, passed } of decompress(handle)) {
      members[member] = (members[member] ?? '') + bytes.toString('latin1')
      assert.ok(passed >= last && passed <= (await handle.stat()).size)
      last = passed
    }
    return { members, end: 'whole' }
  } catch (error) {
    return { members, end: codeOf(error) ?? String(error) }
  }
}

/** How many bytes a file of these members yields, and how reading it ended. */
async function sizeOf(t: TestContext, members: readonly Uint8Array[]): Promise<{ size: number; end: string }> {
  const path = `${temporaryLog(t)}.gz`
  writeFileSync(path, Buffer.concat(members))
  const handle = await open(path)
  t.after(() => handle.close())
  let size = 0
  try {
    for await (const { bytes } of decompress(handle)) size += bytes.length
    return { size, end: 'whole' }
  } catch (error) {
    return { size, end: codeOf(error) ?? String(error) }
  }
}

/** Bytes that do not compress. */
function noise(length: number): Buffer {
  let state = 1
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) & 0xff))
}

/** A member with every header field. */
function memberWithAll(content: string): Buffer {
  const plain = gzipSync(content)
  const header = Buffer.from(plain.subarray(0, 10))
  header[3] = 0x1e
  const rest = [Buffer.of(3, 0), Buffer.from('abc'), Buffer.from('log\0a comment\0'), Buffer.of(1, 2)]
  return Buffer.concat([header, ...rest, plain.subarray(10)])
}

suite('a gzip file', () => {
  test('is read member by member, including empty ones', async (t) => {
    const members = ['one\n', '', 'three\n'].map((text) => gzipSync(text))
    const { members: found, end } = await read(t, ...members)
    assert.deepEqual([Object.entries(found), end], [Object.entries({ 0: 'one\n', 2: 'three\n' }), 'whole'])
  })

  test('may have every header field of RFC 1952', async (t) => {
    const parts = [memberWithAll('one'), gzipSync('two')]
    assert.deepEqual(await read(t, ...parts), { members: ['one', 'two'], end: 'whole' })
  })

  test('yields what was compressed, wherever its members end', async (t) => {
    const second = gzipSync('second')
    for (let length = 65_500; length < 65_560; length += 1) {
      const first = noise(length)
      const file = [gzipSync(first, { level: 0 }), second]
      assert.deepEqual(
        await read(t, ...file),
        { members: [first.toString('latin1'), 'second'], end: 'whole' },
        `${length}`,
      )
    }
  })

  test('yields megabytes as Gunzip does', async (t) => {
    const file = Buffer.concat([gzipSync(noise(300_000)), gzipSync('x'.repeat(3_000_000)), gzipSync(noise(100))])
    const { members, end } = await read(t, file)
    assert.equal(end, 'whole')
    assert.equal(members.join(''), gunzipSync(file).toString('latin1'))
  })

  test('may be padded with NULs', async (t) => {
    assert.deepEqual(await read(t, gzipSync('one'), Buffer.alloc(600)), { members: ['one'], end: 'whole' })
  })
})

suite('a gzip file that was made to keep others waiting', () => {
  const mebibyte = Buffer.alloc(1024 ** 2, '\n')

  test('is given up beyond 256 MiB if it contains more than a hundred times its own size', async (t) => {
    const { size, end } = await sizeOf(t, Array.from<Buffer>({ length: 300 }).fill(gzipSync(mebibyte)))
    assert.equal(end, 'EFBIG')
    assert.ok(size > 256 * 1024 ** 2 && size < 300 * 1024 ** 2, `${size} bytes`)
  })

  test('is not one if it contains less than that, however large it is', async (t) => {
    const member = gzipSync(Buffer.concat([noise(20_000), mebibyte]))
    const { size, end } = await sizeOf(t, Array.from<Buffer>({ length: 300 }).fill(member))
    assert.deepEqual([size, end], [300 * (20_000 + mebibyte.length), 'whole'])
  })

  test('is given up if it has a great many tiny members', async (t) => {
    const members = (length: number, content: Buffer): Buffer[] =>
      Array.from<Buffer>({ length }).fill(gzipSync(content, { level: 0 }))
    assert.equal((await sizeOf(t, members(300, Buffer.from('one\n')))).end, 'EFBIG')
    assert.equal((await sizeOf(t, members(250, Buffer.from('one\n')))).end, 'whole')
    assert.equal((await sizeOf(t, members(300, noise(4096)))).end, 'whole')
  })

  test('is read no further when the program ends, even if it yields nothing', async (t) => {
    const path = `${temporaryLog(t)}.gz`
    const empty = Buffer.of(0, 0, 0, 0xff, 0xff)
    writeFileSync(path, Buffer.concat([gzipSync('').subarray(0, 10), ...Array<Buffer>(100_000).fill(empty)]))
    const handle = await open(path)
    t.after(() => handle.close())
    const stop = new AbortController()
    const first = decompress(handle, stop.signal).next()
    stop.abort()
    await assert.rejects(first, { name: 'AbortError' })
  })
})

suite('a gzip file that is not intact', () => {
  test('is cut short wherever it ends, after yielding what precedes that', async (t) => {
    const whole = Buffer.concat([gzipSync('one'), memberWithAll('two')])
    const between = gzipSync('one').length
    for (let length = 0; length < whole.length; length += 1) {
      if (length === between) continue
      const { members, end } = await read(t, whole.subarray(0, length))
      assert.equal(end, 'Z_BUF_ERROR', `${length}`)
      assert.ok('one'.startsWith(members[0] ?? '') && 'two'.startsWith(members[1] ?? ''), `${length}`)
    }
  })

  test('is damaged if a checksum or a length is wrong, or if it contains something else', async (t) => {
    const wrong = (at: number): Buffer => {
      const file = gzipSync('some content')
      file.writeUInt8((file.at(at) ?? 0) ^ 1, (at + file.length) % file.length)
      return file
    }
    const foreign = [wrong(-1), wrong(-8), wrong(0), wrong(1), Buffer.from('a plain text, not compressed')]
    for (const file of foreign) assert.equal((await read(t, file)).end, 'Z_DATA_ERROR')
    assert.deepEqual(await read(t, gzipSync('one'), Buffer.from('rubbish')), { members: ['one'], end: 'Z_DATA_ERROR' })
    const broken = Buffer.concat([gzipSync('one').subarray(0, 10), Buffer.of(0xff), deflateRawSync('one')])
    assert.equal((await read(t, broken)).end, 'Z_DATA_ERROR')
  })

  test('is damaged if a header never ends', async (t) => {
    const header = Buffer.from(gzipSync('one').subarray(0, 10))
    header[3] = 0x08
    assert.equal((await read(t, header, Buffer.alloc(70_000, 'x'))).end, 'Z_DATA_ERROR')
  })
})
