import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Checkpoint, Position } from '../../../../agent/follow/checkpoint.ts'
import { StepsSince } from '../../../../agent/spool/positions/steps-since.ts'

/** Positions as `inode generation@offset`; after a dot, from where they are read again. */
function at(text: string): Checkpoint {
  return { files: text.split(', ').filter(Boolean).map(positionAt) }
}

function positionAt(text: string): Position {
  const [, inode = '', generation = '', offset = '', again] = /^(\w*) (\w*)@(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const seam = { length: 0, sha256: '', end: 0 }
  const position = { inode, generation, offset: Number(offset), skipping: false, seam }
  return again === undefined ? position : { ...position, again: Number(again) }
}

function textOf({ files }: Checkpoint): string {
  return files
    .map(({ inode, generation, offset, again }) => {
      return `${inode} ${generation}@${offset}${again === undefined ? '' : `.${again}`}`
    })
    .join(', ')
}

/**
 * Where reading resumes after steps, oldest first, each as `what was read: the positions after it`, perhaps with the
 * file that these leave out: `| position`.
 */
function resumed(saved: string | undefined, ...steps: readonly string[]): string {
  const since = new StepsSince()
  for (const step of steps.toReversed()) {
    const [, generation = '', from, to, next = '', left] = /^(\w+) (\d+)-(\d+): ([^|]*?)(?: \| (.*))?$/.exec(step) ?? []
    const range = { generation, from: Number(from), to: Number(to) }
    since.add({ range, next: at(next), ...(left !== undefined && { left: positionAt(left) }) })
  }
  const checkpoint = since.resumed(saved === undefined ? undefined : at(saved))
  return checkpoint === undefined ? 'nowhere' : textOf(checkpoint)
}

test('without steps, reading resumes at the saved position, or nowhere', () => {
  assert.equal(resumed('1 a@10'), '1 a@10')
  assert.equal(resumed(undefined), 'nowhere')
})

test('a known file is found by its last position, and read again from the saved one', () => {
  assert.equal(resumed('1 a@10', 'a 10-20: 1 a@20', 'a 20-30: 1 a@30'), '1 a@30.10')
  assert.equal(resumed('1 a@30.10', 'a 10-20: 1 a@30.20'), '1 a@30.10')
})

test('a file that came since is read again from where reading of it began', () => {
  assert.equal(resumed('1 @0', 'a 0-20: 1 a@20', 'a 20-30: 1 a@30'), '1 a@30.0')
  assert.equal(resumed(undefined, 'a 7-20: 1 a@20', 'a 20-30: 1 a@30'), '1 a@30.7')
  assert.equal(resumed('1 a@10', 'b 5-20: 2 b@20'), '2 b@20.5')
})

test('files that were finished since are read again, each before the one that followed it', () => {
  const steps = ['a 10-20: 1 a@20', 'b 0-5: 3 a@20, 1 b@5', 'c 0-7: 4 b@9, 1 c@7', 'c 7-8: 1 c@8']
  assert.equal(resumed('1 a@10', ...steps), '3 a@20.10, 4 b@9.0, 1 c@8.0')
  assert.equal(resumed('1 a@10', 'a 10-20: 1 a@20', 'c 0-7: 4 c@7', 'd 0-3: 5 d@3'), '1 a@20.10, 4 c@7.0, 5 d@3.0')
})

test('a file that was read to its end, so that no position names it, is read again up to there', () => {
  assert.equal(resumed('1 a@10', 'a 10-20: 2 b@0 | 3 a@20', 'b 0-5: 2 b@5'), '3 a@20.10, 2 b@5.0')
  assert.equal(resumed('1 a@10', 'b 0-9: 2 c@0 | 4 b@9', 'c 0-5: 2 c@5'), '4 b@9.0, 2 c@5.0')
  assert.equal(resumed('1 a@10', 'a 10-20: 2 b@0 | 3 a@20'), '3 a@20.10, 2 b@0')
})

test('a finished file of which nothing was read since is not needed', () => {
  assert.equal(resumed('1 a@10, 2 b@0', 'b 0-5: 2 b@5'), '2 b@5.0')
})

test('an empty file is not taken for what was in the same file before, nor lost', () => {
  assert.equal(resumed('1 a@10', 'a 10-20: 1 a@20, 1 @0'), '1 a@20.10, 1 @0')
  assert.equal(resumed('1 a@10', 'a 10-20: 1 a@20', 'x 0-9: 1 @0'), '1 a@20.10, 1 @0')
})

test('contents that begin alike are told apart by their files', () => {
  assert.equal(resumed('1 a@90', 'a 0-5: 2 a@90, 1 a@5'), '2 a@90, 1 a@5.0')
  assert.equal(resumed('1 a@90', 'a 90-95: 2 a@95, 1 a@5', 'a 5-9: 3 a@95, 1 a@9'), '3 a@95.90, 1 a@9.5')
})

test('a journal is read again from the saved cursor, a stream goes on where it was', () => {
  assert.equal(resumed(' c1@10', 'journal 10-20:  c2@20'), ' c1@10')
  assert.equal(resumed(undefined, 'journal 10-20:  c2@20'), ' c2@20')
  assert.equal(resumed(' stream@10', 'stream 10-20:  stream@20'), ' stream@20')
})
