import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { type Needles, needlesOf, scanLines } from '../../../../agent/follow/scan/lines.ts'

/** The lines that a scan visits until it has visited `most`, and how far it came. */
function scan(text: string, needles: Needles, most = Infinity): { visited: string[]; bytes: number; lines: number } {
  const chunk = Buffer.from(text)
  const visited: string[] = []
  const passed = scanLines(chunk, needles, (start, end) => {
    visited.push(chunk.toString('utf8', start, end))
    return visited.length < most
  })
  return { visited, ...passed }
}

function needles(...words: string[]): Needles {
  return needlesOf(words)
}

suite('scanning a chunk for lines', () => {
  test('every complete line is visited, without its newline', () => {
    assert.deepEqual(scan('one\ntwo\n', 'every line'), { visited: ['one', 'two'], bytes: 8, lines: 2 })
  })

  test('bytes after the last newline are not scanned', () => {
    assert.deepEqual(scan('one\ntw', 'every line'), { visited: ['one'], bytes: 4, lines: 1 })
    assert.deepEqual(scan('tw', 'every line'), { visited: [], bytes: 0, lines: 0 })
    assert.deepEqual(scan('', needles('xy')), { visited: [], bytes: 0, lines: 0 })
  })

  test('empty lines are lines', () => {
    assert.deepEqual(scan('\n\na\n\n', 'every line'), { visited: ['', '', 'a', ''], bytes: 5, lines: 4 })
  })

  test('only lines with a needle are visited, all are counted', () => {
    assert.deepEqual(scan('a\nxyb\nc\ndxy\n', needles('xy')), { visited: ['xyb', 'dxy'], bytes: 12, lines: 4 })
  })

  test('a line with several needles is visited once', () => {
    assert.deepEqual(scan('xa ya xa\nz\nya\n', needles('xa', 'ya')).visited, ['xa ya xa', 'ya'])
  })

  test('more needles than one scan looks for find their lines, in order and once', () => {
    const many = needles('q0', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8')
    assert.deepEqual(scan('q8\nq4 q0\nq9\nq0 q8\nq5\n', many).visited, ['q8', 'q4 q0', 'q0 q8', 'q5'])
  })

  test('a needle in the incomplete line at the end is not found', () => {
    assert.deepEqual(scan('a\nxy', needles('xy')), { visited: [], bytes: 2, lines: 1 })
  })

  test('a scan that is stopped ends after the line it visited last', () => {
    assert.deepEqual(scan('a\nxy1\nb\nxy2\nxy3\n', needles('xy'), 2), { visited: ['xy1', 'xy2'], bytes: 12, lines: 4 })
  })

  test('visits the same lines as splitting the text and searching each line', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', '\r', '\0'), maxLength: 60 })
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 5 }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(text, words, (text, words) => {
        const complete = text.split('\n').slice(0, -1)
        const wanted = complete.filter((line) => words.some((word) => line.includes(word)))
        const { visited, lines } = scan(text, needles(...words))
        assert.deepEqual(visited, wanted)
        assert.equal(lines, complete.length)
      }),
    )
  })
})
