import assert from 'node:assert/strict'
import { appendFileSync, writeFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { wideEncoding } from '../../../../agent/follow/files/wide-text.ts'
import { Followed, temporaryLog } from '../followed.ts'

const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  'UTF-16LE': ['fffe5b003200', '5b003200'],
  'UTF-16BE': ['feff005b0032', '005b0032'],
  'UTF-32LE': ['fffe00005b000000', '5b000000'],
  'UTF-32BE': ['0000feff', '0000005b'],
}

test('text in wide characters is recognised by its byte order mark, or by its NULs', () => {
  for (const [encoding, beginnings] of Object.entries(BEGINNINGS)) {
    for (const hex of beginnings) assert.equal(wideEncoding(Buffer.from(hex, 'hex')), encoding, hex)
  }
})

test('UTF-8 with or without a byte order mark, a hole, NULs elsewhere, and an empty file are not', () => {
  for (const text of ['[2026-11-20', '\u00e9\u00e8', '\ufeff[20', '\0\0\0\0', '\0\0\0\0[', '\0\0[2', '[\0\0a', '']) {
    assert.equal(wideEncoding(Buffer.from(text)), undefined, text)
  }
})

suite('a log in wide characters', () => {
  const text = 'one\r\ntwo\n\nthree\n'
  const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
    'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
    'UTF-16BE': (text) => Buffer.from(text, 'utf16le').swap16(),
    'UTF-32LE': (text) => Buffer.from(text.replaceAll(/./gsu, '$&\0'), 'utf16le'),
    'UTF-32BE': (text) => Buffer.from(text.replaceAll(/./gsu, '$&\0'), 'utf16le').swap32(),
  }

  test('is reported once, with or without a byte order mark, and not taken for a hole', async (t) => {
    for (const [encoding, encode] of Object.entries(encodings)) {
      for (const mark of ['', '\ufeff']) {
        const path = temporaryLog(t)
        const bytes = encode(mark + text)
        writeFileSync(path, bytes)
        const followed = new Followed(path)
        await followed.look()
        appendFileSync(path, encode('four\n'))
        await followed.look()
        assert.deepEqual(followed.codes, ['source_found', 'source_encoded'], encoding)
        assert.ok(followed.told.at(-1)?.text.includes(` is written in ${encoding},`))
        await followed.stop()
      }
    }
  })

  test('hides no line if only its beginning looks like that', async (t) => {
    for (const head of ['\xff\xfe', '\xfe\xff', 'a\0b\0', '\0a\0b']) {
      const path = temporaryLog(t)
      writeFileSync(path, Buffer.from(`${head}\none\n\0two\n`, 'latin1'))
      const followed = new Followed(path)
      assert.deepEqual((await followed.look()).slice(1), ['one', 'two'])
      await followed.stop()
    }
  })
})
