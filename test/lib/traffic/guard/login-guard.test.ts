import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LoginGuard, type LoginRule, readLogins } from '../../../../lib/traffic/guard/login-guard.ts'
import { IntervalFold } from '../../../../lib/traffic/interval-fold.ts'
import { commonStamp } from '../../../support/traffic-log.ts'
import { parserOf } from '../../../support/traffic-scene.ts'

const T = 1_795_132_800
const RULE: LoginRule = { over: 30, window: 300, clear: 0.8 }

function post(address: string, seconds: number, request = 'POST /wp-login.php HTTP/1.1'): string {
  return `${address} - - [${commonStamp(T + seconds)}] "${request}" 200 1000\n`
}

/** A guard of requests that are counted, and what it said. */
class Guarded {
  readonly words: string[] = []
  readonly fold = new IntervalFold({ interval: 10, outOfOrder: 10 })
  guard: LoginGuard

  constructor() {
    this.guard = new LoginGuard(RULE, this.#say)
  }

  readonly #say: ConstructorParameters<typeof LoginGuard>[1] = ({ says, address, value, at }) => {
    this.words.push(`${address} ${says} ${value} at ${at - T}`)
  }

  take(lines: readonly string[]): void {
    this.fold.take(Buffer.from(lines.join('')), parserOf('common'), { now: T + 10_000 }, this.#sink())
  }

  advance(seconds: number): void {
    this.fold.advance(T + seconds, this.#sink())
  }

  save(): void {
    this.guard = new LoginGuard(RULE, this.#say, readLogins(JSON.parse(JSON.stringify(this.guard.saved()))))
  }

  #sink() {
    return {
      counted: this.guard.counted.bind(this.guard),
      closed: () => {},
      passed: this.guard.passed.bind(this.guard),
    }
  }
}

function times<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index))
}

suite('addresses that try passwords', () => {
  test('are told with the attempt that is too much, and when they stop', () => {
    const guarded = new Guarded()
    guarded.take(times(30, (index) => post('192.0.2.1', index)))
    assert.deepEqual(guarded.words, [])
    guarded.take([post('192.0.2.2', 30), post('192.0.2.1', 30)])
    assert.deepEqual(guarded.words, ['192.0.2.1 high 31 at 30'])
    guarded.advance(1000)
    assert.deepEqual(guarded.words, ['192.0.2.1 high 31 at 30', '192.0.2.1 recovered 1 at 300'])
  })

  test('may do so by either page of WordPress, in any folder, whatever the query', () => {
    const guarded = new Guarded()
    guarded.take(
      times(31, (index) =>
        post(
          '2001:db8::1',
          index,
          index % 2 === 0 ? 'POST /xmlrpc.php HTTP/1.1' : 'POST //blog/wp-login.php?a=b HTTP/2.0',
        ),
      ),
    )
    assert.deepEqual(guarded.words, ['2001:db8::1 high 31 at 30'])
  })

  test('are not those who only look, or send something else', () => {
    const guarded = new Guarded()
    for (const request of [
      'GET /wp-login.php HTTP/1.1',
      'POST /wp-login.php/x HTTP/1.1',
      'POST /my-wp-login.php',
      'POSTS /xmlrpc.php',
      'POST - HTTP/1.1',
    ])
      guarded.take(times(40, (index) => post('192.0.2.1', index, request)))
    assert.deepEqual(guarded.words, [])
    assert.deepEqual(guarded.guard.saved().addresses, [])
  })

  test('are forgotten with their window', () => {
    const guarded = new Guarded()
    guarded.take([post('192.0.2.1', 0)])
    assert.equal(guarded.guard.saved().addresses.length, 1)
    guarded.advance(1000)
    assert.equal(guarded.guard.saved().addresses.length, 0)
  })

  test('are at most a thousand; one that is forgotten while it is high is told to be recovered', () => {
    const guarded = new Guarded()
    guarded.take(times(31, () => post('192.0.2.1', 0)))
    guarded.take(times(1500, (index) => post(`2001:db8::${index.toString(16)}`, 1)))
    const saved = guarded.guard.saved()
    assert.equal(saved.addresses.length, 1000)
    assert.ok(JSON.stringify(saved).length < 300_000)
    assert.deepEqual(guarded.words, ['192.0.2.1 high 31 at 0', '192.0.2.1 recovered 31 at 0'])
  })

  test('are the same after the state was saved and read back', () => {
    const [one, other] = [new Guarded(), new Guarded()]
    for (const guarded of [one, other])
      for (let index = 0; index < 200; index += 1) {
        guarded.take([post(`192.0.2.${index % 3}`, index * (index < 120 ? 1 : 9))])
        if (guarded === other) guarded.save()
      }
    assert.ok(one.words.length > 3)
    assert.deepEqual(other.words, one.words)
    assert.equal(readLogins({ ...one.guard.saved(), version: 2 }), undefined)
  })
})
