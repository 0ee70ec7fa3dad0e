import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { parseSyslogLine } from '../../../agent/drivers/syslog-line.ts'
import { transferIn } from '../../../lib/mail-statistics/bandwidth-counts.ts'
import { BandwidthFold, type BandwidthOptions } from '../../../lib/mail-statistics/bandwidth-fold.ts'
import { EMPTY_BANDWIDTH_STATE, readBandwidthState } from '../../../lib/mail-statistics/bandwidth-state.ts'

const DAY = Date.UTC(2026, 10, 28) / 1000

const NOW = DAY + 86_400

const OPTIONS: BandwidthOptions = {
  zone: 'UTC',
  accountOf: (domain) => (domain === 'example.com' ? 'shop' : undefined),
  syslogHeader: parseSyslogLine,
}

type Fold = InstanceType<typeof BandwidthFold>

function row(fold: Fold, account: string): readonly number[] {
  const [day] = fold.open()
  const found = day?.tables['account']?.find(([key]) => key === account)
  return found?.slice(1).map(Number) ?? []
}

function folded(
  lines: readonly string[],
  { domain, ...options }: Partial<BandwidthOptions> & { readonly domain?: string } = {},
): Fold {
  const fold = new BandwidthFold({ ...OPTIONS, ...options })
  for (const line of lines) fold.take(Buffer.from(line), { now: NOW, domain })
  return fold
}

const ID = '1xX8c2-000014-03'

suite('bandwidth', () => {
  test('of web sites is both lines of each request, in and out', () => {
    const times = [DAY, DAY, DAY + 1, DAY + 1, DAY + 1, DAY + 1]
    const lines = times.map((time, index) => `${time} ${10 ** index} .`)
    const fold = folded(lines, { domain: 'Example.com' })
    assert.deepEqual(transferIn(row(fold, 'shop'), 'http'), { in: 10_101, out: 101_010 })
    assert.deepEqual(folded(lines, { domain: 'other.example' }).open()[0]?.total, [10_101, 101_010])
    assert.equal(folded(lines).unrecognised, 6)
  })

  test('of mailboxes is what Dovecot says at the end of their sessions', () => {
    const fold = folded([
      'Nov 28 10:00:00 web1 dovecot[5]: imap(info@example.com)<1><a>: Disconnected: Logged out in=1, out=2, bytes=1/2',
      '2026-11-28T10:00:00+00:00 web1 dovecot: pop3(shop)<1><a>: Disconnected: Logged out top=0/0, retr=1/4, bytes=3/4',
      'Nov 28 10:00:00 web1 dovecot: imap(__cpanel__service__auth__imap__x)<1><a>: Disconnected: Logged out in=8 out=8',
      'Nov 28 10:00:00 web1 other: imap(info@example.com)<1><a>: Disconnected: Logged out in=8 out=8',
    ])
    assert.deepEqual(transferIn(row(fold, 'shop'), 'imap'), { in: 1, out: 2 })
    assert.deepEqual(transferIn(row(fold, 'shop'), 'pop3'), { in: 3, out: 4 })
    assert.equal(fold.unrecognised, 0)
  })

  test('of mail is the size of each delivery, to mailboxes of an account or from it to other hosts', () => {
    const fold = folded([
      `2026-11-28 10:00:00 ${ID} <= info@example.com H=x [192.0.2.1] P=esmtpa A=l:info@example.com S=100 T="H=" for a@b.example`,
      `2026-11-28 10:00:00 ${ID} => a@b.example R=r T=dkim_remote_smtp H=mx.b.example [198.51.100.4] C="250 OK"`,
      `2026-11-28 10:00:00 ${ID} -> c@b.example R=r T=dkim_remote_smtp H=mx.b.example [198.51.100.4] C="250 OK"`,
      `2026-11-28 10:00:00 ${ID} => anna <anna@example.com> R=virtual_user T=dovecot_virtual_delivery C="250 H= Saved"`,
      `2026-11-28 10:00:00 ${ID} => bert@example.com R=virtual_user T=dovecot_virtual_delivery`,
      `2026-11-28 10:00:00 ${ID} == bert@example.com R=virtual_user T=dovecot_virtual_delivery defer (-1)`,
    ])
    assert.deepEqual(transferIn(row(fold, 'shop'), 'smtp'), { in: 200, out: 200 })
  })

  test('of FTP is what went up and down, by account or the domain of the user', () => {
    const line = 'Sat Nov 28 03:02:22 2026 0 localhost 5 /a b _ i r shop ftp 1 * c'
    const fold = folded([line, line.replace(' i r shop', ' o r anna@example.com')])
    assert.deepEqual(transferIn(row(fold, 'shop'), 'ftp'), { in: 5, out: 5 })
  })

  test('is of local days, and only of what comes from a time on', () => {
    const lines = [`${DAY - 3600} 1 .`, `${DAY - 3600} 2 .`, `${DAY} 4 .`]
    const starts = folded(lines, { domain: 'example.com' })
      .open()
      .map(({ start, total }) => [start, total])
    assert.deepEqual(starts, [
      [DAY - 86_400, [1, 2]],
      [DAY, [4]],
    ])
    assert.deepEqual(folded(lines, { domain: 'example.com', zone: '+0100' }).open()[0]?.total, [5, 2])
    assert.deepEqual(folded(lines, { domain: 'example.com', since: DAY }).open()[0]?.total, [4])
  })

  test('lines of all forms and any text give the same state however often it is saved between them', () => {
    const line = fc.oneof(
      fc.nat(3).map((number) => `${DAY + number} ${number} .`),
      fc.constantFrom(
        `2026-11-28 10:00:00 ${ID} <= info@example.com P=esmtpa A=l:info@example.com S=100`,
        `2026-11-28 10:00:00 ${ID} => a@b.example R=r T=t H=mx`,
        'Sat Nov 21 03:02:22 2026 0 localhost 5 /a b _ i r shop ftp 1 * c',
        'Nov 26 10:00:00 web1 dovecot[5]: imap(info@example.com)<1><a>: Disconnected: Logged out in=1 out=2',
      ),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.boolean())), (lines) => {
        const whole = new BandwidthFold(OPTIONS)
        let saved = new BandwidthFold(OPTIONS)
        for (const [text, isSaved] of lines) {
          const bytes = Buffer.from(text)
          for (const fold of [saved, whole]) fold.take(bytes, { now: NOW, domain: 'example.com' })
          assert.deepEqual(saved.close(), whole.close())
          const state: unknown = JSON.parse(JSON.stringify(saved.state()))
          if (isSaved) saved = new BandwidthFold(OPTIONS, readBandwidthState(state) ?? assert.fail('not read'))
        }
        assert.deepEqual(JSON.stringify(saved.state()), JSON.stringify(whole.state()))
      }),
    )
  })

  test('of another version, or damaged, is not read', () => {
    assert.deepEqual(readBandwidthState(EMPTY_BANDWIDTH_STATE), EMPTY_BANDWIDTH_STATE)
    for (const damaged of [{ ...EMPTY_BANDWIDTH_STATE, version: 0 }, { ...EMPTY_BANDWIDTH_STATE, request: ['a'] }, 1])
      assert.equal(readBandwidthState(damaged), undefined)
  })
})
