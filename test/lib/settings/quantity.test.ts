import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDuration, parseRate, parseSize } from '../../../lib/settings/quantity.ts'

test('a duration is parsed into milliseconds', () => {
  const texts = ['500ms', '30s', '5m', '1h', '7d']
  assert.deepEqual(texts.map(parseDuration), [500, 30_000, 300_000, 3_600_000, 604_800_000])
})

test('a size is parsed into bytes', () => {
  const texts = ['512B', '64KiB', '10MiB', '1GiB']
  assert.deepEqual(texts.map(parseSize), [512, 65_536, 10_485_760, 1_073_741_824])
})

test('a missing or unknown unit, or anything but a whole number above 0, is invalid', () => {
  for (const number of ['', '0', '00', '01', '-1', '+1', '1.5', '1e3', ' 1', '1 ', '1_0', '٣']) {
    assert.equal(parseDuration(`${number}s`), undefined, number)
    assert.equal(parseSize(`${number}B`), undefined, number)
  }
  for (const unit of ['', 'S', 'sec', 'M', 'w', 'KiB', 'toString'])
    assert.equal(parseDuration(`1${unit}`), undefined, unit)
  for (const unit of ['', 'b', 'KB', 'MB', 'mib', 'G', 's']) assert.equal(parseSize(`1${unit}`), undefined, unit)
})

test('a number beyond the safe integers is invalid', () => {
  assert.equal(parseSize('9007199254740991B'), Number.MAX_SAFE_INTEGER)
  assert.equal(parseSize('9007199254740992B'), undefined)
  assert.equal(parseSize('8388608GiB'), undefined)
  assert.equal(parseSize('99999999999999999999B'), undefined)
})

test('a rate is parsed into milliseconds between two events', () => {
  assert.deepEqual(['10/s', '600/m', '1/h', '4/s'].map(parseRate), [100, 100, 3_600_000, 250])
  for (const text of ['10', '0/s', '10/d', '10/', '/s', '1.5/s', '10 /s', '-1/s', '1/constructor']) {
    assert.equal(parseRate(text), undefined, text)
  }
})
