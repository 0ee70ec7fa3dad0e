import * as fc from 'fast-check'

const WORDS = [
  'a',
  'Nov',
  'web1',
  'user=anna,',
  'user=bert,',
  'user=,',
  'user=a@b,',
  'user=1x2y3z4,',
  'x=int,',
  'x=7,',
  'x=',
  '7',
  '7ms',
  'ms',
  '7.8',
  '192.0.2.1',
  '192.0.2.1:25',
  '2001:db8::1',
  '::',
  'x@example.com',
  '@',
  '@word',
  '@@int',
  'at@,',
  'id:4bX7c9aa1',
  '(c)',
  "'",
  '0x1f',
  '',
  'dörte',
  '1'.repeat(600),
] as const

/** Messages of few programs whose words meet in many ways. */
const message = fc
  .tuple(fc.constantFrom('p:', 'p[7]:', 'p', '-'), fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }))
  .map(([program, words]) => `${program} some text ${words.join(' ')}`)

const leadIn = fc.constantFrom('', '', 'Nov 20 08:00:00 web1 ', 'Nov  2 08:00:00 web1 ', '2026-11-20T08:00:00Z web1 ')

/** Lines of a log, some of them with the lead-in of syslog, and some that look as if they had two. */
export const logText = fc.array(
  fc.tuple(leadIn, leadIn, message).map((parts) => parts.join('')),
  { minLength: 1, maxLength: 16 },
)
