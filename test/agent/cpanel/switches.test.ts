import assert from 'node:assert/strict'
import { test } from 'node:test'
import { switchOf, withSwitch, withoutSwitch } from '../../../agent/cpanel/switches.ts'

test('what is put in is taken out again without a trace, however the list ends', () => {
  for (const list of ['', '\n', 'ftpd:1', 'ftpd:1\n', 'exim:0\nftpd:1', 'exim:0\r\n\n\nftpd:1\r\n', '# \xff\n\n']) {
    const once = withSwitch(list, 'spoor')
    assert.equal(switchOf(once, 'spoor'), 'on')
    assert.equal(withSwitch(once, 'spoor'), once)
    assert.equal(withoutSwitch(once, 'spoor'), list)
    assert.equal(withoutSwitch(withoutSwitch(withSwitch(once, 'other'), 'spoor'), 'other'), list)
  }
})

test('a new line stands below the others, each on a line of its own, and never takes a newline that was missing', () => {
  assert.equal(withSwitch('exim:0\nftpd:1\n', 'spoor'), 'exim:0\nftpd:1\nspoor:1\n')
  assert.equal(withSwitch('exim:0\nftpd:1', 'spoor'), 'exim:0\nspoor:1\nftpd:1')
})

test('what an administrator switched off stays off, wherever WHM has put the line', () => {
  const list = 'exim:0\nspoor:0\nftpd:1\n'
  assert.equal(switchOf(list, 'spoor'), 'off')
  assert.equal(withSwitch(list, 'spoor'), list)
})

test('a line that is there twice, or says neither 0 nor 1, is unclear, and made one', () => {
  const cases: [string, string][] = [
    ['spoor:1\nftpd:1\nspoor:1\n', 'ftpd:1\nspoor:1\n'],
    ['spoor:1\nftpd:1\nspoor:0\n', 'ftpd:1\nspoor:0\n'],
    ['spoor:0 \n', 'spoor:0\n'],
    ['spoor:\n', 'spoor:1\n'],
    ['spoor:2\n', 'spoor:1\n'],
  ]
  for (const [list, mended] of cases) {
    assert.equal(switchOf(list, 'spoor'), 'unclear')
    assert.equal(withSwitch(list, 'spoor'), mended)
    assert.doesNotMatch(withoutSwitch(list, 'spoor'), /spoor/)
  }
})

test('a service whose name is longer, or a line that is commented out, is another', () => {
  const list = 'spoor-web:1\n#spoor:1\n spoor:1\nmyspoor:0\n'
  assert.equal(switchOf(list, 'spoor'), 'missing')
  assert.equal(withoutSwitch(list, 'spoor'), list)
})
