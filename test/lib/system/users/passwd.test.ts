import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameOfGroup, nameOfUser, ownGroup, ownName, userNamed } from '../../../../lib/system/users/passwd.ts'

test("users and groups get their names from the system's files; unknown ones are numbers", () => {
  assert.deepEqual(userNamed('root'), { uid: 0, gid: 0 })
  assert.equal(userNamed('no such user'), undefined)
  assert.deepEqual([nameOfUser(0), nameOfGroup(0)], ['root', 'root'])
  assert.deepEqual([nameOfUser(54_321), nameOfGroup(54_322)], ['54321', '54322'])
  assert.deepEqual(
    [ownName(), ownGroup()],
    [nameOfUser(process.geteuid?.() ?? -1), nameOfGroup(process.getegid?.() ?? -1)],
  )
})
