import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as fc from 'fast-check'
import { cpanelAccess } from '../../../agent/drivers/cpanel-access.ts'
import { cpanelError } from '../../../agent/drivers/cpanel-error.ts'
import type { Parsed } from '../../../agent/drivers/driver.ts'
import { forwardOf } from '../../../agent/drivers/forward.ts'

function told(text: string, option?: string): string {
  const { type, recipient } = forwardOf(text, option)
  return `${type} ${recipient}`
}

suite('what is reported of a forward', () => {
  test('to an address or a local user is whom it leads to', () => {
    for (const address of [
      'to@example.net',
      "o'brien+tag=x@example.net",
      'j\u00f6rg@b\u00fccher.example',
      'to@[192.0.2.1]',
      'to@[2001:db8::1]',
    ]) {
      for (const option of ['fwd', 'pipe', 'system', '']) assert.equal(told(address, option), `email ${address}`)
    }
    assert.equal(told('shop'), 'email shop')
    assert.equal(told('shop', 'system'), 'system_user shop')
  })

  test('to a program is that it is one, whatever its command line', () => {
    for (const text of [
      '|/home/shop/f.php --password=x',
      '| /home/shop/f.php',
      '"|/home/shop/f.php --password=x"',
      ' "| /home/shop/f.php to@example.net" ',
      '|cat',
    ]) {
      assert.equal(told(text), 'pipe |', text)
    }
    for (const text of ['bin/f.php --password=x', 'f.php', 'f.php --password x']) {
      assert.equal(told(text, 'pipe'), 'pipe |', text)
    }
  })

  test('that may be a program or an address counts as an address, and is not told either', () => {
    for (const text of [
      '|x@example.net',
      '|/home/shop/f.php --to x@example.net',
      '| <x@example.net>',
      '"|x"@example.net',
    ])
      assert.equal(told(text, 'pipe'), 'email |', text)
    assert.equal(told('/home/shop/x@example.net'), 'email /')
  })

  test('to a file, a list in a file, a refusal or nowhere is which of these', () => {
    assert.equal(told('/home/shop/mail/box'), 'file /')
    assert.equal(told('"/home/shop/mail/my box"'), 'file /')
    assert.equal(told(':include:/home/shop/list'), 'file :include:')
    assert.equal(told(':fail: Anna left on her own accord'), 'fail :fail:')
    assert.equal(told(':Defer: later'), 'fail :defer:')
    assert.equal(told(':unknown:'), 'fail :unknown:')
    assert.equal(told(':blackhole:', 'fwd'), 'blackhole :blackhole:')
    assert.equal(told('":blackhole:"'), 'blackhole :blackhole:')
  })

  test('to anything else is that there is one', () => {
    for (const text of [
      ' ',
      ':other: text',
      'Anna <anna@example.net>',
      'a@example.net,|/home/shop/f.php --mail=x@example.net',
      '\u0000|/home/shop/f.php',
      '\u200b|/home/shop/f.php',
      'f.php --password=x',
      '--password=x',
      'two@at@example.net',
      'to@example.net&password=x',
      'to@example.net?password=x',
      '@example.net',
      'a@',
      'x'.repeat(65),
      `${'x'.repeat(1100)}@example.net`,
    ]) {
      assert.equal(told(text), 'email ?', text)
    }
  })

  test('in no driver, in no way to write it, holds a part of a command line', () => {
    const secret = 'TOPSECRET'
    const before = fc.constantFrom(
      '|',
      '"|',
      ' |',
      '| ',
      '"| ',
      '/',
      ':fail: ',
      ':include:/',
      '|"',
      '<|',
      'a@example.net,|',
      '',
    )
    const after = fc.constantFrom(
      '',
      '"',
      ' x@example.net',
      '"@example.net',
      ' <x@example.net>',
      '\u0000',
      ',b@example.net',
    )
    const option = fc.constantFrom('fwd', 'pipe', 'system', 'fail', undefined)
    const said = (parsed: Parsed): string => JSON.stringify(parsed)
    fc.assert(
      fc.property(before, fc.string(), after, option, (before, noise, after, option) => {
        const recipient = `${before}/home/shop/f.php ${noise} --password=${secret}${after}`
        const query = `address=anna%40example.com&forwarder=${encodeURIComponent(recipient.toWellFormed())}`
        const target = `/execute/Email/delete_forwarder?${query}`
        const access = `192.0.2.10 - anna%40example.com [08/18/2026:13:23:31 -0000] "GET ${target} HTTP/1.1" 200 0 "-" "-" "s" "-" 2096`
        const hook = (change: string): string => {
          const data = { args: { fwdopt: option }, result: [{ email: 'anna@example.com', forward: recipient }] }
          return `[2026-08-18 13:23:31 +0000] info [spoor_forward_${change}] ${JSON.stringify(data)}`
        }
        const all = [
          cpanelAccess.parse(access, { zone: 'UTC', now: 0 }),
          cpanelError.parse(hook('added'), { zone: 'UTC', now: 0 }),
          cpanelError.parse(hook('removed'), { zone: 'UTC', now: 0 }),
        ]
        for (const parsed of all) {
          assert.ok(Array.isArray(parsed) && parsed.length === 1)
          assert.ok(!said(parsed).includes(secret) && !said(parsed).includes('f.php'), said(parsed))
        }
      }),
    )
  })
})
