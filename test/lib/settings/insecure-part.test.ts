import assert from 'node:assert/strict'
import { chmodSync, chownSync, lchownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { insecurePart } from '../../../lib/settings/insecure-part.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const isRoot = process.geteuid?.() === 0

/** A program two folders down. */
async function placed(t: TestContext): Promise<{ readonly folder: string; readonly program: string }> {
  const folder = await temporaryFolder(t)
  mkdirSync(join(folder, 'sbin'))
  chmodSync(join(folder, 'sbin'), 0o755)
  const program = join(folder, 'sbin/act')
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  return { folder, program }
}

test('what root or the person who runs this keeps to themselves is fine, below a sticky folder too', async (t) => {
  const { folder, program } = await placed(t)
  assert.equal(insecurePart(program), undefined)
  mkdirSync(join(folder, 'shared'))
  chmodSync(join(folder, 'shared'), 0o1777)
  renameSync(program, join(folder, 'shared/act'))
  assert.equal(insecurePart(join(folder, 'shared/act')), undefined)
})

test('a file or a folder that its group or all can write to is named, with what to type', async (t) => {
  const { folder, program } = await placed(t)
  chmodSync(program, 0o775)
  assert.equal(
    insecurePart(program),
    `${program} has mode 0775, so that others than root could change it; type: chmod go-w ${program}`,
  )
  chmodSync(program, 0o755)
  for (const mode of [0o757, 0o775]) {
    chmodSync(join(folder, 'sbin'), mode)
    assert.match(insecurePart(program) ?? '', /\/sbin has mode 07\d\d, .*; type: chmod go-w \/.*\/sbin$/)
  }
})

test('everything counts that links on the way lead through, and the links', async (t) => {
  const { folder, program } = await placed(t)
  mkdirSync(join(folder, 'open'))
  symlinkSync(join(folder, 'sbin'), join(folder, 'open/inner'))
  symlinkSync('open/inner', join(folder, 'outer'))
  chmodSync(join(folder, 'open'), 0o755)
  const path = `${folder}/outer/../sbin/./act`
  assert.equal(insecurePart(path), undefined)
  chmodSync(join(folder, 'open'), 0o777)
  assert.match(insecurePart(path) ?? '', /\/open has mode 0777, /)
  symlinkSync('round', join(folder, 'round'))
  assert.match(insecurePart(join(folder, 'round')) ?? '', /round cannot be looked at \(ELOOP\)$/)
  assert.match(insecurePart(`${program}s`) ?? '', /acts is not there$/)
})

test("what belongs to another user, or to a service's own, is named", { skip: !isRoot }, async (t) => {
  const { folder, program } = await placed(t)
  chownSync(program, 12_345, 0)
  assert.match(insecurePart(program) ?? '', /act belongs to 12345, so that .*; type: chown -h root: \/.*\/act$/)
  assert.equal(insecurePart(program, 12_345), undefined, 'a person may run what is theirs')
  // As a service's user, whom `own` leaves out.
  assert.notEqual(insecurePart(program, undefined), undefined)
  chownSync(program, 0, 0)
  chownSync(join(folder, 'sbin'), 12_345, 0)
  chmodSync(join(folder, 'sbin'), 0o775)
  assert.match(
    insecurePart(program) ?? '',
    /sbin belongs to 12345 and has mode 0775, .*; type: chown -h root: (\/\S+) && chmod go-w \1$/,
  )
  const link = join(folder, 'link')
  symlinkSync('sbin', link)
  lchownSync(link, 12_345, 0)
  assert.match(insecurePart(join(link, 'act')) ?? '', /link belongs to 12345, /)
})
