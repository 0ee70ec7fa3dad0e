import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { parseFtpTransfer } from '../../../lib/mail-statistics/ftp-transfer.ts'

const TIME = Date.UTC(2026, 10, 28, 3, 2, 22) / 1000

suite('a transfer over FTP', () => {
  test('in xferlog has a local time, and spaces of the file are underscores', () => {
    const line = 'Sat Nov 28 03:02:22 2026 0 localhost 12345 /home/ftpu/up_load.bin b _ i r ftpu ftp 1 * c'
    assert.deepEqual(parseFtpTransfer(line, 'UTC'), { time: TIME, user: 'ftpu', in: 12_345, out: 0 })
    assert.deepEqual(parseFtpTransfer(line.replace(' i r ', ' o r '), '+0100'), {
      time: TIME - 3600,
      user: 'ftpu',
      in: 0,
      out: 12_345,
    })
    assert.equal(parseFtpTransfer(line.replace('Nov 28', 'Nov  8'), 'UTC')?.time, TIME - 20 * 86_400)
  })

  test('in the form clf has an offset, and no protocol', () => {
    const line = 'localhost - ftpu [28/Nov/2026:03:02:22 -0000] "GET /home/ftpu/a%20b.txt" 200 6'
    assert.deepEqual(parseFtpTransfer(line, 'Asia/Tokyo'), { time: TIME, user: 'ftpu', in: 0, out: 6 })
    const upload = line.replace('GET', 'PUT').replace('ftpu', 'anna@example.com')
    assert.deepEqual(parseFtpTransfer(upload, 'UTC'), { time: TIME, user: 'anna@example.com', in: 6, out: 0 })
  })

  test('in the form stats has the moment in seconds, and the file last', () => {
    const line = `${TIME} 6b0a43fb.15d ftpu localhost U 12345 0 /home/ftpu/up load.bin`
    assert.deepEqual(parseFtpTransfer(line, 'UTC'), { time: TIME, user: 'ftpu', in: 12_345, out: 0 })
    assert.equal(parseFtpTransfer(line.replace(' U ', ' D '), 'UTC')?.out, 12_345)
  })

  for (const line of [
    '',
    'Sat Xyz 28 03:02:22 2026 0 localhost 12345 /a b _ i r ftpu ftp 1 * c',
    'Sat Nov 31 03:02:22 2026 0 localhost 12345 /a b _ i r ftpu ftp 1 * c',
    'localhost - ftpu [28/Nov/2026:03:02:22 -0000] "DELE /a" 200 6',
    '192.0.2.1 - - [28/Nov/2026:03:02:22 +0000] "GET / HTTP/1.1" 200 6 "-" "-"',
    '1795834876 512 .',
  ])
    test(`is not: ${line}`, () => assert.equal(parseFtpTransfer(line, 'UTC'), undefined))
})
