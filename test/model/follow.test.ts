// Whatever happens to the files at a path, each line written there is delivered once, in the order of its file and as
// it was written; after a kill, lines delivered since the last save are delivered again, with the same generation and
// offset. The guarantee is weaker only where no program could keep it:
// - If a file is deleted while the follower is down, its unread lines are lost; a notice says so if anything of it had
//   been read, unless a copy of an earlier content looks like the rest of it.
// - A file that is rotated away before it was ever looked at, with no file before it left, cannot be found.
// - A copy or a compressed file is recognised by what had been read of it, so the model makes one only if something
//   had, and compresses the files of a log only if all are rotated in the same way, as logrotate does.
// - Where names contradict the order of files, only those that a checkpoint knows are sure to be read, and any may be
//   read again; the model renames, creates and deletes alone then.
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { FollowModel, STEPS, type Step } from './follow-model.ts'

/** What the model once found. */
const FOUND: Readonly<Record<string, readonly Step[]>> = {
  'a copy is not read again if at the next start its original is gone and the file before that is not': [
    'rename',
    'reopen',
    'read all',
    'write a line',
    'read all',
    'copy and truncate',
    'delete',
    'stop',
  ],
  'a file that came, went and was compressed between two looks is read after a kill right then': [
    'rename',
    'write a line',
    'reopen',
    'read all',
    'rename',
    'write a line',
    'save',
    'reopen',
    'compress',
    'read one batch',
    'kill',
  ],
  'a file that left the path and was compressed keeps its place if the next one at the path reuses its inode': [
    'write nine lines',
    'read all',
    'rename and create',
    'reopen',
    'write nine lines',
    'read all',
    'rename and create',
    'reopen',
    'write nine lines',
    'read all',
    'save',
    'compress',
    'kill',
    'rename and create',
    'reopen',
    'write nine lines',
    'read all',
    'save',
    'compress',
    'kill',
    'read all',
  ],
  'so does the file that was at the path, if an older one is still kept': [
    'write nine lines',
    'read all',
    'rename and create',
    'reopen',
    'write nine lines',
    'read all',
    'save',
    'kill',
    'rename and create',
    'reopen',
    'compress',
    'write nine lines',
    'read all',
    'save',
    'compress',
    'kill',
    'read all',
  ],
  'nor is it read again if the start is from an older checkpoint': [
    'rename',
    'reopen',
    'write a piece',
    'copy and truncate',
    'write a line',
    'let the grace time pass',
    'copy and truncate',
    'delete',
    'kill',
  ],
  'a file that only a killed process saw, and that is gone, is missed by nobody': [
    'write a line',
    'rename',
    'reopen',
    'stop',
    'read one batch',
    'delete',
    'kill',
    'write a line',
  ],
  'a file that was seen and then rotated is read by the next start if the one before it is gone': [
    'delete',
    'rename and create',
    'read all',
    'write a line',
    'read all',
    'reopen',
    'rename and create',
    'stop',
    'write a line',
  ],
}

/** Where names do not tell the order of files. */
const FOUND_ASTRAY: Readonly<Record<string, readonly Step[]>> = {
  'a file that was at the path at the last stop is read even if its name says that it is older': [
    'read all',
    'write nine lines',
    'rename and create',
    'reopen',
    'write nine lines',
    'read one batch',
    'stop',
    'rename and create',
    'read all',
  ],
}

suite('the follower and its model agree', () => {
  for (const rests of [false, true]) {
    const where = rests ? ', of a log that rests' : ''
    for (const [name, steps] of Object.entries(FOUND))
      test(`${name}${where}`, () => new FollowModel('numbered', rests).run(steps))
    for (const [name, steps] of Object.entries(FOUND_ASTRAY))
      test(`${name}${where}`, () => new FollowModel('astray', rests).run(steps))
  }

  test('whatever happens to the log, each line is delivered once, complete and in order', async () => {
    const naming = fc.constantFrom('numbered' as const, 'dated' as const, 'astray' as const)
    const steps = fc.array(fc.constantFrom(...STEPS), { maxLength: 60, size: 'max' })
    await fc.assert(
      fc.asyncProperty(naming, steps, fc.boolean(), (naming, steps, rests) =>
        new FollowModel(naming, rests).run(steps),
      ),
      { numRuns: 2500 },
    )
  })
})
